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
package io.genolake.access;

import com.google.common.collect.ImmutableMap;
import io.trino.plugin.base.security.testing.TestingSystemAccessControlContext;
import io.trino.spi.Plugin;
import io.trino.spi.security.SystemAccessControl;
import io.trino.spi.security.SystemAccessControlFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestGenolakeAccessControlPlugin
{
    @Test
    void testCreateAccessControl(@TempDir Path directory)
    {
        PolicyDirectory policy = new PolicyDirectory(directory).write("policy.yaml", "version: 1\nservice_user: genolake-policy\n");
        Plugin plugin = new GenolakeAccessControlPlugin();
        SystemAccessControlFactory factory = plugin.getSystemAccessControlFactories().iterator().next();
        assertThat(factory.getName()).isEqualTo("genolake");
        SystemAccessControl accessControl = factory.create(
                ImmutableMap.of("genolake.policy-dir", policy.path().toString(), "genolake.audit-dir", directory.resolve("audit").toString()),
                new TestingSystemAccessControlContext());
        assertThat(accessControl.getEventListeners()).hasSize(1);
        accessControl.shutdown();
    }

    @Test
    void testCreateAccessControlWithCollector(@TempDir Path directory)
    {
        PolicyDirectory policy = new PolicyDirectory(directory).write("policy.yaml", "version: 1\nservice_user: genolake-policy\n");
        SystemAccessControlFactory factory = new GenolakeAccessControlPlugin().getSystemAccessControlFactories().iterator().next();
        Map<String, String> properties = ImmutableMap.of(
                "genolake.policy-dir", policy.path().toString(),
                "genolake.audit-dir", directory.resolve("audit").toString(),
                "genolake.audit-retention", "30d",
                "genolake.audit-http-timeout", "1s",
                "genolake.audit-http-uri", "https://collector.example/audit");
        factory.create(properties, new TestingSystemAccessControlContext()).shutdown();
        Map<String, String> open = new HashMap<>(properties);
        open.put("genolake.audit-http-uri", "http://collector.example/audit");
        assertThatThrownBy(() -> factory.create(open, new TestingSystemAccessControlContext())).hasMessageContaining("must be https");
    }
}
