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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.genolake.access.passport.InvalidTokenException.Reason;

import java.net.URLDecoder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Which visas of a verified passport count at a time: those that are valid, of the passport's user, and whose conditions are met.
 */
final class PassportJudge
{
    private static final int MAX_LINKED = 1_000;
    private static final Splitter ENTRIES = Splitter.on(';').limit(MAX_LINKED + 1);

    private final Map<VisaIdentity, String> users;
    private final Map<String, Set<VisaIdentity>> identities = new HashMap<>();

    /**
     * @param period when the judgement is the same: no token of the passport begins or ends to be valid
     */
    record Judgement(List<Visa> visas, Map<Reason, Integer> ignored, ValidityPeriod period)
    {
        Judgement
        {
            visas = ImmutableList.copyOf(visas);
            ignored = Map.copyOf(ignored);
            requireNonNull(period, "period is null");
        }
    }

    PassportJudge(Map<VisaIdentity, String> users)
    {
        this.users = Map.copyOf(users);
        users.forEach((identity, user) -> identities.computeIfAbsent(user, _ -> new HashSet<>()).add(identity));
    }

    /**
     * @throws InvalidTokenException if the passport is another user's
     */
    void checkUser(Passport passport, String user)
            throws InvalidTokenException
    {
        if (!user.equals(users.get(passport.identity()))) {
            throw new InvalidTokenException(Reason.OTHER_USER);
        }
    }

    Judgement judge(Passport passport, String user, Instant at)
    {
        Map<Reason, Integer> ignored = new EnumMap<>(Reason.class);
        passport.ignored().forEach(ignored::put);
        ValidityPeriod period = period(passport, at);
        List<Visa> valid = passport.visas().stream()
                .filter(visa -> visa.period().contains(at))
                .collect(toImmutableList());
        count(ignored, Reason.NOT_VALID_NOW, passport.visas().size() - valid.size());

        Set<VisaIdentity> known = linked(passport.identity(), identities.getOrDefault(user, Set.of()), valid);
        List<Visa> own = valid.stream()
                .filter(visa -> known.contains(visa.identity()))
                .collect(toImmutableList());
        count(ignored, Reason.OTHER_SUBJECT, valid.size() - own.size());

        List<Visa> unconditional = own.stream()
                .filter(visa -> visa.conditions().isEmpty())
                .collect(toImmutableList());
        VisaConditions.Budget budget = new VisaConditions.Budget();
        List<Visa> accepted = own.stream()
                .filter(visa -> visa.conditions().isEmpty() || visa.conditions().orElseThrow().areMet(unconditional, budget))
                .collect(toImmutableList());
        count(ignored, Reason.CONDITIONS_NOT_MET, own.size() - accepted.size());
        return new Judgement(accepted, ignored, period);
    }

    private static void count(Map<Reason, Integer> ignored, Reason reason, int visas)
    {
        if (visas > 0) {
            ignored.merge(reason, visas, Integer::sum);
        }
    }

    /**
     * The time around an instant at which every token is as valid as then.
     */
    private static ValidityPeriod period(Passport passport, Instant at)
    {
        Instant from = Instant.MIN;
        Instant until = Instant.MAX;
        List<ValidityPeriod> periods = new ArrayList<>();
        periods.add(passport.period());
        passport.visas().forEach(visa -> periods.add(visa.period()));
        for (ValidityPeriod period : periods) {
            for (Instant edge : List.of(period.from(), period.until())) {
                if (edge.isAfter(at)) {
                    until = edge.isBefore(until) ? edge : until;
                }
                else {
                    from = edge.isAfter(from) ? edge : from;
                }
            }
        }
        return new ValidityPeriod(from, until);
    }

    /**
     * The identities of the passport's user: its own, those that the policy binds to the same user, and those that a visa of type LinkedIdentities,
     * unconditional and of a trusted issuer and source, says to be the same person as one of them.
     */
    private static Set<VisaIdentity> linked(VisaIdentity identity, Set<VisaIdentity> bound, List<Visa> visas)
    {
        Map<VisaIdentity, List<Set<VisaIdentity>>> links = new HashMap<>();
        for (Visa visa : visas) {
            if (visa.type().equals(Visa.LINKED_IDENTITIES) && visa.conditions().isEmpty()) {
                Set<VisaIdentity> person = links(visa);
                person.forEach(linked -> links.computeIfAbsent(linked, _ -> new ArrayList<>()).add(person));
            }
        }
        Set<VisaIdentity> known = new HashSet<>(bound);
        known.add(identity);
        Deque<VisaIdentity> open = new ArrayDeque<>(known);
        while (!open.isEmpty()) {
            // Each visa is followed once, so that long chains take no longer than short ones
            List<Set<VisaIdentity>> people = links.remove(open.pop());
            if (people != null) {
                people.forEach(person -> person.stream()
                        .filter(known::add)
                        .forEach(open::push));
            }
        }
        return known;
    }

    /**
     * The identities that a visa says to be one person: of the visa itself, and of its value, {@code sub,iss;sub,iss}, URI-encoded.
     */
    private static Set<VisaIdentity> links(Visa visa)
    {
        List<String> entries = ENTRIES.splitToList(visa.value());
        Set<VisaIdentity> identities = new HashSet<>();
        identities.add(visa.identity());
        for (String entry : entries) {
            int comma = entry.indexOf(',');
            if (entries.size() > MAX_LINKED || comma < 0 || entry.indexOf(',', comma + 1) >= 0) {
                // Nothing is taken from a list that is not understood
                return Set.of();
            }
            try {
                identities.add(new VisaIdentity(decode(entry.substring(comma + 1)), decode(entry.substring(0, comma))));
            }
            catch (IllegalArgumentException _) {
                return Set.of();
            }
        }
        return identities.stream().collect(toImmutableSet());
    }

    private static String decode(String text)
    {
        // RFC 3986, in which a plus sign is itself
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
