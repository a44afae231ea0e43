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

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A broker or issuer of visas with a key of its own, made for the test.
 */
public final class TestingIssuer
{
    public static final String PASSPORT = "vnd.ga4gh.passport+jwt";
    public static final String VISA = "vnd.ga4gh.visa+jwt";

    private final String url;
    private final JWK key;

    private TestingIssuer(String url, JWK key)
    {
        this.url = url;
        this.key = key;
    }

    public static TestingIssuer elliptic(String url)
    {
        try {
            return new TestingIssuer(url, new ECKeyGenerator(Curve.P_256).keyID("key-of-" + url).generate());
        }
        catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public static TestingIssuer rsa(String url)
    {
        try {
            return new TestingIssuer(url, new RSAKeyGenerator(2048).keyID("key-of-" + url).generate());
        }
        catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Says to be another, whose key it does not have.
     */
    public TestingIssuer as(String other)
    {
        return new TestingIssuer(other, key);
    }

    public String url()
    {
        return url;
    }

    public JWK key()
    {
        return key;
    }

    public String jwks()
    {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    public String passport(String subject, Instant now, List<String> visas)
    {
        return passport(subject, now, visas, claims -> claims);
    }

    public String passport(String subject, Instant now, List<String> visas, UnaryOperator<Map<String, Object>> change)
    {
        Map<String, Object> claims = standardClaims(subject, now);
        claims.put("jti", "passport-1");
        claims.put("ga4gh_passport_v1", visas);
        return sign(header(PASSPORT), change.apply(claims));
    }

    public String visa(String subject, Instant now, Map<String, ?> visa)
    {
        return visa(subject, now, visa, claims -> claims);
    }

    public String visa(String subject, Instant now, Map<String, ?> visa, UnaryOperator<Map<String, Object>> change)
    {
        Map<String, Object> object = new TreeMap<>(visa);
        object.putIfAbsent("asserted", now.minusSeconds(86_400).getEpochSecond());
        Map<String, Object> claims = standardClaims(subject, now);
        claims.put("ga4gh_visa_v1", object);
        return sign(header(VISA), change.apply(claims));
    }

    private Map<String, Object> standardClaims(String subject, Instant now)
    {
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", url);
        claims.put("sub", subject);
        claims.put("iat", now.minusSeconds(60).getEpochSecond());
        claims.put("exp", now.plusSeconds(3600).getEpochSecond());
        return claims;
    }

    public JWSHeader.Builder header(String type)
    {
        return new JWSHeader.Builder(key instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256)
                .type(new JOSEObjectType(type))
                .keyID(key.getKeyID());
    }

    public String sign(JWSHeader.Builder header, Map<String, Object> claims)
    {
        try {
            JWSSigner signer = key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner((RSAKey) key);
            JWSObject token = new JWSObject(header.build(), new Payload(claims));
            token.sign(signer);
            return token.serialize();
        }
        catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
