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
package io.genolake.server.demo;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.genolake.server.SharedDemoLake;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

@TestInstance(PER_CLASS)
public class TestDemoLake
{
    // Of names and decoded contents. A change on purpose comes with a new DemoLake.VERSION
    private static final String DIGEST = "version 3: f4d80c80fd7dd57c231252c8275f3759c01b9e633f0c3c5d9fe766e364b36661";

    private static final List<String> REGIONS = ImmutableList.of(
            "chr17:43044295-43125483",
            "chr2:178600000-178600000",
            "chr1",
            "chrX:154835792-155022723",
            "chrM");

    private Path lake;

    @BeforeAll
    public void create()
            throws Exception
    {
        lake = SharedDemoLake.get();
    }

    @Test
    public void testSameContentsEverywhere()
            throws Exception
    {
        Hasher hasher = Hashing.sha256().newHasher();
        for (Path file : files()) {
            String name = lake.relativize(file).toString();
            if (isIndex(name)) {
                // It has offsets into the compressed file, which are zlib's affair
                continue;
            }
            hasher.putString(name, UTF_8);
            boolean compressed = name.endsWith(".gz") || name.endsWith(".bam");
            try (InputStream in = compressed ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file)) {
                hasher.putBytes(in.readAllBytes());
            }
        }
        assertThat("version %s: %s".formatted(DemoLake.VERSION, hasher.hash())).isEqualTo(DIGEST);
    }

    @Test
    public void testSize()
            throws Exception
    {
        long size = 0;
        for (Path file : files()) {
            size += Files.size(file);
        }
        assertThat(size).isBetween(10_000_000L, 30_000_000L);
    }

    @Test
    public void testEveryFileHasAnIndexThatIsNotOlder()
            throws Exception
    {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(".vcf.gz") || name.endsWith(".bam") || name.endsWith(".bed.gz")) {
                List<Path> indexes = Stream.of(".tbi", ".csi", ".bai")
                        .map(suffix -> file.resolveSibling(name + suffix))
                        .filter(Files::exists)
                        .toList();
                assertThat(indexes).as(name).hasSize(1);
                assertThat(Files.getLastModifiedTime(indexes.getFirst())).isGreaterThanOrEqualTo(Files.getLastModifiedTime(file));
            }
        }
    }

    @Test
    public void testReferenceBasesAgree()
    {
        for (Site site : Site.catalogue().subList(0, 20_000)) {
            assertThat(site.ref()).isEqualTo(Genome.bases(site.contig(), site.position(), site.ref().length()));
            assertThat(site.alts()).doesNotContain(site.ref()).doesNotHaveDuplicates();
        }
    }

    @Test
    public void testVariantsAsBcftoolsReadsThem()
            throws Exception
    {
        assumeTool("bcftools");
        for (Path file : files(".vcf.gz")) {
            String all = run("bcftools", "view", "-H", file.toString());
            assertThat(run("bcftools", "index", "--nrecords", file.toString()).strip()).isEqualTo(String.valueOf(all.lines().count()));
            for (String known : REGIONS) {
                String region = file.startsWith(lake.resolve("annotation")) ? known.replace("chrM", "MT").replace("chr", "") : known;
                assertThat(run("bcftools", "view", "-H", "-r", region, file.toString()))
                        .as("%s of %s", region, file)
                        .isEqualTo(run("bcftools", "view", "-H", "-t", region, "--targets-overlap", "record", file.toString()));
            }
        }
    }

    @Test
    public void testAlignmentsAsSamtoolsReadsThem()
            throws Exception
    {
        assumeTool("samtools");
        for (Path file : files(".bam")) {
            run("samtools", "quickcheck", "-v", file.toString());
            long all = Long.parseLong(run("samtools", "view", "-c", file.toString()).strip());
            long indexed = run("samtools", "idxstats", file.toString()).lines()
                    .map(line -> line.split("\t"))
                    .mapToLong(fields -> Long.parseLong(fields[2]) + Long.parseLong(fields[3]))
                    .sum();
            assertThat(indexed).isEqualTo(all);
            // Every read is found in a contig or among those without a place, in order
            long found = Long.parseLong(run("samtools", "view", "-c", file.toString(), "*").strip());
            for (Genome.Contig contig : Genome.CONTIGS) {
                found += Long.parseLong(run("samtools", "view", "-c", file.toString(), contig.name()).strip());
            }
            assertThat(found).isEqualTo(all);
            double depth = run("samtools", "depth", "-a", "-r", "chr17:43044295-43125483", file.toString()).lines()
                    .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf('\t') + 1)))
                    .average()
                    .orElseThrow();
            assertThat(depth).isBetween(27.0, 33.0);
        }
    }

    @Test
    public void testReadsShowTheVariantsOfTheirSample()
            throws Exception
    {
        assumeTool("bcftools");
        assumeTool("samtools");
        Path variants = lake.resolve("clinic/vcf/PAT01.vcf.gz");
        Path reads = lake.resolve("clinic/bam/PAT01.bam");
        List<String> homozygous = run("bcftools", "query", "-r", "chr17:43044295-43125483", "-i", "GT=\"1/1\" && TYPE=\"snp\"", "-f", "%CHROM:%POS-%POS\\t%ALT\\n", variants.toString()).lines().toList();
        assertThat(homozygous).hasSizeGreaterThan(5);
        for (String line : homozygous) {
            String region = line.substring(0, line.indexOf('\t'));
            String alt = line.substring(line.indexOf('\t') + 1);
            String bases = run("samtools", "mpileup", "-Q", "20", "-r", region, reads.toString()).split("\t")[4].toUpperCase(Locale.ROOT);
            assertThat(bases.chars().filter(base -> base == alt.charAt(0)).count()).as(region).isGreaterThan(bases.length() / 2);
        }
    }

    @Test
    public void testReferenceAsSamtoolsReadsIt()
            throws Exception
    {
        assumeTool("samtools");
        assumeTool("bcftools");
        Path reference = lake.resolve(DemoLake.REFERENCE);
        Gene gene = Gene.ALL.stream().filter(known -> known.name().equals("BRCA1")).findFirst().orElseThrow();
        String bases = run("samtools", "faidx", reference.toString(), "chr17:%s-%s".formatted(gene.start(), gene.end()));
        assertThat(bases.lines().skip(1).collect(joining())).isEqualTo(Genome.bases(gene.contig(), gene.start(), gene.end() - gene.start() + 1));
        // Its indexes are those that samtools makes
        Path copy = Files.copy(reference, Files.createTempDirectory("reference").resolve("copy.fa.gz"));
        try {
            run("samtools", "faidx", copy.toString());
            for (String suffix : List.of(".fai", ".gzi")) {
                assertThat(copy.resolveSibling("copy.fa.gz" + suffix)).hasSameBinaryContentAs(lake.resolve(DemoLake.REFERENCE + suffix));
            }
        }
        finally {
            for (String suffix : List.of("", ".fai", ".gzi")) {
                Files.deleteIfExists(copy.resolveSibling("copy.fa.gz" + suffix));
            }
            Files.delete(copy.getParent());
        }
    }

    @Test
    public void testTheChildHasItsParentsAlleles()
            throws Exception
    {
        int unlike = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(lake.resolve("family/family.vcf.gz"))), UTF_8))) {
            for (String[] fields : lines.lines().filter(line -> !line.startsWith("#") && !line.startsWith("chrX")).map(line -> line.split("\t")).toList()) {
                String[] child = fields[9].split(":")[0].split("/");
                List<String> father = List.of(fields[10].split(":")[0].split("/"));
                List<String> mother = List.of(fields[11].split(":")[0].split("/"));
                boolean missing = Stream.of(fields[9], fields[10], fields[11]).anyMatch(call -> call.startsWith("."));
                boolean possible = (father.contains(child[0]) && mother.contains(child[1])) || (mother.contains(child[0]) && father.contains(child[1]));
                unlike += missing || possible ? 0 : 1;
            }
        }
        assertThat(unlike).isEqualTo(1);
    }

    @Test
    public void testTargetsAsTabixReadsThem()
            throws Exception
    {
        assumeTool("tabix");
        Path targets = lake.resolve("cohort/targets.bed.gz");
        assertThat(run("tabix", targets.toString(), "chr17:43044295-43125483").lines()).hasSizeGreaterThan(10).allMatch(line -> line.contains("BRCA1_"));
    }

    private List<Path> files(String... suffixes)
            throws IOException
    {
        try (Stream<Path> paths = Files.walk(lake)) {
            return paths
                    .filter(Files::isRegularFile)
                    .filter(path -> suffixes.length == 0 || Stream.of(suffixes).anyMatch(suffix -> path.toString().endsWith(suffix)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isIndex(String name)
    {
        return name.endsWith(".tbi") || name.endsWith(".csi") || name.endsWith(".bai") || name.endsWith(".gzi");
    }

    private static void assumeTool(String tool)
            throws Exception
    {
        boolean there = Stream.of(System.getenv("PATH").split(":")).anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
        assumeTrue(there, tool + " is not installed");
    }

    /**
     * The output of a tool that has nothing to complain of.
     */
    private static String run(String... command)
            throws Exception
    {
        Path errors = Files.createTempFile("errors", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
            assertThat(Files.readString(errors).lines().filter(line -> !line.startsWith("[mpileup]"))).as(String.join(" ", command)).isEmpty();
            return output;
        }
        finally {
            Files.delete(errors);
        }
    }
}
