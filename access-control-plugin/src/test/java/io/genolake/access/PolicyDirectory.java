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

import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.decision.PolicyTester;
import io.genolake.access.passport.PassportAttributesFactory;
import io.genolake.access.policy.Policy;
import io.genolake.access.policy.PolicyLoader;
import io.genolake.access.subject.Subject;
import io.genolake.access.subject.SubjectRequest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy directory that a test writes.
 */
public final class PolicyDirectory
{
    public static final Set<String> GENOMICS = Set.of("genomics");
    public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Path directory;

    public PolicyDirectory(Path directory)
    {
        this.directory = directory;
    }

    public PolicyDirectory write(String file, String text)
    {
        try {
            Files.writeString(directory.resolve(file), text);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public Path path()
    {
        return directory;
    }

    public Policy load()
    {
        return new PolicyLoader(directory, GENOMICS, List.of(new PassportAttributesFactory()), name -> Optional.ofNullable(Map.of("TEST_KEY", "0123456789abcdef0123456789abcdef").get(name))).load();
    }

    public DecisionEngine engine()
    {
        DecisionEngine engine = new DecisionEngine(load(), GENOMICS);
        new PolicyTester(engine).run(NOW);
        return engine;
    }

    public static Subject subject(Policy policy, String user, String... groups)
    {
        return policy.subjects().subject(new SubjectRequest(user, Set.of(groups), Map.of(), NOW));
    }
}
