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
package io.genolake.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.airlift.json.JsonCodec;
import io.airlift.json.JsonCodecFactory;
import io.airlift.json.JsonMapperProvider;
import io.airlift.slice.Slices;
import io.genolake.connector.lake.FileFormat;
import io.genolake.connector.lake.LakeFile;
import io.genolake.connector.lake.ProjectVersion;
import io.genolake.connector.lake.StoredFile;
import io.genolake.connector.predicate.FileCondition;
import io.genolake.connector.predicate.GenomicRange;
import io.genolake.connector.snapshot.FileChange;
import io.genolake.connector.snapshot.HeaderSummary;
import io.genolake.connector.snapshot.SnapshotDiffHandle;
import io.genolake.connector.snapshot.SnapshotFile;
import io.genolake.connector.split.AboutSplit;
import io.genolake.connector.split.RecordSplit;
import io.genolake.connector.split.ScanRange;
import io.genolake.connector.split.ScanRange.IndexedChunk;
import io.genolake.connector.split.SnapshotDiffSplit;
import io.genolake.connector.table.ColumnSource;
import io.genolake.connector.table.GenomicsTable;
import io.genolake.formats.io.Compression;
import io.trino.block.BlockJsonSerde;
import io.trino.plugin.base.TypeDeserializer;
import io.trino.spi.SplitWeight;
import io.trino.spi.block.Block;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.Variable;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import static io.trino.metadata.InternalBlockEncodingSerde.TESTING_BLOCK_ENCODING_SERDE;
import static io.trino.spi.expression.StandardFunctions.LIKE_FUNCTION_NAME;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static io.trino.type.InternalTypeManager.TESTING_TYPE_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever goes to a worker comes there as it was.
 */
final class TestGenomicsHandles
{
    private static final JsonCodecFactory CODECS = codecs();

    private static final GenomicsColumnHandle CHROM = column(ColumnSource.CHROM);
    private static final GenomicsColumnHandle POS = column(ColumnSource.POS);
    private static final GenomicsColumnHandle PATH = column(ColumnSource.PATH);
    private static final GenomicsColumnHandle INFO = new GenomicsColumnHandle(
            "info",
            ColumnSource.INFO,
            ImmutableList.of("AF", "af", "1000G"),
            RowType.rowType(RowType.field("AF", new ArrayType(DOUBLE)), RowType.field("af_2", BIGINT), RowType.field("1000G", BOOLEAN)),
            false);
    private static final FileCondition CONDITION = new FileCondition(
            new Call(BOOLEAN, LIKE_FUNCTION_NAME, ImmutableList.of(new Variable("path", VARCHAR), new Constant(Slices.utf8Slice("%tumor%"), VARCHAR))),
            ImmutableMap.of("path", PATH));
    private static final LakeFile FILE = new LakeFile(
            new StoredFile("s3://lake/p/S1/a b.vcf.gz", 1234, 1_700_000_000_123L),
            FileFormat.VCF,
            Optional.of(new StoredFile("s3://lake/p/S1/a b.vcf.gz.tbi", 12, 1_700_000_000_124L)),
            ImmutableMap.of("sample_id", "S1"),
            false,
            false,
            Optional.of("0a1b"));

    @Test
    void testColumnHandles()
    {
        assertRoundTrip(GenomicsColumnHandle.class, INFO);
        for (ColumnSource source : ColumnSource.values()) {
            assertRoundTrip(GenomicsColumnHandle.class, column(source));
        }
    }

    @Test
    void testTableHandles()
    {
        assertRoundTrip(GenomicsTableHandle.class, new GenomicsTableHandle("project", GenomicsTable.ALIGNMENTS));
        assertRoundTrip(GenomicsTableHandle.class, new GenomicsTableHandle(
                "project",
                GenomicsTable.VARIANTS,
                Optional.of(new ProjectVersion("v1", "abc")),
                TupleDomain.withColumnDomains(ImmutableMap.of(
                        CHROM, Domain.multipleValues(VARCHAR, ImmutableList.of(Slices.utf8Slice("chr1"), Slices.utf8Slice("chrX"))),
                        POS, Domain.create(ValueSet.ofRanges(Range.range(BIGINT, 5L, true, 7L, false), Range.greaterThan(BIGINT, 100L)), true))),
                ImmutableList.of(CONDITION),
                Optional.of(ImmutableList.of(
                        new GenomicRange(Optional.of("chr1"), 5, 7),
                        new GenomicRange(Optional.empty(), 1, Long.MAX_VALUE))),
                OptionalLong.of(10),
                Optional.of(ImmutableSet.of(CHROM, INFO))));
        assertRoundTrip(GenomicsTableHandle.class, new GenomicsTableHandle("project", GenomicsTable.VARIANTS)
                .withConstraint(TupleDomain.none(), ImmutableList.of(), Optional.empty()));
    }

