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

import com.google.common.collect.ImmutableMap;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.genolake.connector.GenomicsConfig.HideFileNames;
import io.genolake.connector.GenomicsConfig.MalformedRecords;
import io.genolake.connector.GenomicsConfig.NestedFields;
import io.genolake.connector.GenomicsConfig.UntrustedIndex;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static io.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static io.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static io.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static io.airlift.units.DataSize.Unit.MEGABYTE;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

final class TestGenomicsConfig
{
    @Test
    void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(GenomicsConfig.class)
                .setLake(null)
                .setLayout("{schema}/**")
                .setMaxSplitSize(DataSize.of(32, MEGABYTE))
                .setMalformedRecords(MalformedRecords.FAIL)
                .setMaxRecordSize(DataSize.of(256, MEGABYTE))
                .setMetadataCacheTtl(new Duration(30, SECONDS))
                .setSchemaInferenceMaxFiles(Integer.MAX_VALUE)
                .setNestedFields(NestedFields.ROW)
                .setUntrustedIndex(UntrustedIndex.FAIL)
                .setHideFileNames(HideFileNames.LIMITED_QUERIES)
                .setFileIdKey(null)
                .setDynamicFilteringWaitTimeout(new Duration(20, SECONDS)));
    }

    @Test
    void testExplicitPropertyMappings()
    {
        Map<String, String> properties = ImmutableMap.<String, String>builder()
                .put("genomics.lake", "s3://bucket/lake")
                .put("genomics.layout", "projects/{schema}/{sample_id}/**")
                .put("genomics.max-split-size", "64MB")
                .put("genomics.malformed-records", "SKIP")
                .put("genomics.max-record-size", "16MB")
                .put("genomics.metadata-cache-ttl", "5m")
                .put("genomics.schema-inference-max-files", "100")
                .put("genomics.nested-fields", "FLAT")
                .put("genomics.untrusted-index", "IGNORE")
                .put("genomics.hide-file-names", "NEVER")
                .put("genomics.file-id-key", "0123456789abcdef")
                .put("genomics.dynamic-filtering.wait-timeout", "1m")
                .buildOrThrow();

        GenomicsConfig expected = new GenomicsConfig()
                .setLake("s3://bucket/lake")
                .setLayout("projects/{schema}/{sample_id}/**")
                .setMaxSplitSize(DataSize.of(64, MEGABYTE))
                .setMalformedRecords(MalformedRecords.SKIP)
                .setMaxRecordSize(DataSize.of(16, MEGABYTE))
                .setMetadataCacheTtl(new Duration(5, MINUTES))
                .setSchemaInferenceMaxFiles(100)
                .setNestedFields(NestedFields.FLAT)
                .setUntrustedIndex(UntrustedIndex.IGNORE)
                .setHideFileNames(HideFileNames.NEVER)
                .setFileIdKey("0123456789abcdef")
                .setDynamicFilteringWaitTimeout(new Duration(1, MINUTES));

        assertFullMapping(properties, expected);
    }
}
