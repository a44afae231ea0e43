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
package io.genolake.access.passport;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.passport.InvalidTokenException.Reason;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * The conditions of a visa (GA4GH Passport v1.2, "conditions"): one of the alternatives must hold, each of whose clauses is fulfilled by one other visa
 * of the same passport, which has no conditions itself.
 */
record VisaConditions(List<List<Clause>> alternatives)
{
    private static final int MAX_CLAUSES = 100;
    private static final int MAX_TEXT = 2_000;
    private static final Set<String> CLAIMS = ImmutableSet.of("value", "source", "by");

    VisaConditions
    {
        alternatives = alternatives.stream()
                .map(ImmutableList::copyOf)
                .collect(toImmutableList());
    }

    /**
     * @param matches what the claims of the visa must be, by their names: {@code const:}, {@code pattern:} or {@code split_pattern:} and a text
     */
    record Clause(String type, Map<String, String> matches)
    {
        Clause
        {
            requireNonNull(type, "type is null");
            matches = ImmutableMap.copyOf(matches);
        }

        boolean isFulfilledBy(Visa visa, Budget budget)
        {
            return visa.type().equals(type) && matches.entrySet().stream().allMatch(match -> {
                Optional<String> claim = switch (match.getKey()) {
                    case "value" -> Optional.of(visa.value());
                    case "source" -> Optional.of(visa.source());
                    default -> visa.by();
                };
                return claim.isPresent() && matches(match.getValue(), claim.orElseThrow(), budget);
            });
        }

        private static boolean matches(String match, String claim, Budget budget)
        {
            int colon = match.indexOf(':');
            String text = match.substring(colon + 1);
            return switch (match.substring(0, colon)) {
                case "const" -> text.equals(claim);
                case "pattern" -> VisaPattern.matches(text, claim, budget);
                case "split_pattern" -> {
                    if (!budget.spend(claim.length())) {
                        yield false;
                    }
                    for (String part : claim.split(";", -1)) {
                        if (VisaPattern.matches(text, part, budget)) {
                            yield true;
                        }
                    }
                    yield false;
                }
                // A kind of match that is not known matches nothing
                default -> false;
            };
        }
    }

    /**
     * What the conditions of one passport may cost together: patterns are written by others.
     */
    static final class Budget
    {
        private static final long STEPS = 20_000_000;

        private long left = STEPS;

        /**
         * @return false if there is nothing left: then nothing matches any more
         */
        boolean spend(long steps)
        {
            left -= steps;
            return left >= 0;
        }
    }

    /**
     * @param others the accepted visas without conditions
     */
    boolean areMet(List<Visa> others, Budget budget)
    {
        return alternatives.stream().anyMatch(alternative -> alternative.stream()
                .allMatch(clause -> others.stream().anyMatch(visa -> budget.spend(1) && clause.isFulfilledBy(visa, budget))));
    }

    /**
     * What CEL sees of them.
     */
    List<List<Map<String, String>>> toLists()
    {
        return alternatives.stream()
                .map(alternative -> alternative.stream()
                        .map(clause -> (Map<String, String>) ImmutableMap.<String, String>builder().put("type", clause.type()).putAll(clause.matches()).buildOrThrow())
                        .collect(toImmutableList()))
                .map(list -> (List<Map<String, String>>) list)
                .collect(toImmutableList());
    }

    /**
     * @param claim the claim {@code conditions}
     * @return empty if there are none
     * @throws InvalidTokenException if they cannot be understood: then the visa must be ignored
     */
    static Optional<VisaConditions> parse(Object claim)
            throws InvalidTokenException
    {
        ImmutableList.Builder<List<Clause>> alternatives = ImmutableList.builder();
        int clauses = 0;
        List<?> outer = list(claim);
        for (Object inner : outer) {
            ImmutableList.Builder<Clause> alternative = ImmutableList.builder();
            List<?> all = list(inner);
            clauses += all.size();
            // An alternative of nothing would be fulfilled by nothing
            if (all.isEmpty() || clauses > MAX_CLAUSES) {
                throw new InvalidTokenException(Reason.MALFORMED);
            }
            for (Object clause : all) {
                alternative.add(clause(clause));
            }
            alternatives.add(alternative.build());
        }
        return outer.isEmpty() ? Optional.empty() : Optional.of(new VisaConditions(alternatives.build()));
    }

    private static List<?> list(Object value)
            throws InvalidTokenException
    {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new InvalidTokenException(Reason.MALFORMED);
    }

    private static Clause clause(Object value)
            throws InvalidTokenException
    {
        if (!(value instanceof Map<?, ?> claims) || !(claims.get("type") instanceof String type)) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        ImmutableMap.Builder<String, String> matches = ImmutableMap.builder();
        for (Map.Entry<?, ?> claim : claims.entrySet()) {
            if (claim.getKey().equals("type")) {
                continue;
            }
            if (!(claim.getKey() instanceof String name) || !CLAIMS.contains(name) || !(claim.getValue() instanceof String match) || match.indexOf(':') < 0 || match.length() > MAX_TEXT) {
                throw new InvalidTokenException(Reason.MALFORMED);
            }
            matches.put(name, match);
        }
        Clause clause = new Clause(type, matches.buildOrThrow());
        if (clause.matches().isEmpty()) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        return clause;
    }
}
