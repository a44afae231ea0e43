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
package io.genolake.access.passport;

import com.google.common.collect.ImmutableSet;

import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * A broker, who signs passports, or an issuer of visas.
 *
 * @param keyUrl the only value that a token's header {@code jku} may have; it is never fetched
 * @param sources of an issuer: the organisations whose assertions it may pass on
 */
record TrustedIssuer(TrustedKeys keys, Optional<String> keyUrl, Set<String> sources)
{
    TrustedIssuer
    {
        requireNonNull(keys, "keys is null");
        requireNonNull(keyUrl, "keyUrl is null");
        sources = ImmutableSet.copyOf(sources);
    }
}
