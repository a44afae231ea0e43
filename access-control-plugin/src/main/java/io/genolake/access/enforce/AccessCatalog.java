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

import java.util.Optional;
import java.util.Set;

/**
 * The catalog with the tables and functions of the access control itself.
 */
public interface AccessCatalog
{
    String TABLE_SCHEMA = "policy";
    String AUDIT_TABLE = "audit";
    /**
     * Functions of keys, for masks alone
     */
    String FUNCTION_SCHEMA = "keyed";
    /**
     * A function a key, which turns tokens back
     */
    String REIDENTIFY_SCHEMA = "reidentify";
    /**
     * Functions without keys, for everybody
     */
    String OPEN_SCHEMA = "deid";

    AccessCatalog NONE = new AccessCatalog()
    {
        @Override
        public Optional<String> name()
        {
            return Optional.empty();
        }

        @Override
        public Set<String> keys()
        {
            return ImmutableSet.of();
        }
    };

    /**
     * @return empty if there is none
     */
    Optional<String> name();

    /**
     * The keys that its functions have.
     */
    Set<String> keys();
}
