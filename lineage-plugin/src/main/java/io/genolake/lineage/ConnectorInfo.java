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
package io.genolake.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * What a connector tells of a table that was read ({@code ConnectorMetadata.getInfo}), whatever its class: JSON, and the version
 * that stands in it.
 */
record ConnectorInfo(Optional<String> version, JsonNode json)
{
    // Of the genomics connector the snapshot that the query names, or the digest of the files; Iceberg's snapshot
    private static final List<String> VERSION_FIELDS = ImmutableList.of("version", "filesDigest", "snapshot", "snapshotId", "snapshot_id");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    ConnectorInfo
    {
        requireNonNull(version, "version is null");
        requireNonNull(json, "json is null");
    }

    /**
     * @param maxSize bytes of JSON; the lists of longer information are replaced by their lengths, and then all of it by its digest
     */
    static ConnectorInfo of(Object info, long maxSize)
    {
        JsonNode json;
        try {
            json = MAPPER.valueToTree(info);
        }
        catch (IllegalArgumentException _) {
            // Not the message, which may show values
            return new ConnectorInfo(Optional.empty(), note("no JSON form", info.getClass().getName()));
        }
        return new ConnectorInfo(version(json), bounded(json, maxSize));
    }

    private static Optional<String> version(JsonNode json)
    {
        return VERSION_FIELDS.stream()
                .map(json::path)
                .filter(value -> value.isTextual() || value.isNumber())
                .map(JsonNode::asText)
                .findFirst();
    }

    private static JsonNode bounded(JsonNode json, long maxSize)
    {
        String text = write(json);
        if (text.length() <= maxSize) {
            return json;
        }
        if (json instanceof ObjectNode object) {
            ObjectNode shortened = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getValue().isContainerNode()) {
                    shortened.set(field.getKey(), note("elements", String.valueOf(field.getValue().size())));
                }
                else {
                    shortened.set(field.getKey(), field.getValue());
                }
            }
            if (write(shortened).length() <= maxSize) {
                return shortened;
            }
        }
        return note("sha256", Hashing.sha256().hashString(text, UTF_8).toString());
    }

    private static ObjectNode note(String name, String value)
    {
        return JsonNodeFactory.instance.objectNode().put("omitted", true).put(name, value);
    }

    private static String write(JsonNode json)
    {
        try {
            return MAPPER.writeValueAsString(json);
        }
        catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
