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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.connector.functions.ReferenceFiles.writeFasta;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Two assemblies of which one has the sequences of the other, with gaps between them and some on the other strand, and the chains there and
 * back.
 */
final class Assemblies
{
    private static final String BASES = "ACGT";

    private record Block(int source, int target, int size) {}

    private final Random random;
    private final Map<String, String> source = new LinkedHashMap<>();
    private final Map<String, String> target = new LinkedHashMap<>();
    private final StringBuilder there = new StringBuilder();
    private final StringBuilder back = new StringBuilder();

    Assemblies(long seed)
    {
        random = new Random(seed);
        for (int contig = 1; contig <= 6; contig++) {
            addContig(contig, contig % 2 == 0);
        }
    }

    Map<String, String> source()
    {
        return source;
    }

    Map<String, String> target()
    {
        return target;
    }

    /**
     * Writes {@code source.fa}, {@code target.fa}, {@code there.chain} and {@code back.chain}.
     */
    void write(Path folder)
            throws IOException
    {
        writeFasta(folder.resolve("source.fa"), source, 60);
        writeFasta(folder.resolve("target.fa"), target, 50);
        Files.writeString(folder.resolve("there.chain"), there, ISO_8859_1);
        Files.writeString(folder.resolve("back.chain"), back, ISO_8859_1);
    }

    private void addContig(int number, boolean reverse)
    {
        StringBuilder sourceBases = new StringBuilder(bases(random.nextInt(100)));
        StringBuilder targetBases = new StringBuilder(bases(random.nextInt(100)));
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String bases = bases(60 + random.nextInt(400));
            blocks.add(new Block(sourceBases.length(), targetBases.length(), bases.length()));
            sourceBases.append(bases);
            targetBases.append(bases);
            sourceBases.append(bases(1 + random.nextInt(20)));
            if (random.nextBoolean()) {
                targetBases.append(bases(random.nextInt(20)));
            }
        }
        sourceBases.append(bases(random.nextInt(50)));
        targetBases.append(bases(random.nextInt(50)));
        int sourceSize = sourceBases.length();
        int targetSize = targetBases.length();
        String sourceName = "s" + number;
        String targetName = "t" + number;
        source.put(sourceName, sourceBases.toString());
        target.put(targetName, reverse ? reverseComplement(targetBases.toString()) : targetBases.toString());

        append(there, sourceName, sourceSize, targetName, targetSize, reverse, blocks);
        List<Block> inverse = new ArrayList<>();
        for (Block block : blocks) {
            if (reverse) {
                inverse.addFirst(new Block(targetSize - block.target() - block.size(), sourceSize - block.source() - block.size(), block.size()));
            }
            else {
                inverse.add(new Block(block.target(), block.source(), block.size()));
            }
        }
        append(back, targetName, targetSize, sourceName, sourceSize, reverse, inverse);
    }

    private static void append(StringBuilder chains, String source, int sourceSize, String target, int targetSize, boolean reverse, List<Block> blocks)
    {
        Block first = blocks.getFirst();
        Block last = blocks.getLast();
        chains.append("chain 1000 %s %s + %s %s %s %s %s %s %s 1\n".formatted(
                source,
                sourceSize,
                first.source(),
                last.source() + last.size(),
                target,
                targetSize,
                reverse ? "-" : "+",
                first.target(),
                last.target() + last.size()));
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            chains.append(block.size());
            if (i + 1 < blocks.size()) {
                Block next = blocks.get(i + 1);
                chains.append('\t').append(next.source() - block.source() - block.size()).append('\t').append(next.target() - block.target() - block.size());
            }
            chains.append('\n');
        }
        chains.append('\n');
    }

    private String bases(int count)
    {
        StringBuilder bases = new StringBuilder();
        while (bases.length() < count) {
            String unit = "";
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                unit += BASES.charAt(random.nextInt(4));
            }
            bases.append(unit.repeat(1 + random.nextInt(6)));
        }
        bases.setLength(count);
        return bases.toString();
    }

    static String reverseComplement(String bases)
    {
        return new String(Bases.reverseComplement(utf8Slice(bases)), ISO_8859_1);
    }
}
