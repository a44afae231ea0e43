/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.genolake.functions.aggregate;

import io.airlift.slice.Slice;
import io.airlift.slice.SliceInput;
import io.airlift.slice.SliceOutput;
import io.genolake.functions.state.Retained;
import io.trino.spi.TrinoException;

import java.util.ArrayList;
import java.util.List;

import static io.airlift.slice.SizeOf.instanceSize;
import static io.airlift.slice.Slices.allocate;
import static io.trino.spi.StandardErrorCode.EXCEEDED_FUNCTION_MEMORY_LIMIT;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The alleles of records at one position, in the order in which they came.
 */
public final class JoinedVariants
        implements Retained
{
    private static final int INSTANCE_SIZE = instanceSize(JoinedVariants.class);
    private static final int BYTES_PER_SLICE = instanceSize(Slice.class) + 2 * Long.BYTES;
    private static final int MAX_ALTS = 100_000;

    private final long pos;
    // the longest so far
    private Slice ref;
    // as they are with that REF
    private final List<Slice> alts = new ArrayList<>();
    private long bytes;

    JoinedVariants(long pos, Slice ref)
    {
        this.pos = pos;
        this.ref = ref.copy();
        bytes = ref.length();
    }

    static JoinedVariants read(SliceInput input)
    {
        JoinedVariants variants = new JoinedVariants(input.readLong(), input.readSlice(input.readInt()));
        int count = input.readInt();
        for (int i = 0; i < count; i++) {
            variants.append(input.readSlice(input.readInt()).copy());
        }
        return variants;
    }

    @Override
    public void writeTo(SliceOutput output)
    {
        output.writeLong(pos);
        write(output, ref);
        output.writeInt(alts.size());
        alts.forEach(alt -> write(output, alt));
    }

    private static void write(SliceOutput output, Slice text)
    {
        output.writeInt(text.length());
        output.writeBytes(text);
    }

    @Override
    public long retainedSize()
    {
        return INSTANCE_SIZE + bytes + (alts.size() + 1L) * BYTES_PER_SLICE;
    }

    /**
     * Takes the REF of a record; the shorter of the two is a prefix of the longer.
     */
    void addRef(long pos, Slice ref)
    {
        if (pos != this.pos) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "join_variants: a group has records at positions %s and %s: group by chrom and pos".formatted(this.pos, pos));
        }
        Slice longer = ref.length() > this.ref.length() ? ref : this.ref;
        int length = ref.length() + this.ref.length() - longer.length();
        if (!ref.slice(0, length).equals(this.ref.slice(0, length))) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "join_variants: REF is %s and %s at position %s: one is no beginning of the other".formatted(shown(this.ref), shown(ref), pos));
        }
        if (longer == ref && ref.length() > this.ref.length()) {
            Slice suffix = ref.slice(length, ref.length() - length);
            for (int i = 0; i < alts.size(); i++) {
                Slice alt = extend(alts.get(i), suffix);
                bytes += alt.length() - alts.get(i).length();
                alts.set(i, alt);
            }
            bytes += suffix.length();
            this.ref = ref.copy();
        }
    }

    /**
     * Takes an ALT of a record, unless it is there.
     *
     * @param ref of the record
     */
    void addAlt(Slice ref, Slice alt)
    {
        Slice extended = extend(alt, this.ref.slice(ref.length(), this.ref.length() - ref.length()));
        if (!alts.contains(extended)) {
            append(extended == alt ? alt.copy() : extended);
        }
    }

    void addAll(JoinedVariants other)
    {
        addRef(other.pos, other.ref);
        for (Slice alt : other.alts) {
            addAlt(other.ref, alt);
        }
    }

    private void append(Slice alt)
    {
        if (alts.size() == MAX_ALTS) {
            throw new TrinoException(EXCEEDED_FUNCTION_MEMORY_LIMIT, "join_variants: more than %s ALTs at position %s".formatted(MAX_ALTS, pos));
        }
        alts.add(alt);
        bytes += alt.length();
    }

    /**
     * An ALT with what its REF lacks. Symbolic alleles, breakends and {@code *} stay as they are.
     */
    private static Slice extend(Slice alt, Slice suffix)
    {
        if (suffix.length() == 0 || !isSequence(alt)) {
            return alt;
        }
        Slice extended = allocate(alt.length() + suffix.length());
        extended.setBytes(0, alt);
        extended.setBytes(alt.length(), suffix);
        return extended;
    }

    private static boolean isSequence(Slice alt)
    {
        for (int i = 0; i < alt.length(); i++) {
            int base = alt.getByte(i) | 0x20;
            if (base < 'a' || base > 'z') {
                return false;
            }
        }
        return true;
    }

    private static String shown(Slice text)
    {
        return text.length() > 50 ? text.toString(0, 50, UTF_8) + "..." : text.toStringUtf8();
    }

    long pos()
    {
        return pos;
    }

    Slice ref()
    {
        return ref;
    }

    List<Slice> alts()
    {
        return alts;
    }
}
