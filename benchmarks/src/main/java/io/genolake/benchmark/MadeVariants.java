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

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import static java.lang.Math.clamp;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Locale.ENGLISH;

/**
 * Variants on a reference, made as a variant caller might give them: four in five are SNVs, the others insertions and deletions of up to eight
 * bases, of which half of the insertions double what is there. The same ones each time.
 */
final class MadeVariants
{
    private static final int SEED = 42;
    private static final int COUNT = 4_000_000;
    private static final int MAX_LENGTH = 8;
    private static final String BASES = "ACGT";

    private MadeVariants() {}

    /**
     * Writes a VCF file without samples.
     */
    static void write(Path fasta, Path vcf)
            throws IOException
    {
        Map<String, byte[]> contigs = read(fasta);
        long length = contigs.values().stream().mapToLong(contig -> contig.length).sum();
        int step = clamp(2 * length / COUNT, 2, Integer.MAX_VALUE);
        Random random = new Random(SEED);
        try (BufferedWriter writer = Files.newBufferedWriter(vcf, US_ASCII)) {
            writer.write("##fileformat=VCFv4.2\n");
            for (Map.Entry<String, byte[]> contig : contigs.entrySet()) {
                writer.write("##contig=<ID=%s,length=%s>\n".formatted(contig.getKey(), contig.getValue().length));
            }
            writer.write("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
            for (Map.Entry<String, byte[]> contig : contigs.entrySet()) {
                byte[] bases = contig.getValue();
                for (int index = random.nextInt(step); index < bases.length - 2 * MAX_LENGTH; index += 1 + random.nextInt(step)) {
                    String around = new String(bases, index, MAX_LENGTH + 1, US_ASCII).toUpperCase(ENGLISH);
                    if (around.chars().allMatch(base -> BASES.indexOf(base) >= 0)) {
                        writer.write("%s\t%s\t.\t%s\t.\t.\t.\n".formatted(contig.getKey(), index + 1, alleles(around, random)));
                    }
                }
            }
        }
    }

    private static String alleles(String around, Random random)
    {
        String base = around.substring(0, 1);
        int length = 1 + random.nextInt(MAX_LENGTH);
        return switch (random.nextInt(10)) {
            case 0 -> around.substring(0, length + 1) + "\t" + base;
            case 1 -> base + "\t" + base + (random.nextBoolean() ? around.substring(1, length + 1) : inserted(random, length));
            default -> base + "\t" + BASES.charAt((BASES.indexOf(base) + 1 + random.nextInt(3)) % BASES.length());
        };
    }

    private static String inserted(Random random, int length)
    {
        StringBuilder inserted = new StringBuilder();
        for (int i = 0; i < length; i++) {
            inserted.append(BASES.charAt(random.nextInt(BASES.length())));
        }
        return inserted.toString();
    }

    private static Map<String, byte[]> read(Path fasta)
            throws IOException
    {
        Map<String, StringBuilder> contigs = new LinkedHashMap<>();
        StringBuilder contig = new StringBuilder();
        try (BufferedReader reader = Files.newBufferedReader(fasta, US_ASCII)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(">")) {
                    contig = new StringBuilder();
                    contigs.put(line.substring(1).split("\\s", 2)[0], contig);
                }
                else {
                    contig.append(line);
                }
            }
        }
        Map<String, byte[]> result = new LinkedHashMap<>();
        contigs.forEach((name, bases) -> result.put(name, bases.toString().getBytes(US_ASCII)));
        return result;
    }
}
