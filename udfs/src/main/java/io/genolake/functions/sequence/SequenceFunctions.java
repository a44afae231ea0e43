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
package io.genolake.functions.sequence;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.block.Block;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.function.Description;
import io.trino.spi.function.LiteralParameters;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.Arguments.invalid;

public final class SequenceFunctions
{
    private static final long MAX_KMER_BYTES = 1 << 26;

    private SequenceFunctions() {}

    @ScalarFunction("reverse_complement")
    @Description("The opposite strand of a nucleotide sequence, from 5' to 3'; IUPAC letters, case and gaps are kept")
    @LiteralParameters("x")
    @SqlType("varchar(x)")
    public static Slice reverseComplement(@Name("sequence") @SqlType("varchar(x)") Slice sequence)
    {
        byte[] complement = new byte[sequence.length()];
        for (int position = 0; position < complement.length; position++) {
            byte letter = Bases.complement(sequence.getByte(position));
            if (letter == 0) {
                throw Bases.noBase("reverse_complement", sequence, position);
            }
            complement[complement.length - 1 - position] = letter;
        }
        return Slices.wrappedBuffer(complement);
    }

    /**
     * Letters that leave it open take no part.
     */
    @SqlNullable
    @ScalarFunction("gc_content")
    @Description("The share of G and C among the bases of a sequence of which that is known, 0 to 1; NULL if there are none")
    @SqlType(StandardTypes.DOUBLE)
    public static Double gcContent(@Name("sequence") @SqlType(StandardTypes.VARCHAR) Slice sequence)
    {
        long strong = 0;
        long weak = 0;
        for (int position = 0; position < sequence.length(); position++) {
            int set = Bases.set(sequence.getByte(position));
            if (set == 0 && Bases.complement(sequence.getByte(position)) == 0) {
                throw Bases.noBase("gc_content", sequence, position);
            }
            if (set != 0 && (set & (Bases.A | Bases.T)) == 0) {
                strong++;
            }
            else if (set != 0 && (set & (Bases.G | Bases.C)) == 0) {
                weak++;
            }
        }
        return strong + weak == 0 ? null : (Double) ((double) strong / (strong + weak));
    }

    /**
     * As the M5 tag of the SAM specification (section 1.3.2) has it: of the characters from ! to ~, in upper case.
     */
    @ScalarFunction("sequence_md5")
    @Description("The MD5 checksum of a sequence as the M5 tag of SAM has it: in upper case, without white space")
    @SqlType(StandardTypes.VARCHAR)
    public static Slice sequenceMd5(@Name("sequence") @SqlType(StandardTypes.VARCHAR) Slice sequence)
    {
        byte[] bytes = new byte[sequence.length()];
        int length = 0;
        for (int position = 0; position < bytes.length; position++) {
            byte letter = sequence.getByte(position);
            if (letter > ' ' && letter <= '~') {
                bytes[length] = letter >= 'a' && letter <= 'z' ? (byte) (letter - 'a' + 'A') : letter;
                length++;
            }
        }
        MessageDigest digest = md5();
        digest.update(bytes, 0, length);
        return utf8Slice(HexFormat.of().formatHex(digest.digest()));
    }

    @ScalarFunction("kmers")
    @Description("The subsequences of length k of a sequence, one from each position, in their order")
    @SqlType("array(varchar)")
    public static Block kmers(
            @Name("sequence") @SqlType(StandardTypes.VARCHAR) Slice sequence,
            @Name("k") @SqlType(StandardTypes.BIGINT) long k)
    {
        if (k < 1) {
            throw invalid("kmers: k is %s, and must be at least 1", k);
        }
        for (int position = 0; position < sequence.length(); position++) {
            if (sequence.getByte(position) < 0) {
                throw Bases.noBase("kmers", sequence, position);
            }
        }
        if (k > sequence.length()) {
            return new VariableWidthBlock(0, Slices.EMPTY_SLICE, new int[1], Optional.empty());
        }
        int length = (int) k;
        int count = sequence.length() - length + 1;
        if ((long) count * length > MAX_KMER_BYTES) {
            throw invalid("kmers: the %s subsequences of length %s of a sequence of length %s are too many for an array: they have more than %s characters", count, length, sequence.length(), MAX_KMER_BYTES);
        }
        byte[] bytes = new byte[count * length];
        int[] offsets = new int[count + 1];
        for (int index = 0; index < count; index++) {
            sequence.getBytes(index, bytes, index * length, length);
            offsets[index + 1] = (index + 1) * length;
        }
        return new VariableWidthBlock(count, Slices.wrappedBuffer(bytes), offsets, Optional.empty());
    }

    private static MessageDigest md5()
    {
        try {
            return MessageDigest.getInstance("MD5");
        }
        catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
