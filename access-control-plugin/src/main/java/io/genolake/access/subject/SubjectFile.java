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
package io.genolake.access.subject;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.policy.PolicyException;
import io.genolake.access.policy.PolicyFields;
import io.genolake.access.policy.YamlNode;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * Attributes of users from a file of the policy.
 * <p>
 * What is written {@code true} or {@code false} is a truth value, a whole number a number; everything else, and all that is quoted, is text.
 */
public final class SubjectFile
        implements SubjectAttributes
{
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    /**
     * What the server itself or a passport vouches for
     */
    private static final Set<String> RESERVED = ImmutableSet.of("name", "groups", "visas", "registered_access");

    private final Map<String, Map<String, Object>> users;

    private SubjectFile(Map<String, Map<String, Object>> users)
    {
        this.users = ImmutableMap.copyOf(users);
    }

    /**
     * @param node a mapping with the key {@code users}
     */
    public static SubjectFile parse(String file, YamlNode node)
    {
        PolicyFields fields = PolicyFields.of(file, node, "the file of subjects", "users");
        ImmutableMap.Builder<String, Map<String, Object>> users = ImmutableMap.builder();
        PolicyFields.mapping(file, fields.required("users"), "users").entries()
                .forEach((user, attributes) -> users.put(user, attributes(file, attributes)));
        return new SubjectFile(users.buildOrThrow());
    }

    private static Map<String, Object> attributes(String file, YamlNode node)
    {
        ImmutableMap.Builder<String, Object> attributes = ImmutableMap.builder();
        PolicyFields.mapping(file, node, "the attributes of a user").entries().forEach((name, value) -> {
            if (RESERVED.contains(name)) {
                throw new PolicyException(file, value.line(), "the attribute '%s' does not come from this file".formatted(name), "Call it by another name");
            }
            attributes.put(name, value(file, value));
        });
        return attributes.buildOrThrow();
    }

    private static Object value(String file, YamlNode node)
    {
        return switch (node) {
            case YamlNode.Scalar scalar -> scalarValue(PolicyFields.scalar(file, scalar, "an attribute"));
            case YamlNode.Sequence(List<YamlNode> items, int _) -> items.stream()
                    .map(item -> value(file, item))
                    .collect(toImmutableList());
            case YamlNode.Mapping(Map<String, YamlNode> entries, int _) -> {
                ImmutableMap.Builder<String, Object> map = ImmutableMap.builder();
                entries.forEach((name, value) -> map.put(name, value(file, value)));
                yield map.buildOrThrow();
            }
        };
    }

    private static Object scalarValue(YamlNode.Scalar scalar)
    {
        if (scalar.quoted()) {
            return scalar.text();
        }
        return switch (scalar.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> NUMBER.matcher(scalar.text()).matches() ? Long.valueOf(scalar.text()) : scalar.text();
        };
    }

    @Override
    public Map<String, Object> attributes(SubjectRequest request)
    {
        return users.getOrDefault(request.user(), ImmutableMap.of());
    }

    @Override
    public Map<String, String> provenance(SubjectRequest request)
    {
        return ImmutableMap.of();
    }

    public Map<String, Map<String, Object>> users()
    {
        return users;
    }
}
