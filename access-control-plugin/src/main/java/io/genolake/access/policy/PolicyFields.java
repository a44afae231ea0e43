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
package io.genolake.access.policy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.genolake.access.policy.YamlNode.Mapping;
import io.genolake.access.policy.YamlNode.Scalar;
import io.genolake.access.policy.YamlNode.Sequence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.lang.String.join;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * The keys of one mapping of a policy file: those that it may have and no others.
 */
public final class PolicyFields
{
    private final String file;
    private final String what;
    private final Mapping mapping;

    private PolicyFields(String file, String what, Mapping mapping)
    {
        this.file = requireNonNull(file, "file is null");
        this.what = requireNonNull(what, "what is null");
        this.mapping = requireNonNull(mapping, "mapping is null");
    }

    /**
     * @param what what the mapping is, for messages: "a rule"
     */
    public static PolicyFields of(String file, YamlNode node, String what, String... keys)
    {
        Mapping mapping = mapping(file, node, what);
        Set<String> known = ImmutableSet.copyOf(keys);
        mapping.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                throw new PolicyException(file, value.line(), "%s has no key '%s'".formatted(what, shown(key)), "Its keys are " + join(", ", keys));
            }
        });
        return new PolicyFields(file, what, mapping);
    }

    public static Mapping mapping(String file, YamlNode node, String what)
    {
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        throw new PolicyException(file, node.line(), "%s is not a mapping".formatted(what), "Write it as key: value");
    }

    public static List<YamlNode> list(String file, YamlNode node, String what)
    {
        if (node instanceof Sequence(List<YamlNode> items, int _)) {
            return items;
        }
        throw new PolicyException(file, node.line(), "%s is not a list".formatted(what), "Write it as [a, b], or one '- a' a line");
    }

    public static Scalar scalar(String file, YamlNode node, String what)
    {
        if (node instanceof Scalar scalar && (scalar.quoted() || !(scalar.text().isEmpty() || scalar.text().equals("~") || scalar.text().equals("null")))) {
            return scalar;
        }
        throw new PolicyException(file, node.line(), "%s has no value".formatted(what), "Write one text or number, in quotes if it has special characters");
    }

    public static boolean bool(String file, YamlNode node, String what)
    {
        return switch (scalar(file, node, what).text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new PolicyException(file, node.line(), "%s is neither true nor false".formatted(what), "Write true or false");
        };
    }

    /**
     * What of a key or name goes into a message: bounded, and without control characters.
     */
    public static String shown(String text)
    {
        String printable = text.codePoints()
                .limit(80)
                .map(character -> Character.isISOControl(character) ? '?' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.length() < text.length() ? printable + "..." : printable;
    }

    public String file()
    {
        return file;
    }

    public int line()
    {
        return mapping.line();
    }

    public Set<String> keys()
    {
        return mapping.entries().keySet();
    }

    public Optional<YamlNode> node(String key)
    {
        return Optional.ofNullable(mapping.entries().get(key));
    }

    public YamlNode required(String key)
    {
        return node(key).orElseThrow(() -> error("%s lacks '%s'".formatted(what, key), "Add it"));
    }

    public Optional<String> text(String key)
    {
        return node(key).map(node -> scalar(file, node, key).text());
    }

    public String requiredText(String key)
    {
        return scalar(file, required(key), key).text();
    }

    public boolean bool(String key, boolean otherwise)
    {
        return node(key).map(node -> bool(file, node, key)).orElse(otherwise);
    }

    public List<YamlNode> list(String key)
    {
        return node(key).map(node -> list(file, node, key)).orElse(ImmutableList.of());
    }

    /**
     * A list of texts, or one text alone.
     */
    public List<Scalar> scalars(String key)
    {
        return node(key)
                .map(node -> node instanceof Scalar ? ImmutableList.of(node) : list(file, node, key))
                .orElse(ImmutableList.of()).stream()
                .map(node -> scalar(file, node, key))
                .collect(toImmutableList());
    }

    public <T extends Enum<T>> T choice(String key, YamlNode node, Class<T> type)
    {
        String text = scalar(file, node, key).text();
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> spelling(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new PolicyException(
                        file,
                        node.line(),
                        "'%s' is none of %s".formatted(shown(text), key),
                        "Use one of " + join(", ", Arrays.stream(type.getEnumConstants()).map(PolicyFields::spelling).collect(toImmutableSet()))));
    }

    public static String spelling(Enum<?> constant)
    {
        return constant.name().toLowerCase(ENGLISH).replace('_', '-');
    }

    public PolicyException error(String reason, String remedy)
    {
        return new PolicyException(file, mapping.line(), reason, remedy);
    }

    public PolicyException error(String key, String reason, String remedy)
    {
        return new PolicyException(file, node(key).map(YamlNode::line).orElse(mapping.line()), reason, remedy);
    }
}
