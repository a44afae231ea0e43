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

import io.genolake.formats.bgzf.BgzfWriter;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Files of which one is another many times over, and files of the same size with more and more samples: made once, a project each.
 *
 * @param directory of the lake
 */
record ScalingLake(Path directory)
{
    static final List<Integer> FACTORS = List.of(1, 4, 16);
    static final List<Integer> WIDTHS = List.of(1_000, 10_000, 100_000);

    private static final int CELLS = 40_000_000;
    private static final int READS = 1_000_000;

    static ScalingLake prepare(BenchmarkLake files, Path data)
    {
        ScalingLake lake = new ScalingLake(data.resolve("scaling"));
        try {
            Files.createDirectories(lake.directory());
            for (int factor : FACTORS) {
                lake.repeatVcf(files.kg3(), factor);
                lake.repeatBam(files.wgs(), factor);
            }
            for (int width : WIDTHS) {
                lake.makeWide(width);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lake;
    }

    /**
     * A lake with a file of so many samples, whose names are S0, S1 and so on.
     */
    static ScalingLake prepareWide(Path data, int samples)
    {
        ScalingLake lake = new ScalingLake(data.resolve("scaling"));
        try {
            lake.makeWide(samples);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lake;
    }

    static String project(int factor)
    {
        return "x" + factor;
    }

    static String wideProject(int samples)
    {
        return "wide" + samples;
    }

    /**
     * Bytes that a file decodes to.
     */
    long rawBytes(String project, String file)
            throws IOException
    {
        // known from the smallest one: the others are the same records again
        Path size = directory.resolve(project).resolve(file + ".size");
        if (!Files.exists(size)) {
            Files.writeString(size, CommandLine.output("bgzip -dc -@2 '%s' | wc -c".formatted(directory.resolve(project).resolve(file))));
        }
        return Long.parseLong(Files.readString(size).strip());
    }

    private void repeatVcf(Path vcf, int factor)
            throws IOException
    {
        Path file = directory.resolve(project(factor)).resolve("calls.vcf.gz");
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        // blocks of BGZF can be put one after the other
        Path records = directory.resolve("records.part");
        if (!Files.exists(records)) {
            System.out.println("Making files of the same records many times over ...");
            CommandLine.output("bcftools view -h '%1$s' | bgzip -c > '%2$s.header' && bcftools view -H '%1$s' | bgzip -c -@2 > '%2$s.new' && mv '%2$s.new' '%2$s'".formatted(vcf, records));
        }
        CommandLine.output("{ cat '%1$s.header'; for i in $(seq %2$s); do cat '%1$s'; done; } > '%3$s.part' && mv '%3$s.part' '%3$s'".formatted(records, factor, file));
    }

    private void repeatBam(Path bam, int factor)
            throws IOException
    {
        Path file = directory.resolve(project(factor)).resolve("reads.bam");
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path first = directory.resolve("reads.part.bam");
        if (!Files.exists(first)) {
            CommandLine.output("set +o pipefail; samtools view -h '%1$s' | awk '/^@/ {print; next} ++n <= %2$s {print; next} {exit}' | samtools view -b -@2 -o '%3$s.new' - && mv '%3$s.new' '%3$s'".formatted(bam, READS, first));
        }
        CommandLine.output("samtools cat -o '%1$s.part' $(for i in $(seq %2$s); do echo '%3$s'; done) && mv '%1$s.part' '%1$s'".formatted(file, factor, first));
    }

    private void makeWide(int samples)
            throws IOException
    {
        Path file = directory.resolve(wideProject(samples)).resolve("calls.vcf.gz");
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling("calls.part");
        Random random = new Random(samples);
        try (BgzfWriter output = new BgzfWriter(new BufferedOutputStream(Files.newOutputStream(part)))) {
            StringBuilder header = new StringBuilder("##fileformat=VCFv4.3\n##contig=<ID=chr1,length=200000000>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT");
            for (int sample = 0; sample < samples; sample++) {
                header.append("\tS").append(sample);
            }
            output.write(header.append('\n').toString().getBytes(ISO_8859_1));
            byte[] calls = "\t0|0".repeat(samples).getBytes(ISO_8859_1);
            for (int record = 0; record < CELLS / samples; record++) {
                output.write("chr1\t%s\t.\tA\tC\t.\tPASS\t.\tGT".formatted(1 + record).getBytes(ISO_8859_1));
                byte[] line = calls.clone();
                for (int carrier = 0; carrier < samples / 20; carrier++) {
                    line[4 * random.nextInt(samples) + 3] = '1';
                }
                output.write(line);
                output.write('\n');
            }
        }
        Files.move(part, file);
    }
}
