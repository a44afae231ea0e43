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
package io.genolake.functions.allele;

import io.airlift.slice.Slice;
import io.genolake.functions.variant.Alleles;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.StandardTypes;

import java.util.ArrayList;
import java.util.List;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.Math.max;
import static java.util.Comparator.naturalOrder;

/**
 * Records of single bases and indels out of one with longer alleles, as {@code bcftools norm -a} makes them.
 */
public final class AtomizeVariantsFunctions
{
    private static final Slice STAR = utf8Slice("*");
    static final RowType ROW_TYPE = RowType.anonymous(List.of(BIGINT, VARCHAR, new ArrayType(VARCHAR), new ArrayType(BIGINT)));
    private static final long MAX_MAPPED = 1 << 22;
    private static final int REFERENCE = 0;
    private static final int SAME = 1;
    private static final int OVERLAPPING = 2;

    private AtomizeVariantsFunctions() {}

    @ScalarFunction("atomize_variants")
    @Description("A variant as its atoms, single bases and indels, in the order of their positions; an ALT that overlaps an atom and differs becomes *")
    @SqlType("array(row(pos bigint, ref varchar, alts array(varchar), allele_map array(bigint)))")
    public static Block atomizeVariants(
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alts") @SqlType("array(varchar)") Block alts)
    {
        return atomizeVariants(pos, ref, alts, STAR);
    }

    @ScalarFunction("atomize_variants")
    @Description("A variant as its atoms, single bases and indels, in the order of their positions; an ALT that overlaps an atom and differs becomes * or, if so chosen, missing")
    @SqlType("array(row(pos bigint, ref varchar, alts array(varchar), allele_map array(bigint)))")
    public static Block atomizeVariants(
            @Name("pos") @SqlType(StandardTypes.BIGINT) long pos,
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alts") @SqlType("array(varchar)") Block alts,
            @Name("overlaps") @SqlType(StandardTypes.VARCHAR) Slice overlaps)
    {
        Alleles.checkRef("atomize_variants", ref);
        if (pos < 0 || pos > Long.MAX_VALUE - ref.length()) {
            throw invalid("atomize_variants: position %s is out of range", pos);
        }
        boolean star = overlaps.equals(STAR);
        if (!star && (overlaps.length() != 1 || overlaps.getByte(0) != '.')) {
            throw invalid("atomize_variants: an ALT that overlaps cannot become %s, only '*' or '.'", shown(overlaps));
        }
        if (!checkAlts(alts)) {
            return whole(pos, ref, alts);
        }

        List<Atom> atoms = new ArrayList<>();
        for (int index = 0; index < alts.getPositionCount(); index++) {
            Atom.addAtoms(ref, VARCHAR.getSlice(alts, index), index + 1, atoms);
        }
        atoms.sort(naturalOrder());
        List<Atom> records = new ArrayList<>();
        for (Atom atom : atoms) {
            if (records.isEmpty() || !records.getLast().isSameAs(atom)) {
                records.add(atom);
            }
        }
        int altCount = alts.getPositionCount();
        if ((long) records.size() * (altCount + 1) > MAX_MAPPED) {
            throw invalid("atomize_variants: the %s atoms of %s ALT alleles are too many for an array", records.size(), altCount);
        }
        byte[] map = map(atoms, records, altCount);
        boolean[] overlapped = new boolean[records.size()];
        for (int record = 0; record < overlapped.length; record++) {
            int others = 0;
            for (int alt = 0; alt < altCount; alt++) {
                others += map[record * altCount + alt] == REFERENCE ? 0 : 1;
            }
            // bcftools has the star even where all the others have the same atom
            overlapped[record] = others > 1;
        }
        RowBlockBuilder rows = ROW_TYPE.createBlockBuilder(null, records.size());
        for (int record = 0; record < records.size(); record++) {
            Atom atom = records.get(record);
            boolean withStar = star && overlapped[record];
            int firstMapped = record * altCount;
            rows.buildEntry(fields -> {
                BIGINT.writeLong(fields.get(0), pos + atom.start());
                VARCHAR.writeSlice(fields.get(1), atom.ref());
                ((ArrayBlockBuilder) fields.get(2)).buildEntry(elements -> {
                    VARCHAR.writeSlice(elements, atom.alt());
                    if (withStar) {
                        VARCHAR.writeSlice(elements, STAR);
                    }
                });
                ((ArrayBlockBuilder) fields.get(3)).buildEntry(elements -> {
                    BIGINT.writeLong(elements, REFERENCE);
                    for (int alt = 0; alt < altCount; alt++) {
                        writeMapped(elements, map[firstMapped + alt], withStar);
                    }
                });
            });
        }
        return rows.build();
    }

    /**
     * Returns whether all ALT alleles are sequences that can be taken apart.
     */
    private static boolean checkAlts(Block alts)
    {
        boolean sequences = alts.getPositionCount() > 0;
        for (int index = 0; index < alts.getPositionCount(); index++) {
            if (alts.isNull(index)) {
                throw invalid("atomize_variants: alts has a NULL element");
            }
            Slice alt = VARCHAR.getSlice(alts, index);
            if (alt.length() == 0) {
                throw invalid("atomize_variants: alt %s is empty", shown(alt));
            }
            sequences &= isSequence(alt);
        }
        return sequences;
    }

    private static boolean isSequence(Slice alt)
    {
        for (int position = 0; position < alt.length(); position++) {
            switch (alt.getByte(position)) {
                case 'A', 'C', 'G', 'T', 'N', 'a', 'c', 'g', 't', 'n' -> {}
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private static Block whole(long pos, Slice ref, Block alts)
    {
        RowBlockBuilder rows = ROW_TYPE.createBlockBuilder(null, 1);
        rows.buildEntry(fields -> {
            BIGINT.writeLong(fields.get(0), pos);
            VARCHAR.writeSlice(fields.get(1), ref);
            ((ArrayBlockBuilder) fields.get(2)).buildEntry(elements -> {
                for (int index = 0; index < alts.getPositionCount(); index++) {
                    VARCHAR.writeSlice(elements, VARCHAR.getSlice(alts, index));
                }
            });
            ((ArrayBlockBuilder) fields.get(3)).buildEntry(elements -> {
                for (int allele = 0; allele <= alts.getPositionCount(); allele++) {
                    BIGINT.writeLong(elements, allele);
                }
            });
        });
        return rows.build();
    }

    /**
     * By record and ALT, what the ALT becomes.
     *
     * @param records the first of the atoms that are the same, in the order of the atoms
     */
    private static byte[] map(List<Atom> atoms, List<Atom> records, int altCount)
    {
        byte[] map = new byte[records.size() * altCount];
        // the largest end of a record and of those before it, so that a search finds the first that can overlap
        int[] ends = new int[records.size()];
        for (int record = 0; record < ends.length; record++) {
            ends[record] = max(records.get(record).end(), record == 0 ? 0 : ends[record - 1]);
        }
        for (Atom atom : atoms) {
            for (int record = firstEndingAfter(ends, atom.start()); record < ends.length && records.get(record).start() < atom.end(); record++) {
                Atom other = records.get(record);
                if (other.end() > atom.start()) {
                    map[record * altCount + atom.allele() - 1] = (byte) (other.isSameAs(atom) ? SAME : OVERLAPPING);
                }
            }
        }
        return map;
    }

    private static int firstEndingAfter(int[] ends, int start)
    {
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > start) {
                high = middle;
            }
            else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static void writeMapped(BlockBuilder builder, byte mapped, boolean withStar)
    {
        if (mapped == OVERLAPPING && !withStar) {
            builder.appendNull();
        }
        else {
            BIGINT.writeLong(builder, mapped);
        }
    }
}