    @Test
    void testFileCondition()
    {
        assertRoundTrip(FileCondition.class, CONDITION);
    }

    @Test
    void testSplits()
    {
        RecordSplit split = new RecordSplit(
                FILE,
                ImmutableList.of(
                        ScanRange.bytes(0, Long.MAX_VALUE),
                        ScanRange.records(1L << 50, -1),
                        ScanRange.chunk(5, 6, new IndexedChunk("chr1", 1, 1L << 34, 77))),
                SplitWeight.fromProportion(0.25));
        assertRoundTrip(RecordSplit.class, split);
        assertThat(split.getRetainedSizeInBytes()).isGreaterThan(FILE.location().length());
        assertThat(split.isRemotelyAccessible()).isTrue();

        AboutSplit about = new AboutSplit(ImmutableList.of(FILE));
        assertRoundTrip(AboutSplit.class, about);
        assertThat(about.getRetainedSizeInBytes()).isGreaterThan(FILE.location().length());
        assertThat(about.isRemotelyAccessible()).isTrue();
    }

    @Test
    void testSnapshotDiff()
    {
        assertRoundTrip(SnapshotDiffHandle.class, new SnapshotDiffHandle("project", "a", Optional.of("b")));
        assertRoundTrip(SnapshotDiffHandle.class, new SnapshotDiffHandle("project", "a", Optional.empty()));
        SnapshotDiffSplit split = new SnapshotDiffSplit(ImmutableList.of(
                new FileChange("s3://lake/p/a.bed", Optional.empty(), Optional.of(new SnapshotFile("a.bed", 5, Instant.ofEpochMilli(1_700_000_000_123L), Optional.empty(), Optional.empty(), Optional.of("abc")))),
                new FileChange(
                        "s3://lake/p/a.vcf.gz",
                        Optional.of(new SnapshotFile(
                                "a.vcf.gz",
                                5,
                                Instant.ofEpochMilli(1_700_000_000_123L),
                                Optional.of("a.vcf.gz.tbi"),
                                Optional.of(new HeaderSummary(Optional.of("def"), Compression.BGZF, 3, 4, Optional.of("GRCh38"))),
                                Optional.empty())),
                        Optional.empty())));
        assertRoundTrip(SnapshotDiffSplit.class, split);
        assertThat(split.getRetainedSizeInBytes()).isPositive();
    }

    @Test
    void testTableHandleIsShownShort()
    {
        GenomicsTableHandle table = new GenomicsTableHandle("project", GenomicsTable.VARIANTS);
        assertThat(table).hasToString("project.variants");
        assertThat(table.withConstraint(TupleDomain.withColumnDomains(ImmutableMap.of(CHROM, Domain.singleValue(VARCHAR, Slices.utf8Slice("chr1")))), ImmutableList.of(), Optional.empty()).withLimit(5))
                .asString()
                .startsWith("project.variants constraint=chrom ")
                .contains("chr1")
                .endsWith(" limit=5");
        assertThat(new GenomicsTableHandle("project", GenomicsTable.VARIANTS, Optional.of(new ProjectVersion("v1", "abc")))).hasToString("project.variants version=v1");
    }

    private static GenomicsColumnHandle column(ColumnSource source)
    {
        return new GenomicsColumnHandle(source.columnName(), source, ImmutableList.of(), source.type(), source.isHidden());
    }

    private static <T> void assertRoundTrip(Class<T> type, T value)
    {
        JsonCodec<T> codec = CODECS.jsonCodec(type);
        assertThat(codec.fromJson(codec.toJson(value))).isEqualTo(value);
    }

    private static JsonCodecFactory codecs()
    {
        JsonMapperProvider provider = new JsonMapperProvider()
                .withJsonSerializers(ImmutableMap.of(Block.class, new BlockJsonSerde.Serializer(TESTING_BLOCK_ENCODING_SERDE)))
                .withJsonDeserializers(ImmutableMap.of(
                        Type.class, new TypeDeserializer(TESTING_TYPE_MANAGER),
                        Block.class, new BlockJsonSerde.Deserializer(TESTING_BLOCK_ENCODING_SERDE)));
        return new JsonCodecFactory(provider.get());
    }
}
