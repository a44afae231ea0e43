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
package io.genolake.access.decision;

import com.google.common.collect.ImmutableMap;
import io.genolake.access.policy.MaskKind;
import io.genolake.access.policy.Policy;
import io.genolake.access.policy.PolicyException;
import io.genolake.access.policy.PolicyLoader;
import io.genolake.access.policy.PolicyTest;
import io.genolake.access.policy.PolicyTest.Expectation;
import io.genolake.access.policy.TypeGroup;
import io.genolake.access.policy.Verb;
import io.genolake.access.subject.PurposeRule;
import io.genolake.access.subject.Subject;
import io.genolake.access.subject.SubjectRequest;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static java.util.Objects.requireNonNull;

/**
 * Runs the tests that a policy brings.
 */
public final class PolicyTester
{
    private final DecisionEngine engine;

    public PolicyTester(DecisionEngine engine)
    {
        this.engine = requireNonNull(engine, "engine is null");
    }

    /**
     * @throws PolicyException at the first test that fails
     */
    public void run(Instant now)
    {
        for (PolicyTest test : engine.policy().tests()) {
            failure(test, now).ifPresent(reason -> {
                throw new PolicyException(
                        PolicyLoader.POLICY_FILE,
                        test.line(),
                        "the test of '%s' on %s fails: %s".formatted(test.user(), test.table(), reason),
                        "Mend the rule or the test; './genolake policy explain' shows what rules decide");
            });
        }
    }

    private Optional<String> failure(PolicyTest test, Instant now)
    {
        TableDecision decision = engine.decide(subject(engine.policy(), test, now), test.table());
        Expectation expectation = test.expectation();
        boolean allowed = decision.allows(Verb.SELECT);
        if (allowed != expectation.allowed()) {
            return Optional.of(allowed ? "it is allowed" : "it is denied (%s)".formatted(String.join("; ", decision.reasons())));
        }
        if (expectation.allRows().isPresent()) {
            boolean all = expectation.allRows().orElseThrow();
            if (all ? !decision.rows().isAll() : !decision.rows().isNone()) {
                return Optional.of("the rows are %s".formatted(decision.rows().ids()));
            }
        }
        if (expectation.rows().isPresent() && !decision.rows().ids().equals(expectation.rows().orElseThrow())) {
            return Optional.of("the rows are %s".formatted(decision.rows().isAll() ? "all" : decision.rows().ids()));
        }
        if (expectation.masks().isPresent()) {
            Map<String, MaskKind> masks = masks(decision, test);
            if (!masks.equals(expectation.masks().orElseThrow())) {
                return Optional.of("the masks are %s".formatted(masks));
            }
        }
        return Optional.empty();
    }

    private Map<String, MaskKind> masks(TableDecision decision, PolicyTest test)
    {
        Map<String, MaskKind> masks = new TreeMap<>();
        for (String column : engine.namedColumns(test.table())) {
            MaskKind mask = decision.column(column, TypeGroup.STRING).mask();
            if (mask != MaskKind.NONE) {
                masks.put(column, mask);
            }
        }
        // A column that only the test names
        test.expectation().masks().orElse(ImmutableMap.of()).keySet().forEach(column -> {
            MaskKind mask = decision.column(column, TypeGroup.STRING).mask();
            if (mask != MaskKind.NONE) {
                masks.put(column, mask);
            }
        });
        return masks;
    }

    private static Subject subject(Policy policy, PolicyTest test, Instant now)
    {
        Map<String, String> credentials = test.purpose()
                .flatMap(purpose -> policy.subjects().purpose()
                        .map(PurposeRule::credential)
                        .map(credential -> Map.of(credential, purpose)))
                .orElse(ImmutableMap.of());
        return policy.subjects().subject(new SubjectRequest(test.user(), test.groups(), credentials, test.at().orElse(now)));
    }
}
