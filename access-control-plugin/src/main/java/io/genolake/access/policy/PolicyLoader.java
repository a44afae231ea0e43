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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.genolake.access.condition.ConditionCompiler;
import io.genolake.access.policy.YamlNode.Scalar;
import io.genolake.access.subject.PurposeRule;
import io.genolake.access.subject.SampleRegistry;
import io.genolake.access.subject.SubjectAttributes;
import io.genolake.access.subject.SubjectAttributesFactory;
import io.genolake.access.subject.SubjectFile;
import io.genolake.access.subject.Subjects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.genolake.access.policy.Policy.INDIVIDUAL;
import static io.genolake.access.policy.Policy.SENSITIVITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Reads a policy directory: {@code policy.yaml} and the files that it names.
 */
public final class PolicyLoader
{
    public static final String POLICY_FILE = "policy.yaml";
    private static final Set<String> RESERVED_ATTRIBUTES = ImmutableSet.of("users", "samples", "purpose");

    private final PolicyFiles files;
    private final Set<String> genomicsCatalogs;
    private final Map<String, SubjectAttributesFactory> factories;
    private final Function<String, Optional<String>> environment;
    private final ConditionCompiler compiler = new ConditionCompiler();

    /**
     * @param genomicsCatalogs the catalogs of the genomics connector, whose tables are tagged by the product
     * @param factories further sources of attributes
     * @param environment the server's environment variables, for keys
     */
    public PolicyLoader(Path directory, Set<String> genomicsCatalogs, List<SubjectAttributesFactory> factories, Function<String, Optional<String>> environment)
    {
        this.files = new PolicyFiles(directory);
        this.genomicsCatalogs = ImmutableSet.copyOf(genomicsCatalogs);
        this.factories = factories.stream().collect(toImmutableMap(SubjectAttributesFactory::key, factory -> factory));
        this.environment = requireNonNull(environment, "environment is null");
    }

    /**
     * @throws PolicyException if the policy is not valid; its own tests are run by {@link io.genolake.access.decision.PolicyTester}
     */
    public Policy load()
    {
        PolicyFields fields = fields();
        if (!fields.requiredText("version").equals("1")) {
            throw fields.error("version", "this version of the policy language is not known", "Write version: 1");
        }
        Map<String, TagDeclaration> tags = tags(fields);
        Optional<String> untaggedColumn = untaggedColumn(fields, tags);
        Subjects subjects = subjects(fields);
        RuleParser rules = new RuleParser(compiler, tags, subjects.samples().attributes());
        List<TaggedResource> declared = rules.resources(POLICY_FILE, fields.list("resources"));
        ImmutableList.Builder<TaggedResource> resources = ImmutableList.builder();
        genomicsCatalogs.forEach(catalog -> resources.addAll(GenomicsTables.resources(catalog)));
        resources.addAll(declared);
        return new Policy(
                fields.requiredText("service_user"),
                untaggedColumn,
                subjects,
                tags,
                keys(fields),
                resources.build(),
                rules.rules(POLICY_FILE, fields.list("rules"), declared),
                grants(fields, rules),
                new PolicyTestParser(POLICY_FILE).parse(fields.list("tests")),
                files.digest());
    }

    /**
     * The keys alone, which the catalog of the keyed functions needs on every node.
     *
     * @throws PolicyException if they cannot be read
     */
    public Map<String, PseudonymKey> loadKeys()
    {
        return keys(fields());
    }

    private PolicyFields fields()
    {
        return PolicyFields.of(
                POLICY_FILE,
                files.yaml(new Scalar(POLICY_FILE, true, 0)),
                "the policy",
                "version",
                "service_user",
                "defaults",
                "attributes",
                "keys",
                "tags",
                "resources",
                "rules",
                "grants",
                "tests");
    }

