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
package io.genolake.benchmark.jmh;

import io.genolake.formats.bam.BamBuilder;
import io.genolake.formats.bam.BamReference;
import io.genolake.formats.bam.RecordBuilder;
import io.genolake.formats.bgzf.BgzfWriter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Files in memory for the benchmarks: the same bytes each time, with what real files have in the proportions in which they have it.
 */
final class BenchmarkFiles
{
    private static final String BASES = "ACGT";
    private static final int CONTIG_LENGTH = 200_000_000;

    private BenchmarkFiles() {}

    /**
     * Compresses as bgzip does.
     */
    static byte[] bgzf(byte[] data)
    {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (BgzfWriter writer = new BgzfWriter(file)) {
            writer.write(data, 0, data.length);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /**
     * The lines of a VCF file without samples, without its header.
     */
    static byte[] sites(int records)
    {
        Random random = new Random(1);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < records; i++) {
            lines.append("chr1\t").append(1000 + 37L * i).append("\trs").append(random.nextInt(100_000_000))
                    .append('\t').append(base(random)).append('\t').append(base(random)).append("\t").append(random.nextInt(10_000) / 100.0).append("\tPASS\t")
                    .append(info(random)).append('\n');
        }
        return lines.toString().getBytes(ISO_8859_1);
    }

    /**
     * An INFO column with twenty fields, as a joint caller writes it.
     */
    static String info(Random random)
    {
        int called = 2 * random.nextInt(3000, 3202);
        int copies = random.nextInt(1, called);
        return "AC=%s;AF=%.6f;AN=%s;BaseQRankSum=%.3f;ClippingRankSum=0.00;DP=%s;ExcessHet=%.4f;FS=%.3f;InbreedingCoeff=%.4f;MLEAC=%s;MLEAF=%.5f;MQ=%.2f;MQRankSum=%.3f;NEGATIVE_TRAIN_SITE;POSITIVE_TRAIN_SITE;QD=%.2f;ReadPosRankSum=%.3f;SOR=%.3f;VQSLOD=%.2f;culprit=QD".formatted(
                copies,
                (double) copies / called,
                called,
                random.nextGaussian(),
                random.nextInt(200_000),
                random.nextDouble(),
                random.nextDouble(60),
                random.nextDouble(),
                copies,
                (double) copies / called,
                random.nextDouble(60),
                random.nextGaussian(),
                random.nextDouble(35),
                random.nextGaussian(),
                random.nextDouble(3),
                random.nextDouble(20));
    }

    /**
     * The sample columns of a record with GT alone: most of them homozygous for REF.
     */
    static byte[] calls(int samples, Random random)
    {
        StringBuilder calls = new StringBuilder();
        for (int i = 0; i < samples; i++) {
            if (i > 0) {
                calls.append('\t');
            }
            calls.append(call(random));
        }
        return calls.toString().getBytes(ISO_8859_1);
    }

    static String call(Random random)
    {
        return random.nextInt(20) == 0 ? "0|1" : random.nextInt(50) == 0 ? "1|1" : "0|0";
    }

    /**
     * The sample columns of a record with GT:AD:DP:GQ:PL.
     */
    static byte[] fullCalls(int samples, Random random)
    {
        StringBuilder calls = new StringBuilder();
        for (int i = 0; i < samples; i++) {
            if (i > 0) {
                calls.append('\t');
            }
            int depth = random.nextInt(20, 50);
            calls.append("0/0:").append(depth).append(",0:").append(depth).append(':').append(random.nextInt(100)).append(":0,").append(random.nextInt(100)).append(',').append(random.nextInt(1500));
        }
        return calls.toString().getBytes(ISO_8859_1);
    }

    /**
     * A BAM file of read pairs of 150 bases, not compressed.
     */
    static byte[] bam(int reads)
    {
        Random random = new Random(2);
        BamBuilder bam = new BamBuilder(
                "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:%s\n@RG\tID:rg1\tSM:sample\n".formatted(CONTIG_LENGTH),
                List.of(new BamReference("chr1", CONTIG_LENGTH)));
        for (int i = 0; i < reads; i++) {
            byte[] qualities = new byte[150];
            for (int j = 0; j < qualities.length; j++) {
                qualities[j] = (byte) (random.nextInt(5) == 0 ? random.nextInt(2, 37) : 37);
            }
            bam.add(RecordBuilder.record()
                    .name("A00217:77:HFJWFDSXX:%s:%s:%s".formatted(random.nextInt(1, 5), random.nextInt(1000, 3000), random.nextInt(40_000)))
                    .flag(random.nextBoolean() ? 99 : 147)
                    .place(0, 1000 + 5 * i)
                    .mapq(random.nextInt(20) == 0 ? random.nextInt(60) : 60)
                    .cigar(random.nextInt(10) == 0 ? "20S130M" : "150M")
                    .mate(0, 1200 + 5 * i, 350)
                    .sequence(bases(random, 150))
                    .qualities(qualities)
                    .text("RG", 'Z', "rg1")
                    .text("MD", 'Z', "150")
                    .number("NM", 'C', random.nextInt(3))
                    .number("AS", 'C', 150));
        }
        return bam.toBytes();
    }

    static String bases(Random random, int length)
    {
        StringBuilder bases = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bases.append(base(random));
        }
        return bases.toString();
    }

    static char base(Random random)
    {
        return BASES.charAt(random.nextInt(BASES.length()));
    }
}
