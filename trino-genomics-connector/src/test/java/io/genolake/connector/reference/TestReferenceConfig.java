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
import io.airlift.units.DataSize;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static io.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static io.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static io.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static io.airlift.units.DataSize.Unit.MEGABYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestReferenceConfig
{
    @Test
    void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(ReferenceConfig.class)
                .setCacheSize(DataSize.of(64, MEGABYTE)));
    }

    @Test
    void testExplicitPropertyMappings()
    {
        Map<String, String> properties = ImmutableMap.of("genomics.reference-cache-size", "1GB");

        ReferenceConfig expected = new ReferenceConfig()
                .setCacheSize(DataSize.of(1024, MEGABYTE));

        assertFullMapping(properties, expected);
    }

    @Test
    void testLocations()
    {
        Map<String, String> properties = ImmutableMap.of(
                "genomics.lake", "local:///",
                "genomics.reference-cache-size", "1GB",
                "genomics.reference.hg38", "s3://bucket/hg38.fa",
                "genomics.reference.GRCh37.p13", " local:///b37.fa.gz ",
                "genomics.chain.hg19_to_hg38", "local:///over.chain.gz");
        assertThat(ReferenceLocations.fromProperties(properties)).isEqualTo(new ReferenceLocations(
                ImmutableMap.of("hg38", "s3://bucket/hg38.fa", "GRCh37.p13", "local:///b37.fa.gz"),
                ImmutableMap.of("hg19_to_hg38", "local:///over.chain.gz")));
        assertThat(ReferenceLocations.otherProperties(properties)).isEqualTo(ImmutableMap.of(
                "genomics.lake", "local:///",
                "genomics.reference-cache-size", "1GB"));
        assertThatThrownBy(() -> ReferenceLocations.fromProperties(ImmutableMap.of("genomics.reference.", "local:///a.fa")))
                .hasMessage("The property genomics.reference. has no name after its last dot");
        assertThatThrownBy(() -> ReferenceLocations.fromProperties(ImmutableMap.of("genomics.chain.a", " ")))
                .hasMessage("The property genomics.chain.a has no location");
    }
}
