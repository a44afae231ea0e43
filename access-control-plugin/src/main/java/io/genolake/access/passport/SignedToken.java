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
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import io.genolake.access.passport.InvalidTokenException.Reason;

import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * The claims of a JSON Web Token (RFC 7519), read strictly after its signature was verified.
 */
final class SignedToken
{
    private static final int MAX_HEADER = 8_192;
    private static final int MAX_NAME = 1_000;
    // The year 5138: what lies beyond is no time that anybody meant
    private static final long MAX_SECONDS = 100_000_000_000L;
    private static final Set<JWSAlgorithm> ALGORITHMS = ImmutableSet.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

    private final String type;
    private final Map<String, Object> claims;

    private SignedToken(String type, Map<String, Object> claims)
    {
        this.type = requireNonNull(type, "type is null");
        this.claims = requireNonNull(claims, "claims is null");
    }

    /**
     * @param issuers who may have signed the token, by the claim {@code iss}
     * @throws InvalidTokenException if it is not signed by one of them
     */
    static SignedToken verify(String text, Map<String, TrustedIssuer> issuers)
            throws InvalidTokenException
    {
        SignedJWT token = parse(text);
        JWSHeader header = token.getHeader();
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw new InvalidTokenException(Reason.ALGORITHM_NOT_ALLOWED);
        }
        if (header.getJWK() != null || header.getX509CertURL() != null || header.getX509CertChain() != null) {
            throw new InvalidTokenException(Reason.KEY_IN_HEADER);
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        // Who says to have signed it decides by which keys it is verified, and by no others
        Map<String, Object> claims = claims(token);
        TrustedIssuer issuer = claims.get("iss") instanceof String name ? issuers.get(name) : null;
        if (issuer == null) {
            throw new InvalidTokenException(Reason.UNTRUSTED_ISSUER);
        }
        URI keyUrl = header.getJWKURL();
        if (keyUrl != null && !issuer.keyUrl().equals(Optional.of(keyUrl.toString()))) {
            throw new InvalidTokenException(Reason.KEY_IN_HEADER);
        }
        issuer.keys().verify(token);
        String type = header.getType() == null ? "" : header.getType().getType().toLowerCase(ENGLISH);
        return new SignedToken(type.startsWith("application/") ? type.substring("application/".length()) : type, claims);
    }

    private static SignedJWT parse(String text)
            throws InvalidTokenException
    {
        int dot = text.indexOf('.');
        if (dot < 0 || dot > MAX_HEADER) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        try {
            return SignedJWT.parse(text);
        }
        catch (ParseException | RuntimeException _) {
            // An algorithm that signs nothing is no signed token to the library
            throw new InvalidTokenException(Reason.MALFORMED);
        }
    }

    private static Map<String, Object> claims(SignedJWT token)
            throws InvalidTokenException
    {
        try {
            Map<String, Object> claims = token.getPayload().toJSONObject();
            if (claims != null) {
                return claims;
            }
        }
        catch (RuntimeException _) {
            // As below
        }
        throw new InvalidTokenException(Reason.MALFORMED);
    }

    /**
     * The header's {@code typ} in lower case, without {@code application/}; empty if there is none.
     */
    String type()
    {
        return type;
    }

    /**
     * The claims {@code iss} and {@code sub}.
     */
    VisaIdentity identity()
            throws InvalidTokenException
    {
        return new VisaIdentity(text(claims, "iss", MAX_NAME), text(claims, "sub", MAX_NAME));
    }

    /**
     * From {@code iat} and {@code nbf} to {@code exp}.
     */
    ValidityPeriod period()
            throws InvalidTokenException
    {
        Instant issued = instant(claims, "iat");
        Instant notBefore = claims.containsKey("nbf") ? instant(claims, "nbf") : issued;
        return new ValidityPeriod(notBefore.isAfter(issued) ? notBefore : issued, instant(claims, "exp"));
    }

    Optional<String> id()
            throws InvalidTokenException
    {
        return optionalText(claims, "jti", MAX_NAME);
    }

    /**
     * The claim {@code aud}: one text, or a list of them.
     */
    Optional<List<String>> audience()
            throws InvalidTokenException
    {
        Object audience = claims.get("aud");
        if (!claims.containsKey("aud")) {
            return Optional.empty();
        }
        return Optional.of(audience instanceof String one ? List.of(one) : texts(audience));
    }

    List<String> texts(String name)
            throws InvalidTokenException
    {
        return texts(claims.get(name));
    }

    private static List<String> texts(Object value)
            throws InvalidTokenException
    {
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            throw new InvalidTokenException(Reason.MALFORMED);
        }
        return list.stream().map(String.class::cast).toList();
    }

    Map<?, ?> object(String name)
            throws InvalidTokenException
    {
        if (claims.get(name) instanceof Map<?, ?> object) {
            return object;
        }
        throw new InvalidTokenException(Reason.MALFORMED);
    }

    static String text(Map<?, ?> claims, String name, int maxLength)
            throws InvalidTokenException
    {
        if (claims.get(name) instanceof String text && !text.isEmpty() && text.length() <= maxLength) {
            return text;
        }
        throw new InvalidTokenException(Reason.MALFORMED);
    }

    static Optional<String> optionalText(Map<?, ?> claims, String name, int maxLength)
            throws InvalidTokenException
    {
        return claims.containsKey(name) ? Optional.of(text(claims, name, maxLength)) : Optional.empty();
    }

    /**
     * A time in seconds since 1970.
     */
    static Instant instant(Map<?, ?> claims, String name)
            throws InvalidTokenException
    {
        if (claims.get(name) instanceof Number number) {
            double seconds = number.doubleValue();
            if (seconds >= 0 && seconds <= MAX_SECONDS) {
                return Instant.ofEpochSecond(number.longValue());
            }
        }
        throw new InvalidTokenException(Reason.MALFORMED);
    }
}
