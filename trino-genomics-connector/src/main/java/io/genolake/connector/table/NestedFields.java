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
package io.genolake.connector.table;

import com.google.common.collect.ImmutableList;
import io.genolake.formats.vcf.VcfField;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toCollection;

/**
 * The INFO or the FORMAT fields of a table: the union of what its files declare, in the order in which they are first declared.
 */
public record NestedFields(List<NestedField> fields)
{
    /**
     * @param key as the files spell it
     * @param name as SQL has it: the key, unless another key differs from it only in case
     * @param description of the first header that declares it
     */
    public record NestedField(String key, String name, FieldType type, String description)
    {
        public NestedField
        {
            requireNonNull(key, "key is null");
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
            requireNonNull(description, "description is null");
        }
    }

    public NestedFields
    {
        fields = ImmutableList.copyOf(requireNonNull(fields, "fields is null"));
    }

    /**
     * @param declarations the fields of each file, in the order of the files
     */
    public static NestedFields union(List<Collection<VcfField>> declarations)
    {
        Map<String, FieldType> types = new LinkedHashMap<>();
        Map<String, String> descriptions = new LinkedHashMap<>();
        for (Collection<VcfField> declaration : declarations) {
            for (VcfField field : declaration) {
                types.merge(field.id(), FieldType.of(field), FieldType::union);
                descriptions.putIfAbsent(field.id(), field.description());
            }
        }
        Set<String> taken = types.keySet().stream()
                .map(key -> key.toLowerCase(ENGLISH))
                .collect(toCollection(HashSet::new));
        Set<String> seen = new HashSet<>();
        List<NestedField> fields = new ArrayList<>();
        types.forEach((key, type) -> {
            String name = key;
            if (!seen.add(key.toLowerCase(ENGLISH))) {
                int number = 2;
                while (!taken.add((key + "_" + number).toLowerCase(ENGLISH))) {
                    number++;
                }
                name = key + "_" + number;
            }
            fields.add(new NestedField(key, name, type, descriptions.get(key)));
        });
        return new NestedFields(fields);
    }

    public boolean isEmpty()
    {
        return fields.isEmpty();
    }

    public List<String> keys()
    {
        return fields.stream()
                .map(NestedField::key)
                .collect(toImmutableList());
    }

    /**
     * The fields whose names are not their keys.
     */
    public List<NestedField> renamed()
    {
        return fields.stream()
                .filter(field -> !field.name().equals(field.key()))
                .collect(toImmutableList());
    }
}
