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
package io.genolake.functions.read;

import io.airlift.slice.Slice;
import io.genolake.functions.TestingTools;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.TestingBlocks.varchars;
import static io.genolake.functions.TestingTools.sharedFile;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class TestReadFunctionsAgainstSamtools
{
    @Test
    void testFlags()
            throws IOException
    {
        List<Object> command = new ArrayList<>(List.of("samtools", "flags"));
        IntStream.range(0, 4096).forEach(command::add);
        int compared = 0;
        for (String line : TestingTools.run(command.toArray())) {
            String[] columns = line.split("\t", -1);
            int flag = Integer.parseInt(columns[1]);
            assertThat(String.join(",", varchars(SamFlagFunctions.samFlags(flag)))).isEqualTo(columns[2]);
            List<String> names = List.of(columns[2].split(","));
            assertThat(SamFlagFunctions.isPaired(flag)).isEqualTo(names.contains("PAIRED"));
            assertThat(SamFlagFunctions.isProperPair(flag)).isEqualTo(names.contains("PROPER_PAIR"));
            assertThat(SamFlagFunctions.isUnmapped(flag)).isEqualTo(names.contains("UNMAP"));
            assertThat(SamFlagFunctions.isMateUnmapped(flag)).isEqualTo(names.contains("MUNMAP"));
            assertThat(SamFlagFunctions.isReverse(flag)).isEqualTo(names.contains("REVERSE"));
            assertThat(SamFlagFunctions.isMateReverse(flag)).isEqualTo(names.contains("MREVERSE"));
            assertThat(SamFlagFunctions.isRead1(flag)).isEqualTo(names.contains("READ1"));
            assertThat(SamFlagFunctions.isRead2(flag)).isEqualTo(names.contains("READ2"));
            assertThat(SamFlagFunctions.isSecondary(flag)).isEqualTo(names.contains("SECONDARY"));
            assertThat(SamFlagFunctions.isQcFail(flag)).isEqualTo(names.contains("QCFAIL"));
            assertThat(SamFlagFunctions.isDuplicate(flag)).isEqualTo(names.contains("DUP"));
            assertThat(SamFlagFunctions.isSupplementary(flag)).isEqualTo(names.contains("SUPPLEMENTARY"));
            compared++;
        }
        assertThat(compared).isEqualTo(4096);
    }

    @Test
    void testFlagsOutOfRange()
    {
        assertThat(SamFlagFunctions.samFlags(0xF000).getPositionCount()).isZero();
        assertThatThrownBy(() -> SamFlagFunctions.samFlags(65536)).hasMessage("sam_flags: flag 65536 is out of range: a flag has 16 bits");
        assertThatThrownBy(() -> SamFlagFunctions.isDuplicate(-1)).hasMessage("is_duplicate: flag -1 is out of range: a flag has 16 bits");
    }

    /**
     * The expressions of samtools know the reference and query lengths and the soft clips of an alignment.
     */
    @ParameterizedTest
    @ValueSource(strings = {
            "bam/NA12878.multichrom.bam",
            "bam/CEUTrio.HiSeq.WGS.b37.NA12878.20.first.8000.bam",
            "longread/HG002_chr11_119076212_119102218.bam",
            "longread/ont.bam",
            "longread/ecoli_nanopore.bam",
            "longread/cigar-64k.bam",
    })
    void testAlignments(String file)
            throws IOException
    {
        int compared = 0;
        for (String line : TestingTools.run("samtools", "view", sharedFile(file))) {
            String[] columns = line.split("\t");
            Slice cigar = utf8Slice(columns[5]);
            if (!columns[9].equals("*") && !columns[5].equals("*")) {
                assertThat(CigarFunctions.cigarQueryLength(cigar)).isEqualTo(columns[9].length());
            }
            StringBuilder joined = new StringBuilder();
            Block operations = CigarFunctions.cigarOperations(cigar);
            for (int index = 0; index < operations.getPositionCount(); index++) {
                SqlRow operation = CigarFunctions.OPERATION_TYPE.getObject(operations, index);
                joined.append(BIGINT.getLong(operation.getRawFieldBlock(1), operation.getRawIndex()));
                joined.append(VARCHAR.getSlice(operation.getRawFieldBlock(0), operation.getRawIndex()).toStringUtf8());
            }
            assertThat(joined.isEmpty() ? "*" : joined.toString()).isEqualTo(columns[5]);
            if (!columns[10].equals("*")) {
                Block scores = QualityFunctions.qualityScores(utf8Slice(columns[10]));
                assertThat(scores.getPositionCount()).isEqualTo(columns[9].length());
            }
            compared++;
        }
        assertThat(compared).isGreaterThan(2);

        assertSum(file, "rlen", 5, CigarFunctions::cigarReferenceLength);
        assertSum(file, "qlen", 5, CigarFunctions::cigarQueryLength);
        assertSum(file, "sclen", 5, cigar -> {
            SqlRow clips = CigarFunctions.softClips(cigar);
            return BIGINT.getLong(clips.getRawFieldBlock(0), clips.getRawIndex()) + BIGINT.getLong(clips.getRawFieldBlock(1), clips.getRawIndex());
        });
    }

    private interface Length
    {
        long of(Slice value);
    }

    /**
     * The alignments are the same that samtools finds where a length is that of an expression.
     */
    private static void assertSum(String file, String expression, int column, Length length)
            throws IOException
    {
        List<String> all = TestingTools.run("samtools", "view", sharedFile(file));
        long threshold = all.stream().mapToLong(line -> length.of(utf8Slice(line.split("\t")[column]))).sorted().skip(all.size() / 2).findFirst().orElseThrow();
        for (long limit : new long[] {threshold, 1}) {
            List<String> expected = TestingTools.run("samtools", "view", "-e", expression + " >= " + limit, sharedFile(file));
            assertThat(all.stream().filter(line -> length.of(utf8Slice(line.split("\t")[column])) >= limit).toList())
                    .as("%s >= %s", expression, limit)
                    .isEqualTo(expected);
        }
    }

    /**
     * The average of samtools stats is that of all bases of the primary alignments.
     */
    @Test
    void testMeanQuality()
            throws IOException
    {
        double sum = 0;
        long bases = 0;
        for (String line : TestingTools.run("samtools", "view", "-F", "0x900", sharedFile("bam/NA12878.multichrom.bam"))) {
            String qualities = line.split("\t")[10];
            sum += QualityFunctions.meanQuality(utf8Slice(qualities)) * qualities.length();
            bases += qualities.length();
        }
        String average = TestingTools.run("samtools", "stats", sharedFile("bam/NA12878.multichrom.bam")).stream()
        .filter(line -> line.startsWith("SN\taverage quality:"))
        .findFirst().orElseThrow()
        .split("\t")[2];
        assertThat(sum / bases).isCloseTo(Double.parseDouble(average), within(0.0501));
    }

    @Test
    void testClips()
    {
        assertClips("100M", 0, 0);
        assertClips("*", 0, 0);
        assertClips("5S95M", 5, 0);
        assertClips("95M5S", 0, 5);
        assertClips("2H5S90M3S4H", 5, 3);
        // bases inserted at the ends are no clips
        assertClips("5S2I90M2I3S", 5, 3);
        assertClips("2S3S90M1S2S", 5, 3);
        assertThatThrownBy(() -> CigarFunctions.softClips(utf8Slice("5S9"))).hasMessage("soft_clips: '5S9' is not a CIGAR such as 5S95M");
        assertThatThrownBy(() -> CigarFunctions.softClips(utf8Slice(""))).hasMessage("soft_clips: '' is not a CIGAR such as 5S95M");
    }

    private static void assertClips(String cigar, long leading, long trailing)
    {
        SqlRow clips = CigarFunctions.softClips(utf8Slice(cigar));
        assertThat(BIGINT.getLong(clips.getRawFieldBlock(0), clips.getRawIndex())).isEqualTo(leading);
        assertThat(BIGINT.getLong(clips.getRawFieldBlock(1), clips.getRawIndex())).isEqualTo(trailing);
    }

    @Test
    void testQualities()
    {
        assertThat(QualityFunctions.meanQuality(utf8Slice(""))).isNull();
        assertThat(QualityFunctions.meanQuality(utf8Slice("!~"))).isEqualTo(46.5);
        assertThatThrownBy(() -> QualityFunctions.meanQuality(utf8Slice("II I"))).hasMessage("mean_quality: 'II I' has a character that is no quality: 0x20, the number 3");
    }
}