    private Optional<String> untaggedColumn(PolicyFields fields, Map<String, TagDeclaration> tags)
    {
        String sensitivity = null;
        Optional<YamlNode> node = fields.node("defaults");
        if (node.isPresent()) {
            PolicyFields defaults = PolicyFields.of(POLICY_FILE, node.orElseThrow(), "defaults", "decision", "untagged_column", "on_error");
            for (String key : ImmutableList.of("decision", "on_error")) {
                if (!defaults.text(key).orElse("deny").equals("deny")) {
                    throw defaults.error(key, "'%s' can only be deny".formatted(key), "Write %s: deny, and permit what is to be seen by rules".formatted(key));
                }
            }
            sensitivity = defaults.text("untagged_column").orElse(null);
        }
        TagDeclaration declaration = tags.get(SENSITIVITY);
        if (declaration == null) {
            if (sensitivity != null) {
                throw fields.error("defaults", "untagged_column is a sensitivity, but the tag sensitivity is not declared", "Declare it: sensitivity: {ordered: [public, internal, confidential, PII]}");
            }
            return Optional.empty();
        }
        if (declaration.kind() != TagDeclaration.Kind.ORDERED) {
            throw fields.error("tags", "the tag sensitivity has no order", "Declare it: sensitivity: {ordered: [public, internal, confidential, PII]}");
        }
        if (sensitivity == null) {
            return Optional.of(declaration.values().getLast());
        }
        if (!declaration.accepts(sensitivity)) {
            throw fields.error("defaults", "untagged_column is none of the declared values of sensitivity", "Use one of " + String.join(", ", declaration.values()));
        }
        return Optional.of(sensitivity);
    }

    private static Map<String, TagDeclaration> tags(PolicyFields fields)
    {
        Map<String, TagDeclaration> tags = new HashMap<>();
        tags.put(INDIVIDUAL, TagDeclaration.bool(INDIVIDUAL));
        fields.node("tags").ifPresent(node -> PolicyFields.mapping(POLICY_FILE, node, "tags").entries().forEach((name, value) -> {
            TagDeclaration declaration = tag(name, value);
            if (name.equals(INDIVIDUAL) && declaration.kind() != TagDeclaration.Kind.BOOLEAN) {
                throw new PolicyException(POLICY_FILE, value.line(), "the tag individual is the product's own, true or false", "Declare it {type: boolean}, or leave it out");
            }
            tags.put(name, declaration);
        }));
        return tags;
    }

    private static TagDeclaration tag(String name, YamlNode node)
    {
        PolicyFields fields = PolicyFields.of(POLICY_FILE, node, "the declaration of a tag", "ordered", "enum", "type");
        if (fields.keys().size() > 1) {
            throw fields.error("a tag is ordered, an enum or boolean", "Keep one of the keys");
        }
        if (fields.keys().isEmpty()) {
            return new TagDeclaration(name, TagDeclaration.Kind.FREE, ImmutableList.of());
        }
        if (fields.node("type").isPresent()) {
            if (!fields.requiredText("type").equals("boolean")) {
                throw fields.error("type", "there is no such type", "Write {type: boolean}, {enum: [...]}, {ordered: [...]}, or {} for any text");
            }
            return TagDeclaration.bool(name);
        }
        String key = fields.keys().iterator().next();
        List<String> values = fields.scalars(key).stream().map(Scalar::text).toList();
        if (values.isEmpty() || new HashSet<>(values).size() != values.size()) {
            throw fields.error(key, "the values are none, or one is there twice", "List each value once");
        }
        return new TagDeclaration(name, key.equals("ordered") ? TagDeclaration.Kind.ORDERED : TagDeclaration.Kind.ENUM, values);
    }

