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
package io.genolake.formats.chain;

import htsjdk.samtools.liftover.LiftOver;
import htsjdk.samtools.util.Interval;
import io.genolake.formats.MalformedFileException;
import io.genolake.formats.chain.Chain.Lifted;
import io.genolake.formats.io.MemoryByteSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestChainFile
{
    private static final String CHAINS =
            """
            # a comment
            chain 1000 a 1000 + 100 260 b 900 + 50 220 1
            50 10 20
            100

            chain 900 a 1000 + 300 400 c 500 - 100 200 2
            100

            chain 10 a 1000 + 390 500 d 500 + 0 110 3
            110
            """;

    @TempDir
    private Path folder;

    private static ChainFile read(String chains)
            throws IOException
    {
        return ChainFile.read(new MemoryByteSource("test.chain", chains.getBytes(ISO_8859_1)));
    }

    @Test
    void testLift()
            throws IOException
    {
        ChainFile file = read(CHAINS);
        assertThat(file.contigNames()).containsExactly("a");
        assertThat(file.contig("b")).isEmpty();
        ContigChains chains = file.contig("a").orElseThrow();
        assertLifted(chains, 100, 150, "b", 50, 100);
        assertLifted(chains, 160, 260, "b", 120, 220);
        // over the gap: 149 of 150 bases at least
        assertThat(chains.lift(140, 180, 0.95).status()).isEqualTo(LiftOverStatus.NO_TARGET);
        assertLifted(chains, 140, 180, 0.5, "b", 90, 140);
        // the reverse strand, from the other end
        assertLifted(chains, 300, 301, "c", 399, 400);
        assertLifted(chains, 310, 330, "c", 370, 390);
        assertThat(chains.lift(392, 395, 0.95).status()).isEqualTo(LiftOverStatus.MULTIPLE_TARGETS);
        assertThat(chains.lift(0, 10, 0.95).status()).isEqualTo(LiftOverStatus.NO_TARGET);
        assertThat(chains.lift(999, 1000, 0.95).status()).isEqualTo(LiftOverStatus.NO_TARGET);
    }

    private static void assertLifted(ContigChains chains, long start, long end, String contig, long targetStart, long targetEnd)
    {
        assertLifted(chains, start, end, 0.95, contig, targetStart, targetEnd);
    }

    private static void assertLifted(ContigChains chains, long start, long end, double minMatch, String contig, long targetStart, long targetEnd)
    {
        Lifted lifted = chains.lift(start, end, minMatch).lifted().orElseThrow();
        assertThat(lifted.chain().targetContig()).isEqualTo(contig);
        assertThat(lifted.start()).isEqualTo(targetStart);
        assertThat(lifted.end()).isEqualTo(targetEnd);
    }

    @Test
    void testCompressed()
            throws IOException
    {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(gzip)) {
            output.write(CHAINS.getBytes(ISO_8859_1));
        }
        ChainFile file = ChainFile.read(new MemoryByteSource("test.chain.gz", gzip.toByteArray()));
        assertLifted(file.contig("a").orElseThrow(), 100, 150, "b", 50, 100);
    }

    @Test
    void testMalformed()
    {
        assertMalformed("chr1\t1\t2\n", "line 1", "this is not the header of a chain");
        assertMalformed(CHAINS.replace("a 1000 + 100", "a 1000 - 100"), "line 2", "the first strand of a chain must be \\+, not -");
        assertMalformed(CHAINS.replace("c 500 -", "c 500 *"), "line 6", "\\* is no strand");
        assertMalformed(CHAINS.replace("50 10 20", "50 10"), "line 3", "a block has a size, or a size and two gaps");
        assertMalformed(CHAINS.replace("50 10 20", "50 10 x"), "line 3", "x is no coordinate");
        assertMalformed(CHAINS.replace("50 10 20", "0 10 20"), "line 3", "a block of 0 bases cannot be");
        assertMalformed(CHAINS.replace("50 10 20", "50 11 20"), "line 4", "the blocks end at 261 and 220, the chain of line 2 at 260 and 220");
        assertMalformed(CHAINS.replace("50 10 20", "50 1000 20"), "line 3", "the blocks go on after the end of the chain of line 2");
        assertMalformed(CHAINS.replace("b 900", "b 90"), "line 2", "the chain ends after its sequence");
        assertMalformed(CHAINS.substring(0, CHAINS.indexOf("100\n\nchain")), "line 3", "the file ends inside the chain of line 2, it was truncated");
        assertMalformed("x".repeat(1_000_000), "line 0", "the line is longer than");
    }

    private static void assertMalformed(String chains, String place, String reason)
    {
        assertThatThrownBy(() -> read(chains))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageMatching("test.chain at %s: %s.*".formatted(place, reason));
    }

    @Test
    void testMutations()
            throws IOException
    {
        Random random = new Random(11);
        byte[] bytes = CHAINS.getBytes(ISO_8859_1);
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = bytes.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                ChainFile file = ChainFile.read(new MemoryByteSource("test.chain", mutated));
                file.contig("a").ifPresent(chains -> chains.lift(140, 180, 0.5));
            }
            catch (MalformedFileException e) {
                assertThat(e).hasMessageContaining("test.chain");
            }
        }
    }

    @Test
    void testHtsjdk()
            throws IOException
    {
        long seed = 95;
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            String text = randomChains(random);
            Path path = folder.resolve("random.chain");
            Files.writeString(path, text, ISO_8859_1);
            LiftOver expected = new LiftOver(path.toFile());
            expected.setShouldLogFailedIntervalsBelowThreshold(false);
            ChainFile file = read(text);
            int lifted = 0;
            for (int i = 0; i < 2_000; i++) {
                String contig = "s" + random.nextInt(3);
                int start = random.nextInt(20_000);
                int end = start + 1 + (random.nextBoolean() ? 0 : random.nextInt(400));
                double minMatch = random.nextBoolean() ? 0.95 : 0.3;
                Interval target = expected.liftOver(new Interval(contig, start + 1, end), minMatch);
                ContigChains.LiftOver actual = file.contig(contig).orElseThrow().lift(start, end, minMatch);
                if (target == null) {
                    assertThat(actual.lifted()).as("seed %s: %s:%s-%s", seed, contig, start, end).isEmpty();
                    continue;
                }
                lifted++;
                Lifted found = actual.lifted().orElseThrow();
                assertThat(new Interval(found.chain().targetContig(), (int) found.start() + 1, (int) found.end(), found.chain().isReverse(), null))
                        .as("seed %s: %s:%s-%s", seed, contig, start, end)
                        .isEqualTo(target);
                assertThat(found.chain().isReverse()).isEqualTo(target.isNegativeStrand());
            }
            assertThat(lifted).isGreaterThan(100);
        }
    }

    /**
     * Chains that overlap, lie in one another, and leave places out.
     */
    private static String randomChains(Random random)
    {
        StringBuilder text = new StringBuilder();
        for (int id = 0; id < 60; id++) {
            int blocks = 1 + random.nextInt(12);
            StringBuilder body = new StringBuilder();
            int source = 0;
            int target = 0;
            for (int block = 1; block <= blocks; block++) {
                int size = 1 + random.nextInt(300);
                source += size;
                target += size;
                body.append(size);
                if (block < blocks) {
                    int sourceGap = random.nextInt(3) * random.nextInt(20);
                    int targetGap = random.nextInt(3) * random.nextInt(20);
                    source += sourceGap;
                    target += targetGap;
                    body.append('\t').append(sourceGap).append('\t').append(targetGap);
                }
                body.append('\n');
            }
            int contig = id < 3 ? id : random.nextInt(3);
            int sourceStart = random.nextInt(16_000);
            int targetStart = random.nextInt(16_000);
            text.append("chain %s s%s 20000 + %s %s t%s 20000 %s %s %s %s\n".formatted(
                    1000 - id, contig, sourceStart, sourceStart + source, random.nextInt(4), random.nextBoolean() ? '+' : '-', targetStart, targetStart + target, id + 1));
            text.append(body).append('\n');
        }
        return text.toString();
    }
}
