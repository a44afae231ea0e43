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
package io.genolake.connector.reference;

import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import io.genolake.connector.GenomicsConfig;
import io.genolake.formats.fasta.FastaCursor;
import io.trino.filesystem.local.LocalFileSystemFactory;
import io.trino.spi.TrinoException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_CHANGED;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_FILE_SYSTEM_ERROR;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_MALFORMED_FILE;
import static io.genolake.connector.GenomicsErrorCode.GENOMICS_MALFORMED_INDEX;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestReferences
{
    @TempDir
    private Path folder;

    @BeforeEach
    void write()
            throws IOException
    {
        write("ACGT", 1);
    }

    private void write(String bases, int second)
            throws IOException
    {
        Files.writeString(folder.resolve("a.fa"), ">c\n%s\n".formatted(bases), ISO_8859_1);
        Files.writeString(folder.resolve("a.fa.fai"), "c\t%s\t3\t%s\t%s\n".formatted(bases.length(), bases.length(), bases.length() + 1), ISO_8859_1);
        Files.setLastModifiedTime(folder.resolve("a.fa"), FileTime.from(Instant.ofEpochSecond(1_000_000 + second)));
    }

    private References references(Duration ttl)
    {
        return new References(
                new ReferenceLocations(
                        ImmutableMap.of("a", "local:///a.fa", "away", "local:///away.fa"),
                        ImmutableMap.of("chain", "local:///a.chain")),
                new ReferenceConfig(),
                new GenomicsConfig().setMetadataCacheTtl(ttl),
                new LocalFileSystemFactory(folder));
    }

    @Test
    void testChangedFileIsReadAnew()
            throws IOException
    {
        References references = references(new Duration(0, MILLISECONDS));
        Reference first = references.reference("a");
        assertThat(first.cursor("c").base(1)).isEqualTo((byte) 'A');
        assertThat(references.reference("a")).isSameAs(first);
        references.checkUnchanged(first);

        write("TTTTT", 2);
        Reference second = references.reference("a");
        assertThat(second).isNotSameAs(first);
        assertThat(second.cursor("c").base(1)).isEqualTo((byte) 'T');
        assertThat(second.cursor("c").length()).isEqualTo(5);
        assertError(() -> references.checkUnchanged(first), GENOMICS_FILE_CHANGED.toErrorCode().getName(), "local:///a.fa: the file has changed while the query used it");
    }

    /**
     * A page of another version than that of the index is never given.
     */
    @Test
    void testChangedFileIsNoticedWhenItIsRead()
            throws IOException
    {
        References references = references(new Duration(1, HOURS));
        FastaCursor cursor = references.reference("a").cursor("c");
        write("TTTT", 2);
        assertError(() -> cursor.base(1), GENOMICS_FILE_CHANGED.toErrorCode().getName(), "local:///a.fa: the file has changed since it was listed. Run the query again");
        assertThat(references.reference("a").cursor("c").base(1)).isEqualTo((byte) 'T');
    }

    @Test
    void testErrors()
            throws IOException
    {
        References references = references(new Duration(0, MILLISECONDS));
        assertThat(references.referenceNames()).containsExactly("a", "away");
        assertError(() -> references.reference("b"), "INVALID_FUNCTION_ARGUMENT", "The catalog has no reference 'b', but: a, away");
        assertError(() -> references.chain("b"), "INVALID_FUNCTION_ARGUMENT", "The catalog has no chain 'b', but: chain");
        assertError(() -> references.reference("away"), GENOMICS_FILE_SYSTEM_ERROR.toErrorCode().getName(), "There is no file local:///away.fa, which the property genomics.reference.away names");
        assertError(() -> references.chain("chain"), GENOMICS_FILE_SYSTEM_ERROR.toErrorCode().getName(), "There is no file local:///a.chain, which the property genomics.chain.chain names");

        Files.writeString(folder.resolve("a.chain"), "not a chain\n");
        assertError(() -> references.chain("chain"), GENOMICS_MALFORMED_FILE.toErrorCode().getName(), "local:///a.chain at line 1: this is not the header of a chain");
        Files.delete(folder.resolve("a.fa.fai"));
        assertError(() -> references.reference("a"), GENOMICS_MALFORMED_INDEX.toErrorCode().getName(), "local:///a.fa.fai: there is no such file, which local:///a.fa needs to be read. Make it with: samtools faidx");
        References none = new References(new ReferenceLocations(ImmutableMap.of(), ImmutableMap.of()), new ReferenceConfig(), new GenomicsConfig(), new LocalFileSystemFactory(folder));
        assertError(() -> none.reference("hg38"), "INVALID_FUNCTION_ARGUMENT", "The catalog has no reference 'hg38', nor any other: set the property genomics.reference.hg38 to its location");
    }

    private static void assertError(Runnable action, String code, String message)
    {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(TrinoException.class, e -> assertThat(e.getErrorCode().getName()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
