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
package io.genolake.access.condition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * A compiled expression of a policy. It is a pure function of its variables: no clock, no I/O, a bounded number of steps.
 */
public final class Condition
{
    private final String source;
    private final Set<String> references;
    private final List<Requirement> requirements;
    private final CelRuntime.Program program;

    /**
     * That an attribute of a sample is one of some texts, without which the expression is not true.
     *
     * @param attribute of the sample
     * @param values the texts; empty if they are those of an attribute
     * @param reference the attribute that has the text or the list of texts, such as {@code user.projects}; empty if they are given
     */
    public record Requirement(String attribute, Set<String> values, String reference)
    {
        public Requirement
        {
            requireNonNull(attribute, "attribute is null");
            values = ImmutableSet.copyOf(values);
            requireNonNull(reference, "reference is null");
        }

        /**
         * The texts; empty if the variables do not have them as texts.
         */
        public Optional<Set<String>> values(Map<String, ?> variables)
        {
            if (reference.isEmpty()) {
                return Optional.of(values);
            }
            int dot = reference.indexOf('.');
            Object value = variables.get(dot < 0 ? reference : reference.substring(0, dot));
            if (dot >= 0) {
                value = value instanceof Map<?, ?> map ? map.get(reference.substring(dot + 1)) : null;
            }
            if (value instanceof String text) {
                return Optional.of(ImmutableSet.of(text));
            }
            if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
                return Optional.of(list.stream().map(String.class::cast).collect(toImmutableSet()));
            }
            return Optional.empty();
        }
    }

    Condition(String source, Set<String> references, List<Requirement> requirements, CelRuntime.Program program)
    {
        this.requirements = ImmutableList.copyOf(requireNonNull(requirements, "requirements is null"));
        this.source = requireNonNull(source, "source is null");
        this.references = ImmutableSet.copyOf(references);
        this.program = requireNonNull(program, "program is null");
    }

    public String source()
    {
        return source;
    }

    /**
     * The attributes that the expression names, as {@code user.projects} and {@code purpose}.
     */
    public Set<String> references()
    {
        return references;
    }

    /**
     * What must hold for a sample that the expression is true of: samples can be looked up by it. There may be none.
     */
    public List<Requirement> requirements()
    {
        return requirements;
    }

    /**
     * @throws ConditionException if the expression gives no truth value
     */
    public boolean test(Map<String, ?> variables)
            throws ConditionException
    {
        if (evaluate(variables) instanceof Boolean answer) {
            return answer;
        }
        // A variable that is not there is no error to CEL, but an unknown
        throw new ConditionException(explain(variables, "is neither true nor false"));
    }

    /**
     * @return the texts of a list expression; a number or truth value as text
     * @throws ConditionException if the expression gives no list of them
     */
    public List<String> list(Map<String, ?> variables)
            throws ConditionException
    {
        Object result = evaluate(variables);
        List<?> items = result instanceof List<?> list ? list : ImmutableList.of(result);
        for (Object item : items) {
            if (!(item instanceof String || item instanceof Long)) {
                throw new ConditionException(explain(variables, "is no list of texts"));
            }
        }
        return items.stream()
                .map(String::valueOf)
                .collect(toImmutableList());
    }

    private Object evaluate(Map<String, ?> variables)
            throws ConditionException
    {
        try {
            return program.eval(variables);
        }
        catch (CelEvaluationException e) {
            // The engine's own text may repeat values; which of the names is missing can be said safely
            throw new ConditionException(explain(variables, "cannot be evaluated (%s)".formatted(e.getErrorCode())));
        }
        catch (RuntimeException _) {
            throw new ConditionException("'%s' cannot be evaluated".formatted(source));
        }
    }

    private String explain(Map<String, ?> variables, String otherwise)
    {
        List<String> missing = references.stream()
                .filter(reference -> isMissing(reference, variables))
                .sorted()
                .collect(toImmutableList());
        if (missing.isEmpty()) {
            return "'%s' %s".formatted(source, otherwise);
        }
        return "%s missing: %s".formatted(missing.size() == 1 ? "attribute" : "attributes", String.join(", ", missing));
    }

    private static boolean isMissing(String reference, Map<String, ?> variables)
    {
        int dot = reference.indexOf('.');
        Object value = variables.get(dot < 0 ? reference : reference.substring(0, dot));
        if (dot < 0 || value == null) {
            return value == null;
        }
        return value instanceof Map<?, ?> map && !map.containsKey(reference.substring(dot + 1));
    }

    @Override
    public String toString()
    {
        return source;
    }
}
