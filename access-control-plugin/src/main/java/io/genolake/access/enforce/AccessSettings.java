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
package io.genolake.access.enforce;

import com.google.common.collect.ImmutableSet;

import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * @param sessionProperties the session properties that everybody may set; those of a catalog as {@code catalog.property}
 * @param catalog the catalog of the keyed functions
 */
public record AccessSettings(Set<String> sessionProperties, AccessCatalog catalog)
{
    public AccessSettings
    {
        sessionProperties = ImmutableSet.copyOf(sessionProperties);
        requireNonNull(catalog, "catalog is null");
    }
}
