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
package io.genolake.access.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * A line of the audit as it is read back: what is not there, or is of another type than it should be, is empty.
 *
 * @param event decision, completion, or {@link #UNREADABLE}
 * @param passport of the provenance: {@code passport_iss}, {@code passport_jti} and so on
 */
public record AuditEvent(
        Optional<Instant> time,
        String event,
        Optional<String> queryId,
        Optional<String> user,
        Optional<String> verb,
        Optional<String> decision,
        List<String> tables,
        List<String> targets,
        List<String> rules,
        List<String> reasons,
        List<String> columns,
        Map<String, String> masks,
        Map<String, String> passport,
        Optional<String> purpose,
        Optional<String> rowFilterDigest,
        Optional<String> policy,
        Optional<String> state,
        Optional<String> errorCode,
        OptionalLong outputRows,
        OptionalLong outputBytes,
        OptionalLong writtenRows,
        OptionalLong writtenBytes,
        List<String> versions,
        OptionalLong fileCount,
        List<String> files,
        Map<String, String> filesDigests)
{
    /**
     * A line that is no event, such as the half of one that a server left when it died
     */
    public static final String UNREADABLE = "unreadable";

    public AuditEvent
    {
        requireNonNull(time, "time is null");
        requireNonNull(event, "event is null");
        requireNonNull(queryId, "queryId is null");
        requireNonNull(user, "user is null");
        requireNonNull(verb, "verb is null");
        requireNonNull(decision, "decision is null");
        tables = ImmutableList.copyOf(tables);
        targets = ImmutableList.copyOf(targets);
        rules = ImmutableList.copyOf(rules);
        reasons = ImmutableList.copyOf(reasons);
        columns = ImmutableList.copyOf(columns);
        masks = ImmutableMap.copyOf(masks);
        passport = ImmutableMap.copyOf(passport);
        requireNonNull(purpose, "purpose is null");
        requireNonNull(rowFilterDigest, "rowFilterDigest is null");
        requireNonNull(policy, "policy is null");
        requireNonNull(state, "state is null");
        requireNonNull(errorCode, "errorCode is null");
        requireNonNull(outputRows, "outputRows is null");
        requireNonNull(outputBytes, "outputBytes is null");
        requireNonNull(writtenRows, "writtenRows is null");
        requireNonNull(writtenBytes, "writtenBytes is null");
        versions = ImmutableList.copyOf(versions);
        requireNonNull(fileCount, "fileCount is null");
        files = ImmutableList.copyOf(files);
        filesDigests = ImmutableMap.copyOf(filesDigests);
    }

    static AuditEvent of(JsonNode line)
    {
        ImmutableList.Builder<String> tables = ImmutableList.builder();
        text(line, "table").ifPresent(tables::add);
        line.path("inputs").forEach(input -> text(input, "table").ifPresent(tables::add));
        ImmutableList.Builder<String> targets = ImmutableList.builder();
        targets.addAll(texts(line, "targets"));
        text(line, "output").ifPresent(targets::add);
        return new AuditEvent(
                time(line),
                text(line, "event").orElse(UNREADABLE),
                text(line, "query_id"),
                text(line, "user"),
                text(line, "verb"),
                text(line, "decision"),
                tables.build(),
                targets.build(),
                texts(line, "rules"),
                texts(line, "reasons"),
                texts(line, "columns"),
                map(line, "masks"),
                map(line, "provenance"),
                text(line, "purpose"),
                text(line, "row_filter_sha256"),
                text(line, "policy"),
                text(line, "state"),
                text(line, "error"),
                number(line, "output_rows"),
                number(line, "output_bytes"),
                number(line, "written_rows"),
                number(line, "written_bytes"),
                versions(line),
                fileCount(line),
                files(line),
                filesDigests(line));
    }

    /**
     * The versions that were read, as the connectors tell them: the table, the name that the query gave if it gave one, and what it stood for.
     */
    private static List<String> versions(JsonNode line)
    {
        Set<String> versions = new LinkedHashSet<>();
        line.path("inputs").forEach(input -> {
            JsonNode read = input.path("read");
            String version = Stream.of(text(read, "version"), text(read, "versionId").or(() -> id(read, "snapshotId")))
                    .flatMap(Optional::stream)
                    .collect(joining(" "));
            if (!version.isEmpty()) {
                versions.add(text(input, "table").map(table -> table + " ").orElse("") + version);
            }
        });
        return ImmutableList.copyOf(versions);
    }

    private static Optional<String> id(JsonNode node, String name)
    {
        return text(node, name).or(() -> number(node, name).stream().mapToObj(Long::toString).findFirst());
    }

    private static OptionalLong fileCount(JsonNode line)
    {
        Map<String, Long> counts = new HashMap<>();
        line.path("inputs").forEach(input -> number(input.path("read"), "fileCount")
                .ifPresent(count -> counts.merge(text(input, "table").orElse(""), count, Math::max)));
        return counts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(counts.values().stream().mapToLong(Long::longValue).sum());
    }

    private static List<String> files(JsonNode line)
    {
        Set<String> files = new LinkedHashSet<>();
        line.path("inputs").forEach(input -> {
            JsonNode read = input.path("read");
            String folder = text(read, "folder").orElse("");
            read.path("files").forEach(file -> text(file, "path").ifPresent(path -> files.add(folder + path)));
            texts(read, "fileIds").forEach(id -> files.add("id " + id));
        });
        return ImmutableList.copyOf(files);
    }

    private static Map<String, String> filesDigests(JsonNode line)
    {
        Map<String, String> digests = new LinkedHashMap<>();
        line.path("inputs").forEach(input -> text(input.path("read"), "filesDigest")
                // a table that is read several times may be of other files each time
                .ifPresent(digest -> digests.merge(text(input, "table").orElse(""), digest, (one, other) -> one.equals(other) ? one : one + " " + other)));
        return digests;
    }

    private static Optional<Instant> time(JsonNode line)
    {
        try {
            return text(line, "time").map(Instant::parse);
        }
        catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node, String name)
    {
        JsonNode value = node.path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    private static OptionalLong number(JsonNode node, String name)
    {
        JsonNode value = node.path(name);
        return value.canConvertToLong() && value.isIntegralNumber() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    private static List<String> texts(JsonNode node, String name)
    {
        ImmutableList.Builder<String> texts = ImmutableList.builder();
        node.path(name).forEach(item -> {
            if (item.isTextual()) {
                texts.add(item.textValue());
            }
        });
        return texts.build();
    }

    private static Map<String, String> map(JsonNode node, String name)
    {
        ImmutableMap.Builder<String, String> map = ImmutableMap.builder();
        node.path(name).properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                map.put(entry.getKey(), entry.getValue().textValue());
            }
        });
        return map.buildKeepingLast();
    }
}
