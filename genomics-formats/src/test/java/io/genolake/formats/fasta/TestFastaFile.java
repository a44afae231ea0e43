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
package io.genolake.formats.fasta;

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.MalformedFileException.Scope;
import io.genolake.formats.bgzf.BgzfWriter;
import io.genolake.formats.io.ByteSource;
import io.genolake.formats.io.MemoryByteSource;
import io.genolake.formats.io.SharedData;
import io.genolake.formats.io.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestFastaFile
{
    private static final String FASTA = ">c1 first\nACGTN\nacgtR\nAC\n\n>c2\nGGGGG\n>empty\n>c3\nTTTTT\nT";
    private static final String INDEX = "c1\t12\t10\t5\t6\nc2\t5\t30\t5\t6\nempty\t0\t43\t0\t0\nc3\t6\t47\t5\t6\n";

    @TempDir
    private Path folder;

    private record Opener(String location, byte[] bytes)
            implements SourceOpener
    {
        @Override
        public ByteSource open()
                throws IOException
        {
            if (bytes == null) {
                throw new FileNotFoundException(location);
            }
            return new MemoryByteSource(location, bytes);
        }
    }

    private static FastaFile open(byte[] fasta, byte[] index, byte[] blocks)
            throws IOException
    {
        return FastaFile.open(new Opener("ref.fa", fasta), new Opener("ref.fa.fai", index), new Opener("ref.fa.gzi", blocks), new PageCache(1 << 22));
    }

    private static FastaFile open(String fasta, String index)
            throws IOException
    {
        return open(fasta.getBytes(ISO_8859_1), index.getBytes(ISO_8859_1), null);
    }

    private static String bases(FastaFile file, String contig)
    {
        FastaCursor cursor = file.cursor(file.contig(contig).orElseThrow());
        byte[] bases = new byte[(int) cursor.length()];
        cursor.copy(1, cursor.length(), bases, 0);
        for (int position = 1; position <= bases.length; position++) {
            assertThat(cursor.base(position)).isEqualTo(bases[position - 1]);
        }
        return new String(bases, ISO_8859_1);
    }

    @Test
    void testPlain()
            throws IOException
    {
        FastaFile file = open(FASTA, INDEX);
        assertThat(file.contigs()).extracting(FastaContig::name).containsExactly("c1", "c2", "empty", "c3");
        assertThat(bases(file, "c1")).isEqualTo("ACGTNacgtRAC");
        assertThat(bases(file, "c2")).isEqualTo("GGGGG");
        assertThat(bases(file, "empty")).isEmpty();
        assertThat(bases(file, "c3")).isEqualTo("TTTTTT");
        assertThat(file.contig("C1")).isEmpty();

        FastaCursor cursor = file.cursor(file.contig("c1").orElseThrow());
        assertThatThrownBy(() -> cursor.base(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> cursor.base(13)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void testCarriageReturns()
            throws IOException
    {
        FastaFile file = open(">c1 first\r\nACGTN\r\nacgtR\r\nAC\r\n", "c1\t12\t11\t5\t7\n");
        assertThat(bases(file, "c1")).isEqualTo("ACGTNacgtRAC");
    }

    /**
     * The example of the refget specification.
     */
    @Test
    void testRefgetDigest()
            throws IOException
    {
        FastaFile file = open(">a\nAC\nGT\n>b\nac\ngt\n", "a\t4\t3\t2\t3\nb\t4\t12\t2\t3\n");
        assertThat(file.refgetDigest(file.contig("a").orElseThrow())).isEqualTo("SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2");
        assertThat(file.refgetDigest(file.contig("b").orElseThrow())).isEqualTo("SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2");
    }

    @Test
    void testWrongIndex()
    {
        // another line before the first base
        assertWrongIndex(FASTA.replace("first", "first one"), "INDEX", "there are bases before|is not its header line|no line ends|no base|a line ends");
        assertWrongIndex(FASTA.replace(">c1 first", ">c9 first"), "INDEX", "the line before its first base is not its header line");
        assertWrongIndex(FASTA.replace("ACGTN\nacgtR\n", "ACGT\nNacgtR\n"), "INDEX", "a line ends where bases are expected");
        assertWrongIndex(FASTA.replace("AC\n\n", "ACAC\n"), "INDEX", "it goes on after base 12");
        assertWrongIndex(FASTA.replace("ACGTN\na", "AC?TN\na"), "FILE", "the byte 0x3F is no base");
    }

    private static void assertWrongIndex(String fasta, String scope, String reason)
    {
        assertThatThrownBy(() -> bases(open(fasta, INDEX), "c1"))
                .isInstanceOfSatisfying(MalformedFileException.class, e -> assertThat(e.scope()).isEqualTo(Scope.valueOf(scope)))
                .hasMessageMatching("(?s).*(%s).*".formatted(reason));
    }

    @Test
    void testMalformedIndex()
    {
        assertMalformed("c1\t12\t10\t5\n", "there are fewer than five fields");
        assertMalformed("c1\t12\t10\t5\t6\t20\n", "there are more than five fields");
        assertMalformed("c1\t-2\t10\t5\t6\n", "field 2 is not a length or offset");
        assertMalformed("c1\t12\t10\t5\t5\n", "lines of 5 bases in 5 bytes cannot be");
        assertMalformed("c1\t12\t10\t0\t1\n", "lines of 0 bases in 1 bytes cannot be");
        assertMalformed("c1\t12\t10\t5\t600\n", "lines of 5 bases in 600 bytes cannot be");
        assertMalformed("c1\t12\t10\t5\t6\nc1\t5\t30\t5\t6\n", "the name c1 is there twice");
        assertMalformed("c1\t12\t10\t5\t6\nc2\t5\t20\t5\t6\n", "the sequences c1 and c2 overlap");
        assertMalformed("c1\t1200\t10\t5\t6\n", "the bases end at offset 54, those of the index at 1449: the file was truncated");
        assertThatThrownBy(() -> open(FASTA.getBytes(ISO_8859_1), null, null))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("ref.fa.fai: there is no such file, which ref.fa needs to be read. Make it with: samtools faidx");
    }

    private static void assertMalformed(String index, String reason)
    {
        assertThatThrownBy(() -> open(FASTA, index))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void testCompressed()
            throws IOException
    {
        byte[] fasta = FASTA.getBytes(ISO_8859_1);
        byte[] compressed = bgzip(fasta, 7);
        byte[] blocks = gzi(compressed);
        byte[] index = INDEX.getBytes(ISO_8859_1);
        FastaFile file = open(compressed, index, blocks);
        assertThat(bases(file, "c1")).isEqualTo("ACGTNacgtRAC");
        assertThat(bases(file, "c3")).isEqualTo("TTTTTT");

        assertThatThrownBy(() -> open(compressed, index, null)).hasMessageContaining("ref.fa.gzi: there is no such file");
        assertThatThrownBy(() -> open(compressed, index, Arrays.copyOf(blocks, blocks.length - 1))).hasMessageContaining("the index was truncated");
        assertThatThrownBy(() -> open(Arrays.copyOf(compressed, compressed.length - 28), index, blocks)).hasMessageContaining("end-of-file block is missing");
        assertThatThrownBy(() -> bases(open(compressed, index, gzi(bgzip(fasta, 8))), "c3")).isInstanceOf(MalformedFileException.class);
        // an index that has no blocks where there are many
        assertThatThrownBy(() -> bases(open(bgzip(">c1\n%s\n".formatted("A".repeat(200_000)).getBytes(ISO_8859_1), 60_000), "c1\t200000\t4\t200000\t200001\n".getBytes(ISO_8859_1), new byte[8]), "c1"))
                .isInstanceOf(MalformedFileException.class);

        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(gzip)) {
            output.write(fasta);
        }
        assertThatThrownBy(() -> open(gzip.toByteArray(), index, null)).hasMessageContaining("the file is compressed with gzip, by which no place in it can be found");
    }

    private static byte[] bgzip(byte[] bytes, int blockSize)
            throws IOException
    {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (BgzfWriter writer = new BgzfWriter(stored, blockSize, 6)) {
            writer.write(bytes, 0, bytes.length);
        }
        return stored.toByteArray();
    }

    /**
     * The index that bgzip -i would write: where each block but the first and the last, which is empty, begins.
     */
    private static byte[] gzi(byte[] stored)
    {
        List<long[]> entries = new ArrayList<>();
        long decoded = 0;
        int position = 0;
        while (position < stored.length) {
            if (position > 0 && position < stored.length - 28) {
                entries.add(new long[] {position, decoded});
            }
            int size = ((stored[position + 16] & 0xFF) | (stored[position + 17] & 0xFF) << 8) + 1;
            decoded += ByteBuffer.wrap(stored, position + size - 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
            position += size;
        }
        ByteBuffer index = ByteBuffer.allocate(8 + 16 * entries.size()).order(ByteOrder.LITTLE_ENDIAN);
        index.putLong(entries.size());
        entries.forEach(entry -> index.putLong(entry[0]).putLong(entry[1]));
        return index.array();
    }

    /**
     * Whatever a file says, there are the bases of the index or an error, and neither much time nor memory is needed for it.
     */
    @Test
    void testMutations()
            throws IOException
    {
        long seed = 48;
        Random random = new Random(seed);
        byte[] fasta = FASTA.getBytes(ISO_8859_1);
        byte[] compressed = bgzip(fasta, 11);
        byte[][] files = {compressed, INDEX.getBytes(ISO_8859_1), gzi(compressed)};
        for (int i = 0; i < 2_000; i++) {
            byte[][] mutated = {files[0].clone(), files[1].clone(), files[2].clone()};
            byte[] victim = mutated[random.nextInt(3)];
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                victim[random.nextInt(victim.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                FastaFile file = open(mutated[0], mutated[1], mutated[2]);
                for (FastaContig contig : file.contigs()) {
                    if (contig.length() < 1_000) {
                        assertThat(FASTA.replace("\n", "")).as("seed %s, %s", seed, i).contains(bases(file, contig.name()));
                    }
                }
            }
            catch (MalformedFileException | IOException e) {
                assertThat(e).as("seed %s, %s", seed, i).hasMessageContaining("ref.fa");
            }
        }
    }

    @Test
    void testSamtools()
            throws IOException
    {
        Random random = new Random(7);
        StringBuilder fasta = new StringBuilder();
        for (int contig = 1; contig <= 5; contig++) {
            fasta.append(">c").append(contig).append(" made for a test\n");
            int length = 100_000 * contig + random.nextInt(1000);
            for (int i = 1; i <= length; i++) {
                fasta.append("ACGTNacgtnRY".charAt(random.nextInt(12)));
                if (i % 61 == 0 || i == length) {
                    fasta.append('\n');
                }
            }
        }
        Files.writeString(folder.resolve("ref.fa"), fasta, ISO_8859_1);
        Tools.run(folder, "samtools", "faidx", "ref.fa");
        Tools.run(folder, "bgzip", "-k", "ref.fa");
        Tools.run(folder, "samtools", "faidx", "ref.fa.gz");
        FastaFile plain = openFiles(folder.resolve("ref.fa"));
        FastaFile compressed = openFiles(folder.resolve("ref.fa.gz"));
        for (int i = 0; i < 20; i++) {
            FastaContig contig = plain.contigs().get(random.nextInt(5));
            int start = 1 + random.nextInt((int) contig.length() - 1);
            int end = (int) Math.min(contig.length(), start + random.nextInt(300_000));
            String expected = Tools.run(folder, "samtools", "faidx", "ref.fa", "%s:%s-%s".formatted(contig.name(), start, end)).replaceAll(">.*\n|\n", "");
            for (FastaFile file : List.of(plain, compressed)) {
                byte[] bases = new byte[end - start + 1];
                file.cursor(file.contig(contig.name()).orElseThrow()).copy(start, end, bases, 0);
                assertThat(new String(bases, ISO_8859_1).equals(expected)).isTrue();
            }
        }
    }

    private static FastaFile openFiles(Path fasta)
            throws IOException
    {
        Path blocks = fasta.resolveSibling(fasta.getFileName() + ".gzi");
        return open(
                Files.readAllBytes(fasta),
                Files.readAllBytes(fasta.resolveSibling(fasta.getFileName() + ".fai")),
                Files.exists(blocks) ? Files.readAllBytes(blocks) : null);
    }

    @Test
    void testRealFiles()
            throws IOException
    {
        for (String name : List.of("chr1_10MB.fasta.gz", "ucsc.hg19.chr20.unittest.fasta.gz")) {
            Path path = SharedData.file("ref/" + name);
            FastaFile file = openFiles(path);
            FastaContig contig = file.contigs().getFirst();
            String bases = Tools.run(folder, "samtools", "faidx", path.toString(), contig.name()).replaceAll(">.*\n|\n", "");
            byte[] ours = new byte[(int) contig.length()];
            file.cursor(contig).copy(1, contig.length(), ours, 0);
            assertThat(Arrays.equals(ours, bases.getBytes(ISO_8859_1))).isTrue();
            FastaFile again = open(">%s\n%s\n".formatted(contig.name(), bases.toUpperCase(Locale.ENGLISH)), "%s\t%s\t%s\t%s\t%s\n".formatted(contig.name(), bases.length(), contig.name().length() + 2, bases.length(), bases.length() + 1));
            assertThat(file.refgetDigest(contig)).isEqualTo(again.refgetDigest(again.contigs().getFirst()));
        }
    }

    /**
     * Threads share a file whose pages do not all find room.
     */
    @Test
    void testThreads()
            throws Exception
    {
        Random random = new Random(3);
        byte[] bases = new byte[3_000_000];
        for (int i = 0; i < bases.length; i++) {
            bases[i] = (byte) "ACGT".charAt(random.nextInt(4));
        }
        byte[] fasta = ">c\n%s\n".formatted(new String(bases, ISO_8859_1)).getBytes(ISO_8859_1);
        PageCache pages = new PageCache(1 << 20);
        FastaFile file = FastaFile.open(
                new Opener("ref.fa", fasta),
                new Opener("ref.fa.fai", "c\t3000000\t3\t3000000\t3000001\n".getBytes(ISO_8859_1)),
                new Opener("ref.fa.gzi", null),
                pages);
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int task = 0; task < 8; task++) {
                Random positions = new Random(task);
                tasks.add(() -> {
                    FastaCursor cursor = file.cursor(file.contigs().getFirst());
                    for (int i = 0; i < 5_000; i++) {
                        int position = 1 + positions.nextInt(bases.length);
                        if (cursor.base(position) != bases[position - 1]) {
                            return false;
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> result : executor.invokeAll(tasks)) {
                assertThat(result.get()).isTrue();
            }
        }
        assertThat(pages.size()).isLessThanOrEqualTo(1 << 20);
    }
}
