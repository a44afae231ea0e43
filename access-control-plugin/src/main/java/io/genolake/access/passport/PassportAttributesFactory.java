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
import com.google.common.collect.ImmutableMap;
import io.genolake.access.policy.PolicyException;
import io.genolake.access.policy.PolicyFields;
import io.genolake.access.policy.PolicyFiles;
import io.genolake.access.policy.YamlNode;
import io.genolake.access.policy.YamlNode.Scalar;
import io.genolake.access.subject.SubjectAttributes;
import io.genolake.access.subject.SubjectAttributesFactory;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

/**
 * Reads {@code attributes.passport} of a policy.
 */
public final class PassportAttributesFactory
        implements SubjectAttributesFactory
{
    private static final Splitter COMMAS = Splitter.on(',').trimResults();
    private static final List<String> CLAIMS = ImmutableList.of("iss", "sub");
    private static final int MAX_URL = 255;

    @Override
    public String key()
    {
        return "passport";
    }

    @Override
    public SubjectAttributes create(PolicyFiles files, String file, YamlNode node)
    {
        PolicyFields fields = PolicyFields.of(file, node, "passport", "credential", "stored", "audience", "brokers", "issuers", "bind", "max_authorization_ttl");
        Optional<String> credential = fields.text("credential");
        Optional<Path> stored = fields.node("stored").map(value -> files.path(PolicyFields.scalar(file, value, "stored")));
        if (credential.isEmpty() && stored.isEmpty()) {
            throw fields.error("nobody can present a passport", "Add credential: passport, or stored: passports/, or both");
        }
        return new PassportAttributes(new PassportSettings(
                credential,
                stored,
                fields.text("audience"),
                issuers(files, file, fields.required("brokers"), "broker"),
                issuers(files, file, fields.required("issuers"), "issuer", "sources"),
                users(files, file, fields.required("bind")),
                maxAuthorization(file, PolicyFields.scalar(file, fields.required("max_authorization_ttl"), "max_authorization_ttl"))));
    }

    private static Map<String, TrustedIssuer> issuers(PolicyFiles files, String file, YamlNode node, String what, String... more)
    {
        ImmutableMap.Builder<String, TrustedIssuer> issuers = ImmutableMap.builder();
        Map<String, YamlNode> entries = PolicyFields.mapping(file, node, what + "s").entries();
        if (entries.isEmpty()) {
            throw new PolicyException(file, node.line(), "there is no %s".formatted(what), "Name those who are trusted: {https://%s.example/: {jwks: jwks/%s.json}}".formatted(what, what));
        }
        entries.forEach((name, value) -> {
            ImmutableList.Builder<String> keys = ImmutableList.builder();
            keys.add("jwks", "jku").add(more);
            PolicyFields fields = PolicyFields.of(file, value, "the %s".formatted(what), keys.build().toArray(String[]::new));
            Scalar jwks = PolicyFields.scalar(file, fields.required("jwks"), "jwks");
            Set<String> sources = fields.scalars("sources").stream().map(Scalar::text).collect(toImmutableSet());
            if (more.length > 0 && sources.isEmpty()) {
                throw fields.error("the issuer has no sources", "Add sources: [https://...], the organisations whose assertions it may sign");
            }
            if (name.length() > MAX_URL || sources.stream().anyMatch(source -> source.length() > MAX_URL)) {
                throw fields.error("a name is longer than 255 characters", "Write the identifiers as tokens have them");
            }
            issuers.put(name, new TrustedIssuer(TrustedKeys.parse(jwks.text(), files.text(jwks)), fields.text("jku"), sources));
        });
        return issuers.buildOrThrow();
    }

    private static Map<VisaIdentity, String> users(PolicyFiles files, String file, YamlNode node)
    {
        PolicyFields fields = PolicyFields.of(file, node, "bind", "claims", "map");
        fields.required("claims");
        if (!fields.scalars("claims").stream().map(Scalar::text).toList().equals(CLAIMS)) {
            throw fields.error("claims", "a subject is unique only together with its issuer", "Write claims: [iss, sub]");
        }
        Scalar map = PolicyFields.scalar(file, fields.required("map"), "map");
        return users(map.text(), files.text(map));
    }

    private static Map<VisaIdentity, String> users(String file, String text)
    {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !COMMAS.splitToList(lines.getFirst()).equals(ImmutableList.of("iss", "sub", "user"))) {
            throw new PolicyException(file, 1, "the first line does not name the columns", "Write iss,sub,user into the first line");
        }
        Map<VisaIdentity, String> users = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                continue;
            }
            List<String> parts = COMMAS.splitToList(line);
            if (parts.size() != 3 || parts.contains("") || line.indexOf('"') >= 0) {
                throw new PolicyException(file, i + 1, "the line is not iss,sub,user", "Write the three without quotes and commas");
            }
            if (users.put(new VisaIdentity(parts.get(0), parts.get(1)), parts.get(2)) != null) {
                throw new PolicyException(file, i + 1, "the identity is there twice", "An identity is of one user: keep one of the lines");
            }
        }
        return users;
    }

    private static Duration maxAuthorization(String file, Scalar text)
    {
        try {
            Duration duration = Duration.parse(text.text());
            if (duration.isPositive() && duration.toDays() <= 36_500) {
                return duration;
            }
        }
        catch (DateTimeException _) {
            // As below
        }
        throw new PolicyException(file, text.line(), "this is no length of time", "Write days as P30D, or hours as PT12H");
    }
}
