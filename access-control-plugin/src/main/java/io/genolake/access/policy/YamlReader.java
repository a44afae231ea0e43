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
import io.genolake.access.policy.YamlNode.Mapping;
import io.genolake.access.policy.YamlNode.Scalar;
import io.genolake.access.policy.YamlNode.Sequence;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Reads the plain part of YAML that a policy needs, and refuses the rest: a policy means what a reader sees.
 * Anchors, aliases, tags, merge keys, duplicate keys, tabs, a second document and text that is not UTF-8 are errors.
 */
public final class YamlReader
{
    private static final long MAX_BYTES = 256L << 20;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 20_000_000;

    private final String file;
    private final Iterator<Event> events;
    private int nodes;

    private YamlReader(String file, String text)
    {
        this.file = requireNonNull(file, "file is null");
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(0);
        events = new Yaml(options).parse(Reader.of(text)).iterator();
    }

    /**
     * @throws PolicyException if the file is missing, is not read, or is no plain YAML
     */
    public static YamlNode read(Path path, String file)
    {
        return parse(file, readText(path, file));
    }

    /**
     * The text of a file of the policy, strictly UTF-8.
     */
    public static String readText(Path path, String file)
    {
        byte[] bytes;
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new PolicyException(file, 0, "the file is larger than 256 MB", "Split the attributes over groups, or keep only what rules use");
            }
            bytes = Files.readAllBytes(path);
        }
        catch (NoSuchFileException _) {
            throw new PolicyException(file, 0, "there is no such file", "Put it into the policy directory, or mend the name in policy.yaml");
        }
        catch (IOException e) {
            throw new PolicyException(file, 0, "the file cannot be read (%s)".formatted(e.getClass().getSimpleName()), "Let the server's user read it");
        }
        return decode(file, bytes);
    }

    public static String decode(String file, byte[] bytes)
    {
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
        catch (CharacterCodingException _) {
            throw new PolicyException(file, 0, "the file is not UTF-8", "Save it as UTF-8");
        }
    }

    public static YamlNode parse(String file, String text)
    {
        int tab = text.indexOf('\t');
        if (tab >= 0) {
            throw new PolicyException(file, lineAt(text, tab), "there is a tab", "Indent with spaces");
        }
        try {
            return new YamlReader(file, text).document();
        }
        catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new PolicyException(file, line, "this is not YAML", "Check the indentation, the quotes and the brackets up to here");
        }
        catch (YAMLException _) {
            throw new PolicyException(file, 0, "this is not YAML", "Remove control characters, and nest less deeply");
        }
    }

    private static int lineAt(String text, int index)
    {
        int line = 1;
        for (int i = 0; i < index; i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    private YamlNode document()
    {
        Event event = events.next();
        if (event instanceof StreamStartEvent) {
            event = events.next();
        }
        if (!(event instanceof DocumentStartEvent start)) {
            throw new PolicyException(file, 0, "the file is empty", "Write the policy into it, or remove it");
        }
        if (start.getVersion() != null || (start.getTags() != null && !start.getTags().isEmpty())) {
            throw refuse(event, "there is a YAML directive", "Remove it");
        }
        YamlNode root = node(events.next(), 0);
        event = events.next();
        if (!(event instanceof DocumentEndEvent)) {
            throw refuse(event, "the file goes on after its end", "Keep one document in a file");
        }
        if (events.next() instanceof DocumentStartEvent second) {
            throw refuse(second, "there is a second document", "Keep one document in a file");
        }
        return root;
    }

    private YamlNode node(Event event, int depth)
    {
        if (event instanceof AliasEvent) {
            throw refuse(event, "there is an alias (*name)", "Write the value out");
        }
        if (event instanceof NodeEvent named && named.getAnchor() != null) {
            throw refuse(event, "there is an anchor (&name)", "Write the value out where it is used");
        }
        nodes++;
        if (nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw refuse(event, "there is more in the file than a policy can need", "Keep only what rules use");
        }
        int line = line(event);
        if (event instanceof ScalarEvent scalar) {
            refuseTag(event, scalar.getTag());
            return new Scalar(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, line);
        }
        if (event instanceof SequenceStartEvent sequence) {
            refuseTag(event, sequence.getTag());
            ImmutableList.Builder<YamlNode> items = ImmutableList.builder();
            for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
                items.add(node(next, depth + 1));
            }
            return new Sequence(items.build(), line);
        }
        if (event instanceof MappingStartEvent mapping) {
            refuseTag(event, mapping.getTag());
            return new Mapping(entries(depth), line);
        }
        throw refuse(event, "this is not YAML", "Check the indentation, the quotes and the brackets up to here");
    }

    private Map<String, YamlNode> entries(int depth)
    {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
            if (!(node(next, depth + 1) instanceof Scalar key)) {
                throw refuse(next, "a key is a list or a mapping", "Quote the key if it begins with a bracket");
            }
            if (!key.quoted() && key.text().equals("<<")) {
                throw refuse(next, "there is a merge key (<<)", "Write the values out");
            }
            YamlNode value = node(events.next(), depth + 1);
            if (entries.putIfAbsent(key.text(), value) != null) {
                throw refuse(next, "the key '%s' is there twice".formatted(PolicyFields.shown(key.text())), "Remove one of the two");
            }
        }
        return entries;
    }

    private void refuseTag(Event event, String tag)
    {
        if (tag != null) {
            throw refuse(event, "there is a YAML tag (!name)", "Remove it; quote what is text");
        }
    }

    private PolicyException refuse(Event event, String reason, String remedy)
    {
        return new PolicyException(file, line(event), reason, remedy);
    }

    private static int line(Event event)
    {
        Mark mark = event.getStartMark();
        return mark == null ? 0 : mark.getLine() + 1;
    }
}
