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

import com.google.common.collect.ImmutableMap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Whose passports and visas are trusted, and whose they are.
 *
 * @param credential name of the extra credential that a client sends its passport in
 * @param stored folder of passports, a file {@code USER.jwt} each
 * @param audience what the claim {@code aud} of a passport must have, if it has one
 * @param brokers who may sign passports, by {@code iss}
 * @param issuers who may sign visas, by {@code iss}
 * @param users the user of each identity: a passport is its user's alone
 * @param maxAuthorization how long an assertion of a source counts
 */
record PassportSettings(
        Optional<String> credential,
        Optional<Path> stored,
        Optional<String> audience,
        Map<String, TrustedIssuer> brokers,
        Map<String, TrustedIssuer> issuers,
        Map<VisaIdentity, String> users,
        Duration maxAuthorization)
{
    PassportSettings
    {
        requireNonNull(credential, "credential is null");
        requireNonNull(stored, "stored is null");
        requireNonNull(audience, "audience is null");
        brokers = ImmutableMap.copyOf(brokers);
        issuers = ImmutableMap.copyOf(issuers);
        users = ImmutableMap.copyOf(users);
        requireNonNull(maxAuthorization, "maxAuthorization is null");
    }
}
