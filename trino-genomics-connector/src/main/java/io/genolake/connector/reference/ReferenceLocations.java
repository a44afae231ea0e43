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
package io.genolake.connector.reference;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;

import java.util.Map;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableMap.toImmutableMap;

/**
 * Where the reference genomes and the chain files of a catalog are, by the names that its properties give them:
 * {@code genomics.reference.<name>} and {@code genomics.chain.<name>}.
 *
 * @param references locations of FASTA files
 * @param chains locations of chain files
 */
public record ReferenceLocations(Map<String, String> references, Map<String, String> chains)
{
    private static final String REFERENCE_PREFIX = "genomics.reference.";
    private static final String CHAIN_PREFIX = "genomics.chain.";

    public ReferenceLocations
    {
        references = ImmutableSortedMap.copyOf(references);
        chains = ImmutableSortedMap.copyOf(chains);
    }

    /**
     * Those among the properties of a catalog.
     */
    public static ReferenceLocations fromProperties(Map<String, String> properties)
    {
        return new ReferenceLocations(withPrefix(properties, REFERENCE_PREFIX), withPrefix(properties, CHAIN_PREFIX));
    }

    /**
     * The properties of a catalog that are not of this kind.
     */
    public static Map<String, String> otherProperties(Map<String, String> properties)
    {
        return properties.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith(REFERENCE_PREFIX) && !entry.getKey().startsWith(CHAIN_PREFIX))
                .collect(toImmutableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, String> withPrefix(Map<String, String> properties, String prefix)
    {
        ImmutableMap.Builder<String, String> locations = ImmutableMap.builder();
        properties.forEach((property, location) -> {
            if (property.startsWith(prefix)) {
                checkArgument(property.length() > prefix.length(), "The property %s has no name after its last dot", property);
                checkArgument(!location.isBlank(), "The property %s has no location", property);
                locations.put(property.substring(prefix.length()), location.strip());
            }
        });
        return locations.buildOrThrow();
    }
}
