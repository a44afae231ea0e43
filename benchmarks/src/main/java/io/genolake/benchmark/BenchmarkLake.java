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
package io.genolake.benchmark;

import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of the benchmarks as a lake of a project each, beside them: links to what is there, and what is made of it once.
 *
 * @param directory of the lake
 */
record BenchmarkLake(Path directory)
{
    private static final String KG3 = "kg3_2504x20.vcf.gz";
    private static final String KGHC = "kghc_3202x100.vcf.gz";
    private static final String WGS = "wgs120.bam";
    private static final String REFERENCE = "tiled.fa";
    private static final int SINGLE_SAMPLE_FILES = 1000;

    static BenchmarkLake prepare(Path data)
    {
        BenchmarkLake lake = new BenchmarkLake(data.resolve("lake"));
        try {
            link(data, KG3, lake.kg3());
            link(data, KG3 + ".tbi", lake.index(lake.kg3()));
            link(data, KGHC, lake.kghc());
            link(data, KGHC + ".tbi", lake.index(lake.kghc()));
            link(data, WGS, lake.wgs());
            link(data, WGS + ".bai", Path.of(lake.wgs() + ".bai"));
            link(data, REFERENCE, lake.reference());
            link(data, REFERENCE + ".fai", Path.of(lake.reference() + ".fai"));
            lake.makeTargets();
            lake.makeSites();
            lake.makeSingleSampleFiles();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lake;
    }

    /**
     * 2,504 samples, GT alone.
     */
    Path kg3()
    {
        return directory.resolve("kg3").resolve(KG3);
    }

    /**
     * 3,202 samples, many fields of INFO and FORMAT.
     */
    Path kghc()
    {
        return directory.resolve("kghc").resolve(KGHC);
    }

    /**
     * Six million reads of a whole genome.
     */
    Path wgs()
    {
        return directory.resolve("wgs").resolve(WGS);
    }

    /**
     * What {@link #wgs} is aligned to.
     */
    Path reference()
    {
        return directory.resolve("reference").resolve(REFERENCE);
    }

    /**
     * Four million variants on {@link #reference}, without samples.
     */
    Path sites()
    {
        return directory.resolve("sites/sites.vcf.gz");
    }

    /**
     * Options of the server with this lake.
     */
    List<String> options()
    {
        return ImmutableList.of("--catalog-property", "genomics.reference.benchmark=local:///reference/" + REFERENCE);
    }

    /**
     * 20,000 intervals on the contigs of {@link #wgs}.
     */
    Path readTargets()
    {
        return directory.resolve("wgs_targets/targets.bed");
    }

    /**
     * 20,000 intervals on the contig of {@link #kghc}.
     */
    Path variantTargets()
    {
        return directory.resolve("kghc_targets/targets.bed");
    }

    /**
     * A file for each of a thousand samples of {@link #kghc}.
     */
    Path singleSampleFiles()
    {
        return directory.resolve("single");
    }

    private Path index(Path vcf)
    {
        return Path.of(vcf + ".tbi");
    }

    private static void link(Path data, String name, Path link)
            throws IOException
    {
        Path file = data.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new BenchmarkException("there is no file %s: docs/benchmarks.md tells which files the benchmarks read".formatted(file));
        }
        Files.createDirectories(link.getParent());
        if (!Files.exists(link)) {
            // a lake follows no symbolic links out of it
            Files.createLink(link, file);
        }
    }

    private void makeTargets()
            throws IOException
    {
        makeTargets(readTargets(), "samtools idxstats '%s' | awk '$2 > 0 {print $1\"\\t\"$2}'".formatted(wgs()), 300);
        makeTargets(variantTargets(), "bcftools query -f '%%CHROM\\t%%POS\\n' '%s' | tail -n 1".formatted(kghc()), 120);
    }

    /**
     * @param contigs command that prints the contigs and the length of each that is to be covered
     * @param length of an interval, in bases
     */
    private static void makeTargets(Path targets, String contigs, int length)
            throws IOException
    {
        if (Files.exists(targets)) {
            return;
        }
        Files.createDirectories(targets.getParent());
        // exons come in clusters, and the same ones each time
        CommandLine.output(
                """
                %s | awk -v OFS='\\t' -v length_=%s '
                    {name[NR] = $1; size[NR] = $2; all += $2}
                    END {
                        srand(42)
                        for (i = 1; i <= NR; i++) {
                            n = int(20000 * size[i] / all + 0.5)
                            for (j = 0; j < n; j++) {
                                if (j %% 10 == 0) {gene = int(rand() * (size[i] - 40000))}
                                start = gene + int(rand() * 30000)
                                print name[i], start, start + length_
                            }
                        }
                    }' | sort -k1,1 -k2,2n > '%s.part' && mv '%s.part' '%s'
                """.formatted(contigs, length, targets, targets, targets).strip());
    }

    private void makeSites()
            throws IOException
    {
        if (Files.exists(sites())) {
            return;
        }
        System.out.println("Making a file of four million variants ...");
        Files.createDirectories(sites().getParent());
        // not a name of the lake before it is whole
        Path part = sites().resolveSibling("sites.part");
        MadeVariants.write(reference(), part);
        CommandLine.output("bgzip '%1$s' && tabix -p vcf '%1$s.gz' && mv '%1$s.gz.tbi' '%2$s.tbi' && mv '%1$s.gz' '%2$s'".formatted(part, sites()));
    }

    private void makeSingleSampleFiles()
            throws IOException
    {
        Path complete = singleSampleFiles().resolve("complete.txt");
        if (Files.exists(complete)) {
            return;
        }
        Files.createDirectories(singleSampleFiles());
        System.out.println("Making %s files of one sample each ...".formatted(SINGLE_SAMPLE_FILES));
        CommandLine.output(
                """
                cd '%1$s' && bcftools query -l '%2$s' | head -n %3$s > samples.part
                bcftools view -S samples.part -r "$(tabix -l '%2$s' | head -n 1):1-250000" -Ou '%2$s' | bcftools +split -Oz -o . - &&
                for file in *.vcf.gz; do tabix -f -p vcf "$file"; done &&
                rm samples.part && touch complete.txt
                """.formatted(singleSampleFiles(), kghc(), SINGLE_SAMPLE_FILES).strip());
    }

    List<Path> files()
    {
        return ImmutableList.of(kg3(), kghc(), wgs());
    }
}
