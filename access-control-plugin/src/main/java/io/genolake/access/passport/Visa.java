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

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A visa whose signature, issuer and source are trusted (GA4GH Passport v1.2, "Visa Object"). Whether it counts is a question of the time, of whose it
 * is and of its conditions.
 *
 * @param by the authority that asserted it: self, peer, system, so, dac
 * @param asserted when the source made the assertion, in seconds since 1970
 * @param period from when it was issued to the earlier of its expiry and the assertion's age
 */
record Visa(VisaIdentity identity, String type, String value, String source, Optional<String> by, long asserted, Optional<VisaConditions> conditions, ValidityPeriod period)
{
    static final String ACCEPTED_TERMS_AND_POLICIES = "AcceptedTermsAndPolicies";
    static final String CONTROLLED_ACCESS_GRANTS = "ControlledAccessGrants";
    static final String LINKED_IDENTITIES = "LinkedIdentities";
    static final String RESEARCHER_STATUS = "ResearcherStatus";

    Visa
    {
        requireNonNull(identity, "identity is null");
        requireNonNull(type, "type is null");
        requireNonNull(value, "value is null");
        requireNonNull(source, "source is null");
        requireNonNull(by, "by is null");
        requireNonNull(conditions, "conditions is null");
        requireNonNull(period, "period is null");
    }
}
