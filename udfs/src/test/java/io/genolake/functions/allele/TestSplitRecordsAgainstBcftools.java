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

import com.google.common.collect.ImmutableList;
import io.genolake.functions.TestingTools;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.ArrayType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.TestingBlocks.bigints;
import static io.genolake.functions.TestingBlocks.varchars;
import static io.genolake.functions.TestingTools.sharedFile;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole records, INFO and FORMAT included, split and atomized by the functions and by {@code bcftools norm}.
 */
final class TestSplitRecordsAgainstBcftools
{
    private static final Pattern FIELD = Pattern.compile("##(INFO|FORMAT)=<ID=([^,]+),Number=([^,]+),Type=([^,]+),.*");
    private static final int MAX_RECORDS = 2000;

    @TempDir
    private Path folder;

    private final Map<String, String> numbers = new HashMap<>();
    private final Map<String, String> types = new HashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {
            "vcf/multisample.vcf.gz",
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz",
            "vcf/PG_NA12878_hg38-chr21.vcf.gz",
            "gvcf/HG00268.g.vcf.gz",
            "gvcf/combined.chr20_18210071_18210093.g.vcf",
            "annotated/gnomad.exomes.r2.0.1.sites.vcf.gz",
    })
    void testSplitRealRecords(String file)
            throws IOException
    {
        Path records = realRecords(sharedFile(file), "-m3");
        assertThat(assertSplit(records)).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "vcf/PG_NA12878_hg38-chr21.vcf.gz",
            "vcf/multisample.vcf.gz",
            "gvcf/combined.chr20_18210071_18210093.g.vcf",
            "annotated/gnomad.exomes.r2.0.1.sites.vcf.gz",
    })
    void testAtomizeRealRecords(String file)
            throws IOException
    {
        Path records = realRecords(sharedFile(file), "-i", "strlen(REF)>1 | N_ALT>1");
        assertThat(assertAtomized(records, "*")).isGreaterThan(1);
        assertAtomized(records, ".");
    }

    @Test
    void testSplitRandomRecords()
            throws IOException
    {
        for (int seed = 0; seed < 3; seed++) {
            Path records = randomRecords(seed);
            assertThat(assertSplit(records)).as("seed %s", seed).isGreaterThan(1000);
        }
    }

    @Test
    void testAtomizeRandomRecords()
            throws IOException
    {
        for (int seed = 0; seed < 3; seed++) {
            Path records = randomRecords(seed);
            assertThat(assertAtomized(records, "*")).as("seed %s", seed).isGreaterThan(1000);
            assertAtomized(records, ".");
        }
    }

    private int assertSplit(Path records)
            throws IOException
    {
        List<String> expected = new ArrayList<>();
        for (String line : Files.readAllLines(records)) {
            readHeader(line);
            if (!line.startsWith("#")) {
                String[] columns = line.split("\t", -1);
                int altCount = columns[4].equals(".") ? 0 : columns[4].split(",").length;
                if (altCount < 2) {
                    expected.add(canonical(columns));
                }
                for (int allele = 1; allele <= altCount && altCount > 1; allele++) {
                    expected.add(canonical(split(columns, altCount, allele)));
                }
            }
        }
        assertSameRecords(TestingTools.run("bcftools", "norm", "--no-version", "-m", "-any", records), expected);
        return expected.size();
    }

    private int assertAtomized(Path records, String overlaps)
            throws IOException
    {
        List<String> expected = new ArrayList<>();
        for (String line : Files.readAllLines(records)) {
            readHeader(line);
            if (!line.startsWith("#")) {
                expected.addAll(atomize(line.split("\t", -1), overlaps));
            }
        }
        assertSameRecords(TestingTools.run("bcftools", "norm", "--no-version", "-a", "--atom-overlaps", overlaps, records), expected);
        return expected.size();
    }

    private void assertSameRecords(List<String> lines, List<String> expected)
    {
        List<String> actual = lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> canonical(line.split("\t", -1)))
                .sorted()
                .toList();
        List<String> sorted = expected.stream().sorted().toList();
        for (int index = 0; index < Math.min(actual.size(), sorted.size()); index++) {
            assertThat(sorted.get(index)).isEqualTo(actual.get(index));
        }
        assertThat(sorted).hasSameSizeAs(actual);
    }

    private String[] split(String[] columns, int altCount, int allele)
    {
        return rewrite(columns, columns[1], columns[3], columns[4].split(",")[allele - 1], key -> (values, isGenotype) -> {
            if (isGenotype) {
                return RemapGtFunctions.remapGt(utf8Slice(values), allele).toStringUtf8();
            }
            return switch (numbers.getOrDefault(key, "1")) {
                case "A" -> text(RemapFunctions.remapA(VARCHAR, list(values), allele));
                case "R" -> text(RemapFunctions.remapR(VARCHAR, list(values), allele));
                case "G" -> text(RemapFunctions.remapG(VARCHAR, list(values), altCount + 1, allele));
                default -> values;
            };
        });
    }

    private List<String> atomize(String[] columns, String overlaps)
    {
        Block alts = columns[4].equals(".") ? varchars() : varchars(columns[4].split(","));
        Block atoms = AtomizeVariantsFunctions.atomizeVariants(Long.parseLong(columns[1]), utf8Slice(columns[3]), alts, utf8Slice(overlaps));
        ImmutableList.Builder<String> records = ImmutableList.builder();
        for (int index = 0; index < atoms.getPositionCount(); index++) {
            SqlRow atom = AtomizeVariantsFunctions.ROW_TYPE.getObject(atoms, index);
            String pos = String.valueOf(BIGINT.getLong(atom.getRawFieldBlock(0), atom.getRawIndex()));
            String ref = VARCHAR.getSlice(atom.getRawFieldBlock(1), atom.getRawIndex()).toStringUtf8();
            Block newAlts = new ArrayType(VARCHAR).getObject(atom.getRawFieldBlock(2), atom.getRawIndex());
            Block map = new ArrayType(BIGINT).getObject(atom.getRawFieldBlock(3), atom.getRawIndex());
            if (ref.equals(columns[3]) && text(newAlts).equals(columns[4])) {
                // bcftools leaves alone what is no atom and no sum of atoms
                records.add(canonical(columns));
                continue;
            }
            records.add(canonical(rewrite(columns, pos, ref, text(newAlts), key -> (values, isGenotype) -> {
                if (isGenotype) {
                    return RemapGtFunctions.remapGt(utf8Slice(values), map).toStringUtf8();
                }
                boolean sum = key.endsWith("/AD") && types.get(key).equals("Integer");
                return switch (numbers.getOrDefault(key, "1")) {
                    case "A" -> text(RemapFunctions.remapA(VARCHAR, list(values), map, newAlts));
                    case "R" -> sum ? sum(values, map, newAlts) : text(RemapFunctions.remapR(VARCHAR, list(values), map, newAlts));
                    case "G" -> text(RemapFunctions.remapG(VARCHAR, list(values), map, newAlts));
                    default -> values;
                };
            })));
        }
        return records.build();
    }

    private static String sum(String values, Block map, Block alts)
    {
        Long[] counts = Arrays.stream(values.split(","))
                .map(value -> value.equals(".") ? null : Long.valueOf(value))
                .toArray(Long[]::new);
        return bigints(RemapFunctions.remapRSum(bigints(counts), map, alts)).stream()
                .map(value -> value == null ? "." : String.valueOf(value))
                .collect(joining(","));
    }

    private interface Remap
    {
        String apply(String values, boolean isGenotype);
    }

    private static String[] rewrite(String[] columns, String pos, String ref, String alts, Function<String, Remap> remaps)
    {
        String[] rewritten = columns.clone();
        rewritten[1] = pos;
        rewritten[3] = ref;
        rewritten[4] = alts;
        rewritten[7] = Arrays.stream(columns[7].split(";"))
                .map(field -> {
                    int equals = field.indexOf('=');
                    if (equals < 0 || field.endsWith("=.")) {
                        return field;
                    }
                    String key = field.substring(0, equals);
                    return key + "=" + remaps.apply("INFO/" + key).apply(field.substring(equals + 1), false);
                })
                .collect(joining(";"));
        String[] keys = columns.length > 8 ? columns[8].split(":") : new String[0];
        for (int column = 9; column < columns.length; column++) {
            String[] values = columns[column].split(":", -1);
            for (int index = 0; index < values.length; index++) {
                if (!values[index].equals(".")) {
                    values[index] = remaps.apply("FORMAT/" + keys[index]).apply(values[index], keys[index].equals("GT"));
                }
            }
            rewritten[column] = String.join(":", values);
        }
        return rewritten;
    }

    /**
     * One text of what has several: lists of nothing but missing values, and missing values at the end of a sample.
     */
    private String canonical(String[] columns)
    {
        String[] canonical = columns.clone();
        canonical[7] = Arrays.stream(columns[7].split(";"))
                .map(field -> field.replaceFirst("=\\.(,\\.)*$", "=."))
                // bcftools norm -a leaves these out
                .filter(field -> isKept("INFO/" + field.split("=")[0]))
                .collect(joining(";"));
        List<String> keys = columns.length > 8 ? List.of(columns[8].split(":")) : List.of();
        for (int column = 9; column < columns.length; column++) {
            String[] values = columns[column].split(":", -1);
            canonical[column] = IntStream.range(0, keys.size())
                    .mapToObj(index -> index < values.length ? values[index].replaceFirst("^\\.(,\\.)*$", ".") : ".")
                    .collect(joining(":"));
        }
        return String.join("\t", canonical);
    }

    private boolean isKept(String key)
    {
        String number = numbers.getOrDefault(key, "1");
        boolean byAllele = number.equals("A") || number.equals("R") || number.equals("G");
        return !(byAllele && types.get(key).equals("String")) && !(number.equals("G") && key.startsWith("INFO"));
    }

    private void readHeader(String line)
    {
        Matcher matcher = FIELD.matcher(line);
        if (matcher.matches()) {
            String key = matcher.group(1) + "/" + matcher.group(2);
            numbers.put(key, matcher.group(3));
            types.put(key, matcher.group(4));
        }
    }

    private static Block list(String values)
    {
        return varchars(Arrays.stream(values.split(","))
                .map(value -> value.equals(".") ? null : value)
                .toList());
    }

    private static String text(Block values)
    {
        List<String> list = varchars(values);
        return list.isEmpty() ? "." : list.stream().map(value -> value == null ? "." : value).collect(joining(","));
    }

    /**
     * Some records of a real file, in the words of bcftools, which rounds numbers.
     */
    private Path realRecords(Path file, String... filter)
            throws IOException
    {
        List<Object> command = new ArrayList<>(List.of("bcftools", "view", "--no-version"));
        command.addAll(List.of(filter));
        command.add(file);
        List<String> lines = new ArrayList<>();
        int records = 0;
        for (String line : TestingTools.run(command.toArray())) {
            if (line.startsWith("#") || records < MAX_RECORDS) {
                lines.add(line);
                records += line.startsWith("#") ? 0 : 1;
            }
        }
        return Files.write(folder.resolve("real.vcf"), lines);
    }

    /**
     * Records of a few alleles that are alike, so that many atoms are shared and overlap, of haploid and diploid
     * samples.
     */
    private Path randomRecords(long seed)
            throws IOException
    {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(List.of(
                "##fileformat=VCFv4.2",
                "##contig=<ID=1,length=1000000000>",
                "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"\">",
                "##INFO=<ID=RX,Number=R,Type=Integer,Description=\"\">",
                "##INFO=<ID=AD,Number=R,Type=Integer,Description=\"\">",
                "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"\">",
                "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"\">",
                "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"\">",
                "##FORMAT=<ID=AF,Number=A,Type=Float,Description=\"\">",
                "##FORMAT=<ID=PL,Number=G,Type=Integer,Description=\"\">",
                "##FORMAT=<ID=GQ,Number=1,Type=Integer,Description=\"\">",
                "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ts1\ts2\ts3"));
        int pos = 1;
        for (int record = 0; record < 800; record++) {
            String ref = bases(random, 1 + random.nextInt(6));
            int altCount = 1 + random.nextInt(4);
            List<String> alts = new ArrayList<>();
            for (int alt = 0; alt < altCount; alt++) {
                alts.add(random.nextInt(40) == 0 ? List.of("*", "<DEL>", "R").get(random.nextInt(3)) : changed(random, ref));
            }
            StringBuilder line = new StringBuilder("1\t%s\t.\t%s\t%s\t.\t.\tAC=%s;RX=%s;AD=%s;DP=%s\tGT:AD:AF:PL:GQ".formatted(
                    pos, ref, String.join(",", alts), numbers(random, altCount), numbers(random, altCount + 1), numbers(random, altCount + 1), random.nextInt(100)));
            for (int sample = 0; sample < 3; sample++) {
                int ploidy = sample == 2 ? 1 : 2;
                int genotypes = ploidy == 1 ? altCount + 1 : (altCount + 1) * (altCount + 2) / 2;
                String separator = random.nextBoolean() ? "/" : "|";
                String genotype = IntStream.range(0, ploidy)
                        .mapToObj(_ -> random.nextInt(8) == 0 ? "." : String.valueOf(random.nextInt(altCount + 1)))
                        .collect(joining(separator));
                line.append("\t%s:%s:%s:%s:%s".formatted(genotype, numbers(random, altCount + 1), numbers(random, altCount), numbers(random, genotypes), random.nextInt(100)));
            }
            lines.add(line.toString());
            pos += 10 + random.nextInt(10);
        }
        return Files.write(folder.resolve("random.vcf"), lines);
    }

    private static String changed(Random random, String ref)
    {
        StringBuilder alt = new StringBuilder(ref);
        for (int change = random.nextInt(3); change >= 0; change--) {
            int place = random.nextInt(alt.length());
            switch (random.nextInt(4)) {
                case 0 -> alt.insert(place, bases(random, 1 + random.nextInt(3)));
                case 1 -> alt.delete(Math.max(place, 1), Math.max(place + 1 + random.nextInt(2), 1));
                default -> alt.setCharAt(place, bases(random, 1).charAt(0));
            }
        }
        return alt.toString();
    }

    private static String bases(Random random, int length)
    {
        return IntStream.range(0, length).mapToObj(_ -> String.valueOf("ACGTN".charAt(random.nextInt(random.nextInt(10) == 0 ? 5 : 3)))).collect(joining());
    }

    private static String numbers(Random random, int count)
    {
        return IntStream.range(0, count).mapToObj(_ -> String.valueOf(random.nextInt(200))).collect(joining(","));
    }
}
