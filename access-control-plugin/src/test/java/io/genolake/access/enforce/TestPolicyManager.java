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
package io.genolake.access.enforce;

import io.genolake.access.ExamplePolicy;
import io.genolake.access.PolicyDirectory;
import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.policy.PolicyException;
import io.genolake.access.policy.PolicyLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import static io.genolake.access.PolicyDirectory.GENOMICS;
import static io.genolake.access.PolicyDirectory.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestPolicyManager
{
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

    @TempDir
    private Path directory;

    @Test
    void testLastGoodPolicyForABoundedTime()
            throws IOException
    {
        PolicyDirectory policy = ExamplePolicy.write(directory);
        try (PolicyManager manager = manager()) {
            manager.start(Duration.ofDays(1));
            DecisionEngine first = manager.current().orElseThrow();
            manager.refresh();
            assertThat(manager.current()).containsSame(first);

            policy.write("policy.yaml", ExamplePolicy.POLICY.replace("[s1, s4]", "[s1]"));
            manager.refresh();
            assertThat(manager.current()).as("a failing test of the policy").containsSame(first);
            now.set(NOW.plusSeconds(599));
            manager.refresh();
            assertThat(manager.current()).containsSame(first);
            now.set(NOW.plusSeconds(600));
            assertThat(manager.current()).isEmpty();

            policy.write("policy.yaml", ExamplePolicy.POLICY + "\n# mended\n");
            manager.refresh();
            assertThat(manager.current()).isPresent();
            assertThat(manager.current().orElseThrow().policy().digest()).isNotEqualTo(first.policy().digest());

            Files.delete(directory.resolve("subjects.yaml"));
            manager.refresh();
            assertThat(manager.current()).isPresent();
            now.set(NOW.plusSeconds(1200));
            assertThat(manager.current()).isEmpty();
        }
    }

    @Test
    void testServerDoesNotStartWithABadPolicy()
    {
        ExamplePolicy.write(directory).write("policy.yaml", "version: 1\n");
        try (PolicyManager manager = manager()) {
            assertThatThrownBy(() -> manager.start(Duration.ofDays(1)))
                    .isInstanceOf(PolicyException.class)
                    .hasMessage("policy.yaml, line 1: the policy lacks 'service_user'. Add it");
        }
    }

    private PolicyManager manager()
    {
        return new PolicyManager(
                directory,
                () -> new PolicyLoader(directory, GENOMICS, List.of(), _ -> Optional.of("0123456789abcdef")),
                GENOMICS,
                Duration.ofSeconds(600),
                clock());
    }

    private Clock clock()
    {
        return new Clock()
        {
            @Override
            public ZoneOffset getZone()
            {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone)
            {
                return this;
            }

            @Override
            public Instant instant()
            {
                return now.get();
            }
        };
    }
}