    private Subjects subjects(PolicyFields fields)
    {
        List<SubjectAttributes> sources = new ArrayList<>();
        Set<String> users = new HashSet<>();
        SampleRegistry registry = SampleRegistry.EMPTY;
        Optional<PurposeRule> purpose = Optional.empty();
        Optional<YamlNode> node = fields.node("attributes");
        if (node.isPresent()) {
            Set<String> keys = new TreeSet<>(RESERVED_ATTRIBUTES);
            keys.addAll(factories.keySet());
            PolicyFields attributes = PolicyFields.of(POLICY_FILE, node.orElseThrow(), "attributes", keys.toArray(String[]::new));
            Optional<Scalar> file = attributes.node("users").map(value -> PolicyFields.scalar(POLICY_FILE, value, "users"));
            if (file.isPresent()) {
                SubjectFile subjects = SubjectFile.parse(file.orElseThrow().text(), files.yaml(file.orElseThrow()));
                sources.add(subjects);
                users.addAll(subjects.users().keySet());
            }
            Optional<Scalar> samples = attributes.node("samples").map(value -> PolicyFields.scalar(POLICY_FILE, value, "samples"));
            if (samples.isPresent()) {
                registry = SampleRegistry.parse(samples.orElseThrow().text(), files.text(samples.orElseThrow()));
            }
            purpose = attributes.node("purpose").map(this::purpose);
            factories.forEach((key, factory) -> attributes.node(key).ifPresent(settings -> sources.add(factory.create(files, POLICY_FILE, settings))));
        }
        return new Subjects(sources, purpose, registry, users);
    }

    private PurposeRule purpose(YamlNode node)
    {
        PolicyFields fields = PolicyFields.of(POLICY_FILE, node, "purpose", "credential", "must_be_in");
        return new PurposeRule(
                fields.requiredText("credential"),
                fields.node("must_be_in").map(value -> RuleParser.condition(compiler, POLICY_FILE, value, ConditionCompiler.Kind.LIST)));
    }

    private Map<String, PseudonymKey> keys(PolicyFields fields)
    {
        Map<String, PseudonymKey> keys = new HashMap<>();
        fields.node("keys").ifPresent(node -> PolicyFields.mapping(POLICY_FILE, node, "keys").entries().forEach((name, value) -> {
            Scalar source = PolicyFields.scalar(POLICY_FILE, value, "a key");
            keys.put(name, new PseudonymKey(name, secret(source)));
        }));
        return keys;
    }

    private byte[] secret(Scalar source)
    {
        List<String> parts = Splitter.on(':').limit(2).splitToList(source.text());
        String where = parts.size() == 2 ? parts.get(0) : "";
        byte[] secret = switch (where) {
            case "env" -> environment.apply(parts.get(1))
                    .orElseThrow(() -> new PolicyException(POLICY_FILE, source.line(), "the environment variable of the key is not set", "Set it for the server, or name another"))
                    .getBytes(UTF_8);
            // Not part of the digest, which the audit shows
            case "file" -> files.secret(new Scalar(parts.get(1), true, source.line())).getBytes(UTF_8);
            // The text may be the secret itself, so that it is not repeated
            default -> throw new PolicyException(POLICY_FILE, source.line(), "a key is neither of the environment nor of a file", "Write env:NAME or file:PATH; never the key itself");
        };
        if (secret.length < 16) {
            throw new PolicyException(POLICY_FILE, source.line(), "the key is shorter than 16 bytes", "Make one of 32 random bytes, for example by 'openssl rand -hex 32'");
        }
        return secret;
    }

    private List<Grant> grants(PolicyFields fields, RuleParser rules)
    {
        Optional<Scalar> file = fields.node("grants").map(node -> PolicyFields.scalar(POLICY_FILE, node, "grants"));
        if (file.isEmpty()) {
            return ImmutableList.of();
        }
        String name = file.orElseThrow().text();
        return rules.grants(name, PolicyFields.list(name, files.yaml(file.orElseThrow()), "the file of grants"));
    }

    /**
     * A cheap sign of whether the files of the directory have changed: names, sizes and times.
     */
    public static String fingerprint(Path directory)
            throws IOException
    {
        Hasher hasher = Hashing.sha256().newHasher();
        try (Stream<Path> files = Files.walk(directory, 4)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                hasher.putString(directory.relativize(file).toString(), UTF_8)
                        .putLong(Files.size(file))
                        .putLong(Files.getLastModifiedTime(file).toMillis());
            }
        }
        return hasher.hash().toString();
    }
}
