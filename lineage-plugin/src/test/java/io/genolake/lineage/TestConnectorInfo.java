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
package io.genolake.lineage;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

final class TestConnectorInfo
{
    private static final long NO_LIMIT = Long.MAX_VALUE;

    @Test
    void testRecord()
    {
        ConnectorInfo info = ConnectorInfo.of(new Info("v1", ImmutableList.of("a.vcf", "b.vcf"), Optional.of("x"), Instant.EPOCH), NO_LIMIT);
        assertThat(info.version()).contains("v1");
        assertThat(info.json()).hasToString("{\"version\":\"v1\",\"files\":[\"a.vcf\",\"b.vcf\"],\"digest\":\"x\",\"time\":\"1970-01-01T00:00:00Z\"}");
    }

    @Test
    void testVersion()
    {
        // Iceberg's
        assertThat(ConnectorInfo.of(new SnapshotInfo(OptionalLong.of(42), false), NO_LIMIT).version()).contains("42");
        assertThat(ConnectorInfo.of(new SnapshotInfo(OptionalLong.empty(), false), NO_LIMIT).version()).isEmpty();
        assertThat(ConnectorInfo.of(ImmutableMap.of("snapshot", "s", "version", ImmutableMap.of("name", "v")), NO_LIMIT).version()).contains("s");
        assertThat(ConnectorInfo.of(ImmutableMap.of("version", Optional.empty(), "filesDigest", "d"), NO_LIMIT).version()).contains("d");
        assertThat(ConnectorInfo.of("text", NO_LIMIT)).satisfies(info -> {
            assertThat(info.version()).isEmpty();
            assertThat(info.json()).hasToString("\"text\"");
        });
        assertThat(ConnectorInfo.of(new Object(), NO_LIMIT).json()).hasToString("{}");
    }

    @Test
    void testTooLong()
    {
        Info info = new Info("v1", Collections.nCopies(1000, "a.vcf"), Optional.of("x"), Instant.EPOCH);
        ConnectorInfo shortened = ConnectorInfo.of(info, 1000);
        assertThat(shortened.version()).contains("v1");
        assertThat(shortened.json()).hasToString("{\"version\":\"v1\",\"files\":{\"omitted\":true,\"elements\":\"1000\"},\"digest\":\"x\",\"time\":\"1970-01-01T00:00:00Z\"}");

        ConnectorInfo omitted = ConnectorInfo.of(info, 10);
        assertThat(omitted.version()).contains("v1");
        assertThat(omitted.json().toString()).matches("\\{\"omitted\":true,\"sha256\":\"[0-9a-f]{64}\"}");
        assertThat(ConnectorInfo.of(Collections.nCopies(100, "a"), 10).json().toString()).contains("sha256");
    }

    @Test
    void testNoJsonForm()
    {
        ConnectorInfo info = ConnectorInfo.of(new Unfit(), NO_LIMIT);
        assertThat(info.version()).isEmpty();
        assertThat(info.json().toString()).contains("no JSON form", "Unfit").doesNotContain("hush");
    }

    public record Info(String version, List<String> files, Optional<String> digest, Instant time) {}

    public record SnapshotInfo(OptionalLong snapshotId, boolean partitioned) {}

    public static final class Unfit
    {
        public Map<String, String> getValue()
        {
            throw new IllegalStateException("hush");
        }
    }
}
