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
package io.genolake.formats.vcf;

import io.genolake.formats.MalformedFileException;
import io.genolake.formats.io.Window;
import io.genolake.formats.text.Bytes;
import io.genolake.formats.text.TabbedBatch;
import io.genolake.formats.text.TabbedReader;
import io.genolake.formats.text.TestFiles;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import static io.genolake.formats.vcf.VcfColumns.ALT;
import static io.genolake.formats.vcf.VcfColumns.FIRST_SAMPLE;
import static io.genolake.formats.vcf.VcfColumns.FORMAT;
import static io.genolake.formats.vcf.VcfColumns.INFO;
import static io.genolake.formats.vcf.VcfColumns.POS;
import static io.genolake.formats.vcf.VcfColumns.QUAL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Damaged files end in records or in a {@link MalformedFileException}, and in nothing else.
 */
@Timeout(60)
class TestVcfMutations
{
    private static final String TEXT = new VcfText()
            .meta("##contig=<ID=1,length=1000,assembly=\"b \\\"37\\\"\">")
            .meta("##FILTER=<ID=q10,Description=\"low, and \\\\ lower\">")
            .info("DP", "1", "Integer")
            .info("AF", "A", "Float")
            .info("DB", "0", "Flag")
            .info("END", "1", "Integer")
            .info("SVLEN", "A", "Integer")
            .format("GT", "1", "String")
            .format("DP", "1", "Integer")
            .format("GL", "G", "Float")
            .format("LEN", "1", "Integer")
            .samples("first", "second", "third", "fourth")
            .record("1 100 rs1 A C 30.5 PASS DP=10;AF=0.5;DB GT 0|1 0/0 1|1 ./.")
            .record("1 101 . ACGT A,<DEL> . q10 DP=10;AF=1e-5,.;SVLEN=.,-50 GT:DP:GL 0|1:5:-1.5,0,inf 0/0 1|1:7 .")
            .record("1 102 . A <*> 1e3 . . GT:LEN 0:5 0:7 0 .:.")
            .record("1 103 x;y A C[2:5[ . . END=150 DP 5 7 9 .")
            .record("1 104 . A . . . . GT 0|0 0|0 0|0 0|0")
            .toString();

    private static final String[] PIECES = {"\t", "\n", "\r\n", ";", "=", ":", ",", "/", "|", ".", "<", ">", "\"", "\\", "-", "\u0000", "9999999999999999999", "##", "#CHROM", "END=", "SVLEN=", "\u00ff", "\t\t\t\t"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void testMutatedText(long seed)
            throws IOException
    {
        Random random = new Random(seed);
        int readable = 0;
        for (int round = 0; round < 1500; round++) {
            StringBuilder text = new StringBuilder(TEXT);
            // sometimes only in the records, as most damage in the header ends all
            int from = random.nextBoolean() ? 0 : TEXT.indexOf("#CHROM");
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                int position = from + random.nextInt(text.length() - from);
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(position, (char) random.nextInt(256));
                    case 1 -> text.insert(position, PIECES[random.nextInt(PIECES.length)]);
                    case 2 -> text.delete(position, Math.min(text.length() - 1, position + 1 + random.nextInt(random.nextInt(10) + 1)));
                    default -> text.setLength(random.nextInt(10) == 0 ? position + 1 : text.length());
                }
                from = Math.min(from, text.length() - 1);
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            byte[] file = random.nextBoolean() ? bytes : TestFiles.bgzf(bytes, 100, 5);
            try {
                readable += read(file, random);
            }
            catch (MalformedFileException e) {
                assertThat(e).hasMessageContaining("test.vcf");
            }
            catch (RuntimeException | Error e) {
                throw new AssertionError("seed %s, round %s:%n%s".formatted(seed, round, text), e);
            }
        }
        assertThat(readable).isGreaterThan(1500);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void testMutatedBlocks(long seed)
            throws IOException
    {
        Random random = new Random(seed);
        byte[] sound = TestFiles.bgzf(TEXT.getBytes(UTF_8), 200, 5);
        int failures = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] file = Arrays.copyOf(sound, random.nextInt(5) == 0 ? 1 + random.nextInt(sound.length) : sound.length);
            for (int i = random.nextInt(4); i >= 0; i--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            try {
                read(file, random);
            }
            catch (MalformedFileException e) {
                failures++;
            }
            catch (RuntimeException | Error e) {
                throw new AssertionError("seed %s, round %s".formatted(seed, round), e);
            }
        }
        // little of a block can change unnoticed
        assertThat(failures).isGreaterThan(900);
    }

