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
package io.genolake.connector.lake;

import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestLakeLayout
{
    @Test
    void testDefault()
    {
        LakeLayout layout = new LakeLayout("{schema}/**");
        assertThat(layout.schemaParent()).isEmpty();
        assertThat(layout.columns()).isEmpty();
        assertThat(layout.match("a.vcf")).contains(Map.of());
        assertThat(layout.match("deep/down/a.vcf")).contains(Map.of());
    }

    @Test
    void testNamedSegments()
    {
        LakeLayout layout = new LakeLayout("projects/2026/{schema}/{sample_id}/*/{assay}/**");
        assertThat(layout.schemaParent()).isEqualTo("projects/2026");
        assertThat(layout.columns()).containsExactly("sample_id", "assay");
        assertThat(layout.match("S1/run7/wgs/a.bam")).contains(Map.of("sample_id", "S1", "assay", "wgs"));
        assertThat(layout.match("S1/run7/wgs/deep/a.bam")).contains(Map.of("sample_id", "S1", "assay", "wgs"));
    }

    @Test
    void testFileAboveNamedSegmentHasNoValue()
    {
        LakeLayout layout = new LakeLayout("{schema}/{sample_id}/{assay}/**");
        assertThat(layout.match("cohort.vcf")).contains(Map.of());
        assertThat(layout.match("S1/a.vcf")).contains(Map.of("sample_id", "S1"));
    }

    @Test
    void testLiteralSegments()
    {
        LakeLayout layout = new LakeLayout("{schema}/vcf/{sample_id}/**");
        assertThat(layout.match("vcf/S1/a.vcf")).contains(Map.of("sample_id", "S1"));
        assertThat(layout.match("bam/S1/a.bam")).isEmpty();
        assertThat(layout.match("a.vcf")).isEmpty();
    }

    @Test
    void testMalformed()
    {
        assertMalformed("projects/**", "genomics.layout has no {schema} segment: projects/**");
        assertMalformed("*/{schema}/**", "genomics.layout has a pattern before {schema}: */{schema}/**");
        assertMalformed("{schema}", "genomics.layout must end with /**: {schema}");
        assertMalformed("{schema}/{sample_id}", "genomics.layout must end with /**: {schema}/{sample_id}");
        assertMalformed("{schema}/**/x/**", "genomics.layout has ** before its end: {schema}/**/x/**");
        assertMalformed("{schema}/{Sample}/**", "genomics.layout has a segment that is no {lower_case_name}: {Sample}");
        assertMalformed("{schema}/s{id}/**", "genomics.layout has a segment that is no {lower_case_name}: s{id}");
        assertMalformed("{schema}/{a}/{a}/**", "genomics.layout names a segment twice: {schema}/{a}/{a}/**");
    }

    private static void assertMalformed(String template, String message)
    {
        assertThatThrownBy(() -> new LakeLayout(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
