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
package io.genolake.connector.functions;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import htsjdk.samtools.liftover.LiftOver;
import htsjdk.samtools.util.Interval;
import io.airlift.slice.Slice;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.functions.RandomVariants.Variant;
import io.genolake.connector.reference.ReferenceConfig;
import io.genolake.connector.reference.ReferenceLocations;
import io.genolake.connector.reference.References;
import io.trino.filesystem.local.LocalFileSystemFactory;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.Math.toIntExact;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ENGLISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestLiftOver
{
    private static final Slice SOURCE = utf8Slice("source");
    private static final Slice TARGET = utf8Slice("target");
    private static final Slice THERE = utf8Slice("there");
    private static final Slice BACK = utf8Slice("back");

    @TempDir
    private Path folder;

    private References references()
    {
        return new References(
                new ReferenceLocations(
                        ImmutableMap.of("source", "local:///source.fa", "target", "local:///target.fa"),
                        ImmutableMap.of("there", "local:///there.chain", "back", "local:///back.chain")),
                new ReferenceConfig(),
                new GenomicsConfig(),
                new LocalFileSystemFactory(folder));
    }

    /**
     * The fields of a row.
     */
    private static List<Object> values(RowType type, SqlRow row)
    {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < type.getFields().size(); i++) {
            if (row.getRawFieldBlock(i).isNull(row.getRawIndex())) {
                values.add(null);
                continue;
            }
            if (type.getFields().get(i).getType() == BIGINT) {
                values.add(BIGINT.getLong(row.getRawFieldBlock(i), row.getRawIndex()));
            }
            else if (type.getFields().get(i).getType() == BOOLEAN) {
                values.add(BOOLEAN.getBoolean(row.getRawFieldBlock(i), row.getRawIndex()));
            }
            else {
                values.add(VARCHAR.getSlice(row.getRawFieldBlock(i), row.getRawIndex()).toStringUtf8());
            }
        }
        return values;
    }

    @Test
    void testHtsjdk()
            throws IOException
    {
        long seed = 5;
        Assemblies assemblies = new Assemblies(seed);
        assemblies.write(folder);
        LiftOver expected = new LiftOver(folder.resolve("there.chain").toFile());
        expected.setShouldLogFailedIntervalsBelowThreshold(false);
        LiftOverFunction function = new LiftOverFunction(references());
        LiftOverFunction inverse = new LiftOverFunction(references());
        Random random = new Random(seed);
        int lifted = 0;
        int same = 0;
        for (int i = 0; i < 10_000; i++) {
            String contig = "s" + (1 + random.nextInt(6));
            int length = assemblies.source().get(contig).length();
            int pos = 1 + random.nextInt(length);
            int end = Math.min(length, pos + (random.nextBoolean() ? 0 : random.nextInt(300)));
            List<Object> actual = values(LiftOverFunction.TYPE, function.evaluate(THERE, utf8Slice(contig), pos, end));
            Interval target = expected.liftOver(new Interval(contig, pos, end), 0.95);
            if (target == null) {
                assertThat(actual).as("seed %s: %s:%s-%s", seed, contig, pos, end).containsExactly(null, null, null, null, "no_target");
                continue;
            }
            lifted++;
            assertThat(actual).as("seed %s: %s:%s-%s", seed, contig, pos, end)
                    .containsExactly(target.getContig(), (long) target.getStart(), (long) target.getEnd(), target.isNegativeStrand() ? "-" : "+", "lifted");
            // there and back again, where both ends have a place
            if (expected.liftOver(new Interval(contig, pos, pos), 0.95) != null && expected.liftOver(new Interval(contig, end, end), 0.95) != null) {
                List<Object> again = values(LiftOverFunction.TYPE, inverse.evaluate(BACK, utf8Slice(target.getContig()), target.getStart(), target.getEnd()));
                if (again.get(4).equals("lifted")) {
                    same++;
                    assertThat(again.subList(0, 3)).containsExactly(contig, (long) pos, (long) end);
                }
            }
        }
        assertThat(lifted).isGreaterThan(5_000);
        assertThat(same).isGreaterThan(5_000);
    }

    @Test
    void testVariants()
            throws IOException
    {
        long seed = 6;
        Assemblies assemblies = new Assemblies(seed);
        assemblies.write(folder);
        References references = references();
        RandomVariants random = new RandomVariants(seed);
        LiftOverVariantFunction function = new LiftOverVariantFunction(references);
        LiftOverVariantFunction inverse = new LiftOverVariantFunction(references);
        LiftOver intervals = new LiftOver(folder.resolve("there.chain").toFile());
        intervals.setShouldLogFailedIntervalsBelowThreshold(false);
        VariantNormalizer normalizer = new VariantNormalizer();
        int same = 0;
        Map<String, Integer> statuses = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            Variant variant = random.variant(assemblies.source(), 1);
            Slice chrom = utf8Slice(variant.chrom());
            Slice ref = utf8Slice(variant.ref());
            Slice alt = utf8Slice(variant.alts().getFirst());
            List<Object> lifted = values(LiftOverVariantFunction.TYPE, function.evaluate(THERE, TARGET, chrom, variant.pos(), ref, alt));
            statuses.merge((String) lifted.getLast(), 1, Integer::sum);
            Interval target = intervals.liftOver(new Interval(variant.chrom(), variant.pos(), variant.pos() + variant.ref().length() - 1), 0.95);
            if (variant.alts().getFirst().startsWith("<")) {
                assertThat(lifted.getLast()).isEqualTo("symbolic_allele");
                continue;
            }
            if (!lifted.getLast().equals("lifted")) {
                assertThat(lifted.subList(0, 6)).containsOnlyNulls();
                assertThat(lifted.getLast()).isEqualTo(target == null ? "no_target" : target.length() != variant.ref().length() ? "straddles_intervals" : "reference_mismatch");
                continue;
            }
            assertThat(lifted.get(4)).isEqualTo(target.isNegativeStrand() ? "-" : "+");
            assertThat(lifted.get(5)).isEqualTo(false);
            if (Bases.isSymbolic(alt)) {
                assertThat(lifted.get(3)).isEqualTo("*");
                continue;
            }
            // the same change on the sequence of the target
            String contig = assemblies.target().get((String) lifted.get(0));
            int pos = toIntExact((long) lifted.get(1));
            String targetRef = (String) lifted.get(2);
            assertThat(contig.substring(pos - 1, pos - 1 + targetRef.length())).isEqualToIgnoringCase(targetRef);
            String targetAlt = target.isNegativeStrand() ? Assemblies.reverseComplement(variant.alts().getFirst()) : variant.alts().getFirst();
            assertThat(contig.substring(0, pos - 1) + lifted.get(3) + contig.substring(pos - 1 + targetRef.length()))
                    .as("seed %s: %s became %s", seed, variant, lifted)
                    .isEqualToIgnoringCase(contig.substring(0, target.getStart() - 1) + targetAlt + contig.substring(target.getEnd()));

            // there and back again is the variant, left-aligned, unless it was moved over a place where the assemblies differ
            List<Object> again = values(LiftOverVariantFunction.TYPE, inverse.evaluate(BACK, SOURCE, utf8Slice((String) lifted.get(0)), pos, utf8Slice(targetRef), utf8Slice((String) lifted.get(3))));
            if (again.getLast().equals("lifted") && isSame(intervals, variant, (long) again.get(1), (String) again.get(2))) {
                same++;
                normalizer.normalize(references.reference("source").cursor(variant.chrom()), (long) again.get(1), utf8Slice((String) again.get(2)), utf8Slice((String) again.get(3)));
                List<String> once = List.of(normalizer.pos() + "", normalizer.ref().toStringUtf8().toUpperCase(ENGLISH), normalizer.alt().toStringUtf8().toUpperCase(ENGLISH));
                normalizer.normalize(references.reference("source").cursor(variant.chrom()), variant.pos(), ref, alt);
                assertThat(once).as("seed %s: %s became %s, then %s", seed, variant, lifted, again)
                        .containsExactly(normalizer.pos() + "", normalizer.ref().toStringUtf8().toUpperCase(ENGLISH), normalizer.alt().toStringUtf8().toUpperCase(ENGLISH));
            }
        }
        assertThat(statuses).containsKeys("lifted", "no_target", "straddles_intervals");
        assertThat(statuses.get("lifted")).isGreaterThan(2_000);
        assertThat(same).isGreaterThan(2_000);
    }

    /**
     * The vectors are what Picard 3.1.1 LiftoverVcf makes of variants on these assemblies, with RECOVER_SWAPPED_REF_ALT and LIFTOVER_MIN_MATCH of 0.95:
     * the variant, then the lifted one with its strand and whether its alleles were swapped, or the filter of the rejected one.
     */
    @Test
    void testPicard()
            throws IOException
    {
        new Assemblies(7).write(folder);
        LiftOverVariantFunction function = new LiftOverVariantFunction(references());
        Map<String, Integer> statuses = new TreeMap<>();
        for (String line : Resources.readLines(Resources.getResource(TestLiftOver.class, "lift_over.tsv"), UTF_8)) {
            String[] fields = line.split("\t", -1);
            List<Object> lifted = values(LiftOverVariantFunction.TYPE, function.evaluate(THERE, TARGET, utf8Slice(fields[0]), Long.parseLong(fields[1]), utf8Slice(fields[2]), utf8Slice(fields[3])));
            statuses.merge(fields[10], 1, Integer::sum);
            List<String> expected = switch (fields[10]) {
                case "lifted" -> List.of(fields).subList(4, 11);
                case "NoTarget" -> notLifted("no_target");
                // the second on the reverse strand
                case "MismatchedRefAllele", "CannotLiftOver" -> notLifted("reference_mismatch");
                case "IndelStraddlesMultipleIntervals" -> notLifted("straddles_intervals");
                default -> throw new IllegalArgumentException("no such filter: " + fields[10]);
            };
            assertThat(lifted.stream().map(String::valueOf).toList()).as(line).isEqualTo(expected);
        }
        assertThat(statuses).containsOnlyKeys("lifted", "NoTarget", "MismatchedRefAllele", "CannotLiftOver", "IndelStraddlesMultipleIntervals");
        assertThat(statuses.get("lifted")).isGreaterThan(800);
    }

    private static List<String> notLifted(String status)
    {
        return List.of("null", "null", "null", "null", "null", "null", status);
    }

    /**
     * Whether the assemblies are the same from one place of a variant to the other.
     */
    private static boolean isSame(LiftOver intervals, Variant variant, long pos, String ref)
    {
        Interval all = new Interval(
                variant.chrom(),
                (int) Math.min(variant.pos(), pos),
                (int) Math.max(variant.pos() + variant.ref().length() - 1, pos + ref.length() - 1));
        Interval lifted = intervals.liftOver(all, 1);
        return lifted != null && lifted.length() == all.length();
    }

    @Test
    void testStatuses()
            throws IOException
    {
        Files.writeString(folder.resolve("target.fa"), ">t1\nACGTACGTAA\n>t2\nTTTTTCCCCC\n", ISO_8859_1);
        Files.writeString(folder.resolve("target.fa.fai"), "t1\t10\t4\t10\t11\nt2\t10\t19\t10\t11\n", ISO_8859_1);
        Files.writeString(
                folder.resolve("there.chain"),
                """
                chain 1 s1 100 + 0 10 t1 10 + 0 10 1
                10

                chain 1 s2 100 + 0 10 t2 10 - 0 10 2
                10

                chain 1 s3 100 + 0 10 t3 10 + 0 10 3
                10

                chain 1 s4 100 + 0 10 t1 10 + 0 10 4
                10

                chain 1 s4 100 + 5 10 t2 10 + 5 10 5
                5

                chain 1 s5 100 + 0 41 t1 10 + 0 9 6
                4 32 0
                5

                """,
                ISO_8859_1);
        LiftOverVariantFunction function = new LiftOverVariantFunction(references());
        assertLifted(function, "s1", 2, "C", "T", "t1", 2L, "C", "T", "+", false, "lifted");
        assertLifted(function, "s1", 2, "C", "*", "t1", 2L, "C", "*", "+", false, "lifted");
        assertLifted(function, "s1", 2, "C", ".", "t1", 2L, "C", ".", "+", false, "lifted");
        // the reference of the target has what was ALT
        assertLifted(function, "s1", 2, "T", "C", "t1", 2L, "C", "T", "+", true, "lifted");
        assertLifted(function, "s1", 2, "T", "A", null, null, null, null, null, null, "reference_mismatch");
        assertLifted(function, "s1", 2, "TT", "CG", null, null, null, null, null, null, "reference_mismatch");
        assertLifted(function, "s1", 2, "C", "<DEL>", null, null, null, null, null, null, "symbolic_allele");
        assertLifted(function, "s1", 2, "C", "C[t2:2[", null, null, null, null, null, null, "symbolic_allele");
        // the reverse strand: GGGGGAAAAA
        assertLifted(function, "s2", 1, "G", "A", "t2", 10L, "C", "T", "-", false, "lifted");
        assertLifted(function, "s2", 1, "A", "G", "t2", 10L, "C", "T", "-", true, "lifted");
        assertLifted(function, "s2", 5, "GAA", "G", "t2", 1L, "TTT", "T", "-", false, "lifted");
        assertLifted(function, "s2", 5, "G", "GC", "t2", 5L, "T", "TG", "-", false, "lifted");
        assertLifted(function, "s3", 2, "C", "T", null, null, null, null, null, null, "contig_not_in_reference");
        assertLifted(function, "s4", 7, "G", "T", null, null, null, null, null, null, "multiple_targets");
        assertLifted(function, "s9", 7, "G", "T", null, null, null, null, null, null, "no_target");
        assertLifted(function, "s1", 50, "G", "T", null, null, null, null, null, null, "no_target");
        assertThatThrownBy(() -> function.evaluate(THERE, TARGET, utf8Slice("s1"), 0, utf8Slice("A"), utf8Slice("T")))
                .hasMessage("pos is not positive: 0");
        assertThatThrownBy(() -> function.evaluate(THERE, TARGET, utf8Slice("s1"), 1, utf8Slice("A"), utf8Slice("T-")))
                .hasMessage("alt has other letters than A, C, G, T and N: T-");
        assertThatThrownBy(() -> function.evaluate(utf8Slice("nowhere"), TARGET, utf8Slice("s1"), 1, utf8Slice("A"), utf8Slice("T")))
                .hasMessage("The catalog has no chain 'nowhere', but: back, there");

        LiftOverFunction interval = new LiftOverFunction(references());
        assertThat(values(LiftOverFunction.TYPE, interval.evaluate(THERE, utf8Slice("s1"), 5, 4))).containsExactly(null, null, null, null, "empty_interval");
        assertThat(values(LiftOverFunction.TYPE, interval.evaluate(THERE, utf8Slice("s4"), 7, 8))).containsExactly(null, null, null, null, "multiple_targets");
        assertThatThrownBy(() -> interval.evaluate(THERE, utf8Slice("s1"), 0, 4))
                .hasMessage("s1:0-4 is no interval: positions begin with 1, and end_pos is included");
    }

    private static void assertLifted(LiftOverVariantFunction function, String chrom, long pos, String ref, String alt, Object... expected)
    {
        assertThat(values(LiftOverVariantFunction.TYPE, function.evaluate(THERE, TARGET, utf8Slice(chrom), pos, utf8Slice(ref), utf8Slice(alt)))).containsExactly(expected);
    }
}