    /**
     * Decodes everything, and gives the number of records.
     */
    private static int read(byte[] file, Random random)
            throws IOException
    {
        Window window = TestFiles.window(file);
        VcfHeader header = VcfHeaderReader.read(window);
        header.lines().forEach(VcfHeaderLine::attributes);
        TabbedReader reader = new TabbedReader(window, FIRST_SAMPLE);
        TabbedBatch batch = new TabbedBatch();
        VcfValidator validator = new VcfValidator(header, random.nextBoolean());
        reader.start(window.seek(header.firstRecord()));
        int records = 0;
        while (reader.read(batch, 1 + random.nextInt(3), 1 + random.nextInt(1000)) > 0) {
            for (int record = 0; record < batch.size(); record++) {
                boolean sound = validator.validate(batch, record).isEmpty();
                if (batch.fieldCount(record) >= VcfColumns.FIXED) {
                    decode(batch, record, header, sound);
                }
                records++;
            }
        }
        return records;
    }

    private static void decode(TabbedBatch batch, int record, VcfHeader header, boolean sound)
    {
        byte[] bytes = batch.bytes();
        batch.virtualOffset(record);
        long pos = VcfColumns.pos(bytes, batch.fieldStart(record, POS), batch.fieldEnd(record, POS));
        if (pos != Bytes.MALFORMED_LONG) {
            long end = VcfEnd.endPos(batch, record, pos);
            assertThat(end == Bytes.MALFORMED_LONG || end >= pos).isTrue();
            assertThat(sound && end == Bytes.MALFORMED_LONG).isFalse();
        }
        Bytes.parseDouble(bytes, batch.fieldStart(record, QUAL), batch.fieldEnd(record, QUAL));
        int altCount = VcfColumns.altCount(bytes, batch.fieldStart(record, ALT), batch.fieldEnd(record, ALT));
        InfoScanner info = new InfoScanner(VcfText.keys("DP", "AF", "END", "DB"));
        info.scan(bytes, batch.fieldStart(record, INFO), batch.fieldEnd(record, INFO));
        for (int key = 0; key < info.size(); key++) {
            if (info.hasValue(key)) {
                assertThat(info.valueEnd(key) - info.valueStart(key)).isBetween(0, batch.fieldEnd(record, INFO));
            }
        }
        if (batch.fieldCount(record) <= FORMAT) {
            return;
        }
        FormatScanner format = new FormatScanner(VcfText.keys("GT", "DP"));
        format.scan(bytes, batch.fieldStart(record, FORMAT), batch.fieldEnd(record, FORMAT));
        int start = VcfText.samplesStart(batch, record);
        int samples = header.samples().size();
        CallCounts counts = new CallCounts();
        counts.reset(altCount);
        int counted = counts.count(bytes, start, batch.lineEnd(record), format.index(0), samples);
        int filled = Dosages.fill(bytes, start, batch.lineEnd(record), format.index(0), altCount, samples, new byte[samples], 0);
        assertThat(filled).isEqualTo(counted);
        assertThat(sound && filled != Genotypes.ALL_READ).isFalse();
        SampleScanner scanner = new SampleScanner();
        scanner.start(bytes, start, batch.lineEnd(record));
        while (scanner.next()) {
            scanner.fields(new int[3], new int[3]);
            int field = SampleScanner.fieldStart(bytes, scanner.sampleStart(), scanner.sampleEnd(), 1);
            assertThat(field < 0 || SampleScanner.fieldEnd(bytes, field, scanner.sampleEnd()) <= scanner.sampleEnd()).isTrue();
        }
    }
}
