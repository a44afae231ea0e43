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
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.genolake.access.passport.InvalidTokenException.Reason;
import io.genolake.access.policy.PolicyException;

import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * The public keys of an issuer, from a file of JSON Web Keys (RFC 7517) of the policy. Keys are never fetched, and never taken from a token. An algorithm
 * belongs to its key: ES256 to keys of the curve P-256, RS256 to RSA keys of 2048 bits or more.
 */
final class TrustedKeys
{
    private static final int MIN_RSA_BITS = 2048;

    private final Map<String, TrustedKey> keys;

    private record TrustedKey(JWSAlgorithm algorithm, JWSVerifier verifier)
    {
        private TrustedKey
        {
            requireNonNull(algorithm, "algorithm is null");
            requireNonNull(verifier, "verifier is null");
        }
    }

    private TrustedKeys(Map<String, TrustedKey> keys)
    {
        this.keys = ImmutableMap.copyOf(keys);
    }

    /**
     * @param file name of the file, for messages
     * @throws PolicyException if it has no key that could be used, or one that must not be there
     */
    static TrustedKeys parse(String file, String text)
    {
        JWKSet set;
        try {
            set = JWKSet.parse(text);
        }
        catch (ParseException | RuntimeException _) {
            throw new PolicyException(file, 0, "this is no set of JSON Web Keys", "Save what the issuer publishes at its jwks_uri, as {\"keys\": [...]}");
        }
        Map<String, TrustedKey> keys = new HashMap<>();
        for (JWK key : set.getKeys()) {
            // A secret that verifies also signs: whoever reads this file could make passports
            if (key.isPrivate()) {
                throw new PolicyException(file, 0, "a key is private or symmetric", "Keep only public keys in the file, and replace the key that was in it");
            }
            if (!isForSigning(key)) {
                continue;
            }
            if (key.getKeyID() == null) {
                throw new PolicyException(file, 0, "a key has no kid", "Give each key the kid that the tokens name");
            }
            if (keys.put(key.getKeyID(), trusted(file, key)) != null) {
                throw new PolicyException(file, 0, "two keys have one kid", "Keep one of the two");
            }
        }
        if (keys.isEmpty()) {
            throw new PolicyException(file, 0, "no key can be used", "Name a file with keys for ES256 (P-256) or RS256 (RSA of at least 2048 bits)");
        }
        return new TrustedKeys(keys);
    }

    private static boolean isForSigning(JWK key)
    {
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
            return false;
        }
        return switch (key) {
            case ECKey ec -> ec.getCurve().equals(Curve.P_256) && isFor(key, JWSAlgorithm.ES256);
            case RSAKey rsa -> rsa.size() >= MIN_RSA_BITS && isFor(key, JWSAlgorithm.RS256);
            default -> false;
        };
    }

    private static boolean isFor(JWK key, JWSAlgorithm algorithm)
    {
        return key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm);
    }

    private static TrustedKey trusted(String file, JWK key)
    {
        try {
            return key instanceof ECKey ec
                    ? new TrustedKey(JWSAlgorithm.ES256, new ECDSAVerifier(ec))
                    : new TrustedKey(JWSAlgorithm.RS256, new RSASSAVerifier((RSAKey) key));
        }
        catch (JOSEException | RuntimeException _) {
            throw new PolicyException(file, 0, "a key is damaged", "Save the file from the issuer anew");
        }
    }

    /**
     * @throws InvalidTokenException if the token is not signed by one of the keys
     */
    void verify(SignedJWT token)
            throws InvalidTokenException
    {
        String name = token.getHeader().getKeyID();
        TrustedKey key = name == null ? null : keys.get(name);
        if (key == null) {
            throw new InvalidTokenException(Reason.UNKNOWN_KEY);
        }
        if (!key.algorithm().equals(token.getHeader().getAlgorithm())) {
            throw new InvalidTokenException(Reason.ALGORITHM_NOT_ALLOWED);
        }
        try {
            if (!token.verify(key.verifier())) {
                throw new InvalidTokenException(Reason.BAD_SIGNATURE);
            }
        }
        catch (JOSEException | RuntimeException _) {
            throw new InvalidTokenException(Reason.BAD_SIGNATURE);
        }
    }
}
