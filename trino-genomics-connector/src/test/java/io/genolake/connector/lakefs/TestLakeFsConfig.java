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
package io.genolake.connector.lakefs;

import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Map;

import static io.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static io.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static io.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static java.util.concurrent.TimeUnit.SECONDS;

final class TestLakeFsConfig
{
    @Test
    void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(LakeFsConfig.class)
                .setEndpoint(null)
                .setRepository(null)
                .setAccessKey(null)
                .setSecretKey(null)
                .setDefaultRef("main")
                .setRequestTimeout(new Duration(10, SECONDS)));
    }

    @Test
    void testExplicitPropertyMappings()
    {
        Map<String, String> properties = ImmutableMap.<String, String>builder()
                .put("genomics.lakefs.endpoint", "https://lakefs.example.org")
                .put("genomics.lakefs.repository", "cohort")
                .put("genomics.lakefs.access-key", "key")
                .put("genomics.lakefs.secret-key", "secret")
                .put("genomics.lakefs.default-ref", "release")
                .put("genomics.lakefs.request-timeout", "3s")
                .buildOrThrow();

        LakeFsConfig expected = new LakeFsConfig()
                .setEndpoint(URI.create("https://lakefs.example.org"))
                .setRepository("cohort")
                .setAccessKey("key")
                .setSecretKey("secret")
                .setDefaultRef("release")
                .setRequestTimeout(new Duration(3, SECONDS));

        assertFullMapping(properties, expected);
    }
}
