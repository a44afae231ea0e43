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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.genolake.access.passport.InvalidTokenException.Reason;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A passport whose signature and broker are trusted, with those of its visas that are.
 *
 * @param id the claim {@code jti}
 * @param ignored how many visas were ignored, by reason
 */
record Passport(VisaIdentity identity, Optional<String> id, ValidityPeriod period, List<Visa> visas, Map<Reason, Integer> ignored)
{
    Passport
    {
        requireNonNull(identity, "identity is null");
        requireNonNull(id, "id is null");
        requireNonNull(period, "period is null");
        visas = ImmutableList.copyOf(visas);
        ignored = ImmutableMap.copyOf(ignored);
    }
}
