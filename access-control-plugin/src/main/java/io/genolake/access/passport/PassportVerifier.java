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
import io.genolake.access.passport.InvalidTokenException.Reason;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Verifies a passport and each of its visas (GA4GH Passport v1.2, AAI OpenID Connect Profile v1.2.1): what does not depend on the time of a query.
 */
final class PassportVerifier
{
    static final int MAX_PASSPORT = 4 << 20;
    private static final int MAX_VISA = 64 << 10;
    private static final int MAX_VISAS = 2_000;
    private static final int MAX_NAME = 255;
    private static final int MAX_VALUE = 10_000;
    private static final String PASSPORT_TYPE = "vnd.ga4gh.passport+jwt";
    /**
     * How far the clocks of issuers may be ahead
     */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final PassportSettings settings;

    PassportVerifier(PassportSettings settings)
    {
        this.settings = requireNonNull(settings, "settings is null");
    }

    /**
     * @throws InvalidTokenException if the passport as a whole counts for nothing; a visa that does not count is left out
     */
    Passport verify(String token)
            throws InvalidTokenException
    {
        if (token.length() > MAX_PASSPORT) {
            throw new InvalidTokenException(Reason.TOO_LARGE);
        }
        SignedToken passport = SignedToken.verify(token, settings.brokers());
        // A visa of a broker that also issues visas is no passport
        if (!passport.type().equals(PASSPORT_TYPE)) {
            throw new InvalidTokenException(Reason.WRONG_TYPE);
        }
        Optional<List<String>> audience = passport.audience();
        if (audience.isPresent() && !settings.audience().map(audience.orElseThrow()::contains).orElse(false)) {
            throw new InvalidTokenException(Reason.OTHER_AUDIENCE);
        }
        List<String> tokens = passport.texts("ga4gh_passport_v1");
        if (tokens.size() > MAX_VISAS) {
            throw new InvalidTokenException(Reason.TOO_LARGE);
        }
        ImmutableList.Builder<Visa> visas = ImmutableList.builder();
        Map<Reason, Integer> ignored = new EnumMap<>(Reason.class);
        for (String visa : tokens) {
            try {
                visas.add(visa(visa));
            }
            catch (InvalidTokenException e) {
                ignored.merge(e.reason(), 1, Integer::sum);
            }
        }
        return new Passport(passport.identity(), passport.id(), early(passport.period()), visas.build(), ignored);
    }

    private Visa visa(String token)
            throws InvalidTokenException
    {
        if (token.length() > MAX_VISA) {
            throw new InvalidTokenException(Reason.TOO_LARGE);
        }
        SignedToken visa = SignedToken.verify(token, settings.issuers());
        if (visa.type().equals(PASSPORT_TYPE)) {
            throw new InvalidTokenException(Reason.WRONG_TYPE);
        }
        Map<?, ?> claims = visa.object("ga4gh_visa_v1");
        VisaIdentity identity = visa.identity();
        String source = SignedToken.text(claims, "source", MAX_NAME);
        if (!settings.issuers().get(identity.issuer()).sources().contains(source)) {
            throw new InvalidTokenException(Reason.UNTRUSTED_SOURCE);
        }
        String type = SignedToken.text(claims, "type", MAX_NAME);
        Optional<String> by = SignedToken.optionalText(claims, "by", MAX_NAME);
        if (by.isEmpty() && (type.equals(Visa.ACCEPTED_TERMS_AND_POLICIES) || type.equals(Visa.CONTROLLED_ACCESS_GRANTS))) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        Instant asserted = SignedToken.instant(claims, "asserted");
        return new Visa(
                identity,
                type,
                SignedToken.text(claims, "value", MAX_VALUE),
                source,
                by,
                asserted.getEpochSecond(),
                claims.containsKey("conditions") ? VisaConditions.parse(claims.get("conditions")) : Optional.empty(),
                early(asserted(visa.period(), asserted)));
    }

    /**
     * Cut by when the source made its assertion, and how long that counts.
     */
    private ValidityPeriod asserted(ValidityPeriod period, Instant asserted)
    {
        Instant end = asserted.plus(settings.maxAuthorization());
        return new ValidityPeriod(
                asserted.isAfter(period.from()) ? asserted : period.from(),
                end.isBefore(period.until()) ? end : period.until());
    }

    private static ValidityPeriod early(ValidityPeriod period)
    {
        return new ValidityPeriod(period.from().minus(SKEW), period.until());
    }
}
