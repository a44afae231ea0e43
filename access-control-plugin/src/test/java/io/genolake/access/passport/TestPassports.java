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
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.genolake.access.PolicyDirectory;
import io.genolake.access.policy.TableName;
import io.genolake.access.subject.Subject;
import io.genolake.access.subject.SubjectRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import static io.genolake.access.PolicyDirectory.NOW;
import static io.genolake.access.passport.TestingIssuer.PASSPORT;
import static io.genolake.access.passport.TestingIssuer.VISA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ENGLISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Passports with keys that the test makes: what counts, and everything that must not.
 */
final class TestPassports
{
    private static final String BROKER = "https://broker.example/";
    private static final String EGA = "https://ega.example/";
    private static final String HOME = "https://home.example/";
    private static final String DAC = "https://ega.example/dacs/1";
    private static final String DATASET = "https://ega.example/datasets/EGAD1";
    private static final String REGISTERED = "https://doi.org/10.1038/s41431-018-0219-y";

    // Made once: RSA keys take their time
    private static final TestingIssuer broker = TestingIssuer.elliptic(BROKER);
    private static final TestingIssuer ega = TestingIssuer.rsa(EGA);
    private static final TestingIssuer home = TestingIssuer.elliptic(HOME);

    private static final String POLICY =
            """
            version: 1
            service_user: genolake-policy
            attributes:
              passport:
                credential: passport
                stored: passports/
                brokers: {https://broker.example/: {jwks: broker.json}}
                issuers:
                  https://ega.example/: {jwks: ega.json, sources: [https://ega.example/dacs/1], jku: https://ega.example/jwks}
                  https://home.example/: {jwks: home.json, sources: [https://home.example]}
                bind: {claims: [iss, sub], map: users.csv}
                max_authorization_ttl: P30D
            tags: {visa: {}}
            resources:
              - {table: genomics.ega.*, tags: {visa: "https://ega.example/datasets/EGAD1"}}
            rules:
              - {id: ega-visa, effect: permit, verbs: [describe, select], resources: {tags: {visa: "*"}}, rows: all,
                 when: "user.visas.exists(v, v.type == 'ControlledAccessGrants' && v.by == 'dac' && v.value == tags.visa)"}
            """;

    private static final String USERS =
            """
            iss,sub,user
            https://broker.example/,alice-1,alice
            https://ega.example/,alice-ega,alice
            https://broker.example/,bob-1,bob
            """;

    private static final Map<String, String> GRANT = Map.of("type", "ControlledAccessGrants", "value", DATASET, "source", DAC, "by", "dac");
    private static final Map<String, String> FACULTY = Map.of("type", "AffiliationAndRole", "value", "faculty@home.example", "source", "https://home.example", "by", "so");

    @TempDir
    private Path directory;
    private PolicyDirectory policy;
    private PassportAttributes attributes;

    @BeforeEach
    void setUp()
    {
        policy = new PolicyDirectory(directory)
                .write("policy.yaml", POLICY)
                .write("users.csv", USERS)
                .write("broker.json", broker.jwks())
                .write("ega.json", ega.jwks())
                .write("home.json", home.jwks());
        attributes = load();
    }

    private PassportAttributes load()
    {
        return (PassportAttributes) policy.load().subjects().sources().getFirst();
    }

    @Test
    void testGood()
    {
        String passport = broker.passport("alice-1", NOW, List.of(grant(), ega.visa("alice-ega", NOW, Map.of("type", "X", "value", "y", "source", DAC, "asserted", NOW.getEpochSecond()))));
        assertThat(visas("alice", passport)).hasSize(2);
        assertThat(visas("alice", passport).getFirst()).isEqualTo(Map.of(
                "type", "ControlledAccessGrants",
                "value", DATASET,
                "source", DAC,
                "by", "dac",
                "asserted", NOW.minusSeconds(86_400).getEpochSecond(),
                "iss", EGA,
                "sub", "alice-ega",
                "conditions", List.of()));
        assertThat(visas("alice", passport).getLast()).extracting(visa -> visa.containsKey("by")).isEqualTo(false);
        assertThat(attributes.provenance(request("alice", passport, NOW)))
                .isEqualTo(Map.of("passport", "accepted", "passport_iss", BROKER, "passport_jti", "passport-1", "visas", "2"));
        // as every request, and without a passport
        assertThat(visas("alice", passport)).hasSize(2);
        assertThat(attributes.attributes(new SubjectRequest("alice", Set.of(), Map.of(), NOW))).isEmpty();
        assertThat(attributes.provenance(new SubjectRequest("alice", Set.of(), Map.of(), NOW))).isEmpty();
    }

    @Test
    void testDecision()
    {
        String passport = broker.passport("alice-1", NOW, List.of(grant()));
        assertThat(policy.engine().decide(subject("alice", passport), tableName()).rows().isAll()).isTrue();
        assertThat(policy.engine().decide(subject("bob", passport), tableName()).verbs()).isEmpty();
        assertThat(policy.engine().decide(subject("bob", passport), tableName()).reasons()).containsExactly("ega-visa: attribute missing: user.visas");
        String peer = broker.passport("alice-1", NOW, List.of(ega.visa("alice-ega", NOW, with(GRANT, "by", "peer"))));
        assertThat(policy.engine().decide(subject("alice", peer), tableName()).verbs()).isEmpty();
    }

    @Test
    void testTimesOfThePassport()
    {
        assertRefused("expired", change(claims -> claims.put("exp", NOW.getEpochSecond())));
        assertRefused("expired", change(claims -> claims.put("nbf", NOW.plusSeconds(61).getEpochSecond())));
        assertRefused("expired", change(claims -> claims.put("iat", NOW.plusSeconds(61).getEpochSecond())));
        assertThat(visas("alice", change(claims -> claims.put("iat", NOW.plusSeconds(59).getEpochSecond())))).hasSize(1);
        assertThat(visas("alice", change(claims -> claims.put("nbf", NOW.getEpochSecond())))).hasSize(1);
        assertRefused("malformed", change(claims -> claims.remove("exp")));
        assertRefused("malformed", change(claims -> claims.remove("iat")));
        assertRefused("malformed", change(claims -> claims.put("exp", "tomorrow")));
        assertRefused("malformed", change(claims -> claims.put("exp", 1e300)));
        assertRefused("malformed", change(claims -> claims.put("exp", -1)));
    }

    @Test
    void testValidityIsJudgedAtEveryQuery()
    {
        String passport = broker.passport("alice-1", NOW, List.of(
                ega.visa("alice-ega", NOW, GRANT, claims -> with(claims, "exp", NOW.plusSeconds(10).getEpochSecond())),
                ega.visa("alice-ega", NOW, GRANT, claims -> with(claims, "nbf", NOW.plusSeconds(80).getEpochSecond())),
                ega.visa("alice-ega", NOW, with(GRANT, "asserted", NOW.minus(Duration.ofDays(30)).plusSeconds(100).getEpochSecond()))));
        for (Map.Entry<Integer, Integer> expected : ImmutableMap.of(0, 2, 9, 2, 10, 1, 19, 1, 20, 2, 99, 2, 100, 1, 3599, 1).entrySet()) {
            assertThat(visasAt("alice", passport, NOW.plusSeconds(expected.getKey()))).as("after %s s", expected.getKey()).hasSize(expected.getValue());
        }
        assertThat(attributes.attributes(request("alice", passport, NOW.plusSeconds(3600)))).isEmpty();
        // and back: another query may have begun before
        assertThat(visasAt("alice", passport, NOW)).hasSize(2);
    }

    @Test
    void testOtherUsersPassport()
    {
        String passport = passport();
        assertThat(attributes.attributes(request("bob", passport, NOW))).isEmpty();
        assertThat(attributes.provenance(request("bob", passport, NOW))).isEqualTo(Map.of("passport", "refused: it is not bound to the user"));
        assertThat(attributes.attributes(request("Alice", passport, NOW))).isEmpty();
        assertRefused("not bound", broker.passport("nobody", NOW, List.of(grant())));
        assertRefused("not bound", broker.passport("ALICE-1", NOW, List.of(grant())));
        assertThat(visas("alice", passport)).hasSize(1);
    }

    @Test
    void testSignatures()
            throws JOSEException, ParseException
    {
        Map<String, Object> claims = claims(passport());
        String none = encode("{\"alg\":\"none\",\"typ\":\"" + PASSPORT + "\"}") + "." + encode(new JWTClaimsSet.Builder(JWTClaimsSet.parse(claims)).build().toString()) + ".";
        assertRefused("", none);
        assertRefused("", none + "AAAA");
        // the public key of an issuer as the secret of an HMAC
        RSAKey key = (RSAKey) ega.key();
        Map<String, Object> visa = claims(grant());
        for (byte[] secret : List.of(key.toPublicKey().getEncoded(), ega.jwks().getBytes(UTF_8), key.toPublicJWK().toJSONString().getBytes(UTF_8))) {
            SignedJWT forged = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), JWTClaimsSet.parse(visa));
            forged.sign(new MACSigner(secret));
            assertIgnored("neither ES256 nor RS256", forged.serialize());
        }
        // algorithms of the same keys
        assertIgnored("neither ES256 nor RS256", ega.sign(new JWSHeader.Builder(JWSAlgorithm.RS512).keyID(key.getKeyID()), visa));
        assertIgnored("neither ES256 nor RS256", ega.sign(new JWSHeader.Builder(JWSAlgorithm.PS256).keyID(key.getKeyID()), visa));
        // an algorithm of another key
        assertIgnored("neither ES256 nor RS256", home.as(EGA).sign(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()), visa));
        assertIgnored("key is not known", ega.sign(ega.header(VISA).keyID("other"), visa));
        assertIgnored("key is not known", ega.sign(ega.header(VISA).keyID(null), visa));
        // another key of the same name
        TestingIssuer impostor = TestingIssuer.rsa(EGA);
        assertIgnored("signature is wrong", impostor.visa("alice-ega", NOW, GRANT));
        assertRefused("signature is wrong", TestingIssuer.elliptic(BROKER).passport("alice-1", NOW, List.of(grant())));
        // a changed claim
        String[] parts = passport().split("\\.");
        String changed = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8).replace("alice-1", "bob-1");
        assertThat(attributes.provenance(request("bob", parts[0] + "." + encode(changed) + "." + parts[2], NOW)).get("passport")).contains("signature is wrong");
        assertRefused("", parts[0] + "." + parts[1] + ".");
    }

    @Test
    void testKeysInHeadersAreRefused()
    {
        Map<String, Object> visa = claims(grant());
        TestingIssuer impostor = TestingIssuer.rsa(EGA);
        for (TestingIssuer signer : List.of(impostor, ega)) {
            assertIgnored("its header brings a key", signer.sign(signer.header(VISA).jwk(signer.key().toPublicJWK()), visa));
            assertIgnored("its header brings a key", signer.sign(signer.header(VISA).x509CertURL(URI.create("https://evil.example/cert")), visa));
            assertIgnored("its header brings a key", signer.sign(signer.header(VISA).jwkURL(URI.create("https://evil.example/jwks")), visa));
        }
        // the one that the policy names, which the format of documents asks for; the key is still that of the file
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(ega.sign(ega.header(VISA).jwkURL(URI.create("https://ega.example/jwks")), visa))))).hasSize(1);
        assertIgnored("signature is wrong", impostor.sign(impostor.header(VISA).jwkURL(URI.create("https://ega.example/jwks")), visa));
        assertIgnored("malformed", ega.sign(ega.header(VISA).criticalParams(Set.of("exp")).customParam("exp", 1), visa));
    }

    @Test
    void testTrust()
    {
        // an issuer that nobody named, and one for another
        assertIgnored("issuer is not trusted", TestingIssuer.elliptic("https://other.example/").visa("alice-ega", NOW, GRANT));
        assertIgnored("key is not known", home.as(EGA).visa("alice-ega", NOW, GRANT));
        assertIgnored("issuer is not trusted", broker.visa("alice-1", NOW, GRANT));
        assertIgnored("source is not trusted", ega.visa("alice-ega", NOW, with(GRANT, "source", "https://ega.example/dacs/2")));
        assertIgnored("source is not trusted", ega.visa("alice-ega", NOW, with(GRANT, "source", DAC + "/")));
        assertIgnored("source is not trusted", ega.visa("alice-ega", NOW, with(GRANT, "source", DAC.toUpperCase(ENGLISH))));
        // a source of another issuer
        assertIgnored("source is not trusted", ega.visa("alice-ega", NOW, with(GRANT, "source", "https://home.example")));
        // who signs visas does not sign passports
        assertRefused("issuer is not trusted", ega.passport("alice-ega", NOW, List.of(grant())));
        assertRefused("issuer is not trusted", TestingIssuer.elliptic("https://broker.example").passport("alice-1", NOW, List.of(grant())));
    }

    @Test
    void testTypes()
    {
        assertRefused("its type is another", broker.sign(broker.header(VISA), claims(passport())));
        assertRefused("its type is another", broker.sign(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(broker.key().getKeyID()), claims(passport())));
        assertIgnored("its type is another", ega.sign(ega.header(PASSPORT), claims(grant())));
        assertThat(visas("alice", broker.sign(broker.header("application/" + PASSPORT), claims(passport())))).hasSize(1);
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(ega.sign(ega.header(VISA).type(JOSEObjectType.JWT), claims(grant())))))).hasSize(1);
    }

    @Test
    void testAudience()
    {
        String forAnother = change(claims -> claims.put("aud", "https://other.example/"));
        assertRefused("for another audience", forAnother);
        policy.write("policy.yaml", POLICY.replace("credential: passport", "credential: passport\n    audience: https://lake.example/"));
        attributes = load();
        assertRefused("for another audience", forAnother);
        assertThat(visas("alice", change(claims -> claims.put("aud", List.of("https://other.example/", "https://lake.example/"))))).hasSize(1);
        assertThat(visas("alice", passport())).hasSize(1);
    }

    @Test
    void testVisaObjects()
    {
        for (String claim : List.of("type", "value", "source", "by", "asserted")) {
            assertIgnored("malformed", ega.visa("alice-ega", NOW, with(GRANT, claim, List.of("x"))));
            assertIgnored("malformed", ega.visa("alice-ega", NOW, with(GRANT, claim, "")));
            if (!claim.equals("asserted")) {
                Map<String, Object> lacking = new TreeMap<>(GRANT);
                lacking.remove(claim);
                assertIgnored("malformed", ega.visa("alice-ega", NOW, lacking));
            }
        }
        assertIgnored("malformed", ega.visa("alice-ega", NOW, GRANT, claims -> with(claims, "ga4gh_visa_v1", "x")));
        assertIgnored("malformed", ega.visa("alice-ega", NOW, GRANT, claims -> with(claims, "sub", 7)));
        assertRefused("malformed", change(claims -> claims.put("ga4gh_passport_v1", "x")));
        assertRefused("malformed", change(claims -> claims.put("ga4gh_passport_v1", List.of(1))));
        assertRefused("malformed", change(claims -> claims.remove("ga4gh_passport_v1")));
        assertIgnored("malformed", "x");
        assertIgnored("malformed", "a.b.c");
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of()))).isEmpty();
    }

    @Test
    void testExpiredVisaInGoodPassport()
    {
        String expired = ega.visa("alice-ega", NOW, GRANT, claims -> with(claims, "exp", NOW.getEpochSecond()));
        assertIgnored("it has expired or is not valid yet", expired);
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(expired, grant())))).hasSize(1);
        assertIgnored("it has expired", ega.visa("alice-ega", NOW, GRANT, claims -> with(claims, "iat", NOW.plusSeconds(3600).getEpochSecond())));
        // asserted too long ago, though it has not expired
        assertIgnored("it has expired", ega.visa("alice-ega", NOW, with(GRANT, "asserted", NOW.minus(Duration.ofDays(30)).getEpochSecond())));
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(ega.visa("alice-ega", NOW, with(GRANT, "asserted", NOW.minus(Duration.ofDays(30)).plusSeconds(1).getEpochSecond())))))).hasSize(1);
        assertIgnored("it has expired", ega.visa("alice-ega", NOW, with(GRANT, "asserted", NOW.plusSeconds(61).getEpochSecond())));
    }

    @Test
    void testOtherSubjects()
    {
        assertIgnored("of another subject", ega.visa("bob-ega", NOW, GRANT));
        // the same name at another issuer is somebody else
        assertIgnored("of another subject", ega.visa("alice-1", NOW, GRANT));
    }

    @Test
    void testLinkedIdentities()
    {
        String other = ega.visa("a;b,c", NOW, GRANT);
        assertIgnored("of another subject", other);
        String linked = "a%3Bb%2Cc,https%3A%2F%2Fega.example%2F";
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(other, link(ega, "alice-ega", linked, DAC))))).hasSize(2);
        // the other way round, and by a chain
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(other, link(home, "h1", "alice-1,https%3A%2F%2Fbroker.example%2F;" + linked, "https://home.example"))))).hasSize(2);
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(
                other,
                link(home, "h1", linked, "https://home.example"),
                link(ega, "alice-ega", "h1,https%3A%2F%2Fhome.example%2F", DAC))))).hasSize(3);
        // of other people, of no trusted source, expired, conditional, not encoded
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(other, link(ega, "eve", linked, DAC))))).isEmpty();
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(other, link(ega, "alice-ega", linked, "https://evil.example"))))).isEmpty();
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(other, link(home.as(EGA), "alice-ega", linked, DAC))))).isEmpty();
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(
                other,
                ega.visa("alice-ega", NOW, Map.of("type", "LinkedIdentities", "value", linked, "source", DAC), claims -> with(claims, "exp", NOW.getEpochSecond())))))).isEmpty();
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(
                other,
                ega.visa("alice-ega", NOW, Map.of("type", "LinkedIdentities", "value", linked, "source", DAC, "conditions", List.of(List.of(Map.of("type", "ControlledAccessGrants", "by", "const:dac"))))))))).isEmpty();
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(other, link(ega, "alice-ega", linked + ";%zz,x", DAC))))).hasSize(1);
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(other, link(ega, "alice-ega", "a;b,c,https://ega.example/", DAC))))).hasSize(1);
    }

    @Test
    void testLongChains()
    {
        List<String> visas = new ArrayList<>();
        String last = "";
        for (int i = 0; i < 200; i++) {
            last = "h" + i;
            visas.addFirst(link(home, i == 0 ? "alice-h" : "h" + (i - 1), last + ",https%3A%2F%2Fhome.example%2F", "https://home.example"));
        }
        visas.add(link(ega, "alice-ega", "alice-h,https%3A%2F%2Fhome.example%2F", DAC));
        visas.add(home.visa(last, NOW, FACULTY));
        assertThat(visas("alice", broker.passport("alice-1", NOW, visas))).hasSize(202);
    }

    @Test
    void testConditions()
    {
        List<List<Map<String, String>>> faculty = List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "const:faculty@home.example", "by", "const:so")));
        assertThat(conditional(faculty)).isTrue();
        assertThat(conditional(List.of())).isTrue();
        assertThat(conditional(List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "const:Faculty@home.example"))))).isFalse();
        assertThat(conditional(List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "const:faculty"))))).isFalse();
        assertThat(conditional(List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "pattern:faculty@*"))))).isTrue();
        assertThat(conditional(List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "pattern:faculty@*.exampl"))))).isFalse();
        assertThat(conditional(List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "pattern:*culty?home*e"))))).isTrue();
        assertThat(conditional(List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "split_pattern:faculty@*"))))).isTrue();
        assertThat(conditional(List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "regex:.*"))))).isFalse();
        // clauses AND, alternatives OR; the claims of one clause are of one visa
        Map<String, String> no = Map.of("type", "AffiliationAndRole", "value", "const:no");
        assertThat(conditional(List.of(List.of(faculty.getFirst().getFirst(), no)))).isFalse();
        assertThat(conditional(List.of(List.of(no), faculty.getFirst()))).isTrue();
        assertThat(conditional(List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "const:student@home.example", "by", "const:so"))))).isFalse();
        assertThat(conditional(List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "const:student@home.example"))))).isTrue();
        assertThat(conditional(List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "const:student@home.example", "by", "pattern:*"))))).isFalse();
        assertThat(conditional(List.of(List.of(Map.of("type", "ResearcherStatus", "value", "pattern:*"))))).isFalse();
        // not on itself, nor on what is conditional itself
        assertThat(conditional(List.of(List.of(Map.of("type", "ControlledAccessGrants", "value", "pattern:*"))))).isFalse();
        // what is not understood
        for (Object wrong : Arrays.asList(
                "x",
                1,
                Map.of(),
                List.of(List.of()),
                List.of(Map.of()),
                List.of(List.of("x")),
                List.of(List.of(Map.of("type", "AffiliationAndRole"))),
                List.of(List.of(Map.of("value", "pattern:*"))),
                List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "faculty@home.example"))),
                List.of(List.of(Map.of("type", "AffiliationAndRole", "asserted", "const:1"))),
                List.of(List.of(Map.of("type", "AffiliationAndRole", "value", 1))),
                List.of(faculty.getFirst(), List.of(Map.of("type", "AffiliationAndRole", "conditions", "pattern:*"))),
                Collections.nCopies(101, faculty.getFirst()))) {
            assertThat(conditional(wrong)).as(wrong.toString().substring(0, Math.min(100, wrong.toString().length()))).isFalse();
        }
        assertIgnored("its conditions are not met", ega.visa("alice-ega", NOW, with(GRANT, "conditions", faculty)));
    }

    @Test
    void testConditionsLookAtAcceptedVisasOnly()
    {
        List<List<Map<String, String>>> faculty = List.of(List.of(Map.of("type", "AffiliationAndRole", "value", "pattern:faculty@*")));
        String conditional = ega.visa("alice-ega", NOW, with(GRANT, "conditions", faculty));
        for (String other : List.of(
                home.visa("h1", NOW, FACULTY),
                home.visa("alice-1", NOW, FACULTY),
                TestingIssuer.elliptic(HOME).visa("alice-h", NOW, FACULTY),
                home.visa("alice-h", NOW, with(FACULTY, "source", "https://evil.example")),
                home.visa("alice-h", NOW, FACULTY, claims -> with(claims, "exp", NOW.getEpochSecond())))) {
            assertThat(visas("alice", broker.passport("alice-1", NOW, List.of(conditional, other)))).isEmpty();
        }
    }

    @Test
    void testPatternsAreBounded()
    {
        assertThat(VisaPattern.matches("a*b?d", "axxbbcd", new VisaConditions.Budget())).isTrue();
        assertThat(VisaPattern.matches("", "", new VisaConditions.Budget())).isTrue();
        assertThat(VisaPattern.matches("*", "", new VisaConditions.Budget())).isTrue();
        assertThat(VisaPattern.matches("?", "", new VisaConditions.Budget())).isFalse();
        assertThat(VisaPattern.matches("?", "\uD83E\uDDEC", new VisaConditions.Budget())).isTrue();
        assertThat(VisaPattern.matches("**?*", "*", new VisaConditions.Budget())).isTrue();
        // what would take too many steps matches nothing, and takes no more of them
        VisaConditions.Budget budget = new VisaConditions.Budget();
        String pattern = "*" + "a".repeat(999) + "b";
        for (int i = 0; i < 1_000; i++) {
            assertThat(VisaPattern.matches(pattern, "a".repeat(10_000), budget)).isFalse();
        }
        assertThat(VisaPattern.matches("*", "a", budget)).isFalse();
    }

    @Test
    void testRegisteredAccess()
    {
        Map<String, String> terms = Map.of("type", "AcceptedTermsAndPolicies", "value", REGISTERED, "source", "https://home.example", "by", "self");
        Map<String, String> status = Map.of("type", "ResearcherStatus", "value", REGISTERED, "source", "https://home.example", "by", "so");
        assertThat(registered(terms, status)).isEqualTo(true);
        assertThat(registered(terms)).isEqualTo(false);
        assertThat(registered(status)).isEqualTo(false);
        assertThat(registered(terms, withText(status, "value", REGISTERED + "/"))).isEqualTo(false);
        assertThat(registered(terms, withText(status, "value", "https://doi.org/10.1038/S41431-018-0219-Y"))).isEqualTo(false);
        assertThat(registered(terms, withText(status, "source", "https://evil.example"))).isEqualTo(false);
        // half of it another's
        assertThat(attributes.attributes(request("alice", broker.passport("alice-1", NOW, List.of(home.visa("alice-h", NOW, terms), home.visa("h1", NOW, status))), NOW)).get("registered_access")).isEqualTo(false);
    }

    @Test
    void testStored()
            throws IOException
    {
        Path folder = Files.createDirectories(directory.resolve("passports"));
        Files.writeString(folder.resolve("alice.jwt"), passport() + "\n");
        SubjectRequest request = new SubjectRequest("alice", Set.of(), Map.of(), NOW);
        for (int i = 0; i < 2; i++) {
            assertThat((List<?>) attributes.attributes(request).get("visas")).hasSize(1);
        }
        // the one that is sent counts
        assertThat(visas("alice", broker.passport("alice-1", NOW, List.of()))).isEmpty();
        // another's in one's own place
        Files.writeString(folder.resolve("bob.jwt"), passport());
        assertThat(attributes.attributes(new SubjectRequest("bob", Set.of(), Map.of(), NOW))).isEmpty();
        // names lead nowhere else
        Files.writeString(directory.resolve("alice.jwt"), passport());
        for (String user : List.of("../alice", "..", "a/../alice", "a\0b", "x".repeat(100))) {
            assertThat(attributes.attributes(new SubjectRequest(user, Set.of(), Map.of(), NOW))).as(user).isEmpty();
        }
        Files.writeString(folder.resolve("alice.jwt"), "x".repeat((4 << 20) + 1));
        assertThat(attributes.provenance(request)).isEqualTo(Map.of("passport", "refused: it is too large"));
        Files.delete(folder.resolve("alice.jwt"));
        assertThat(attributes.provenance(request)).isEmpty();
    }

    @Test
    void testManyVisas()
            throws IOException
    {
        List<String> visas = new ArrayList<>();
        for (int i = 0; i < 998; i++) {
            visas.add(home.visa("alice-h", NOW, with(FACULTY, "value", "faculty@%s.example".formatted(i))));
        }
        visas.add(link(ega, "alice-ega", "alice-h,https%3A%2F%2Fhome.example%2F", DAC));
        visas.add(ega.visa("alice-ega", NOW, with(GRANT, "conditions", Collections.nCopies(100, List.of(Map.of("type", "AffiliationAndRole", "value", "pattern:*a*l*e*z*"))))));
        String passport = broker.passport("alice-1", NOW, visas);
        Files.writeString(Files.createDirectories(directory.resolve("passports")).resolve("alice.jwt"), passport);
        SubjectRequest request = new SubjectRequest("alice", Set.of(), Map.of(), NOW);
        assertThat((List<?>) attributes.attributes(request).get("visas")).hasSize(999);
        assertThat(attributes.provenance(request)).containsEntry("visas", "999").containsEntry("ignored_visas", "1: its conditions are not met");
        // as a condition of the policy
        assertThat(policy.engine().decide(subject("alice", passport), tableName()).verbs()).isEmpty();

        assertRefused("too large", broker.passport("alice-1", NOW, Collections.nCopies(2_001, "x")));
        assertRefused("too large", "x".repeat((4 << 20) + 1));
        assertIgnored("too large", grant() + "A".repeat(64 << 10));
        assertRefused("malformed", "A".repeat(1 << 20) + ".e30.AAAA");
    }

    @Test
    void testMangledTokens()
    {
        String passport = passport();
        long seed = 20_261_121;
        Random random = new Random(seed);
        byte[] original = passport.getBytes(UTF_8);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = original.clone();
            for (int changes = 0; changes < 1 + random.nextInt(3); changes++) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : ".=-_Ae{}[]".charAt(random.nextInt(10)));
            }
            String token = new String(bytes, 0, random.nextInt(10) == 0 ? random.nextInt(bytes.length) : bytes.length, UTF_8);
            Map<String, Object> result = attributes.attributes(request("alice", token, NOW));
            if (!token.equals(passport) && !result.isEmpty()) {
                // base64url leaves unused bits in the last character of a part: the bytes that are signed are the same
                assertThat(token.substring(0, token.lastIndexOf('.'))).as("seed %s, round %s", seed, i).isEqualTo(passport.substring(0, passport.lastIndexOf('.')));
            }
        }
        for (String token : List.of(
                "",
                ".",
                "..",
                "...",
                "e30.e30.",
                "....",
                "e30.e30.e30",
                encode("[".repeat(5_000)) + ".e30.AAAA",
                encode("{\"alg\":\"ES256\",\"alg\":\"none\"}") + ".e30.AA",
                encode("null") + ".e30.AA",
                encode("{\"alg\":\"ES256\"}") + "." + encode("{\"iss\":" + "[".repeat(100_000)) + ".AA",
                encode("{\"alg\":\"ES256\"}") + "." + encode("[]") + ".AA",
                encode("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}") + ".a.b.c.d")) {
            assertThat(attributes.attributes(request("alice", token, NOW))).isEmpty();
        }
    }

    @Test
    void testSettings()
    {
        assertPolicyRefused("stored: passports/", "stored: ../passports/", "policy.yaml, line 6: a file lies outside the policy directory");
        assertPolicyRefused("credential: passport\n    stored: passports/", "max_x: 1", "passport has no key 'max_x'");
        assertPolicyRefused("    credential: passport\n    stored: passports/\n", "", "nobody can present a passport");
        assertPolicyRefused("claims: [iss, sub]", "claims: [sub]", "line 11: a subject is unique only together with its issuer");
        assertPolicyRefused("max_authorization_ttl: P30D", "max_authorization_ttl: 30 days", "line 12: this is no length of time");
        assertPolicyRefused("max_authorization_ttl: P30D", "max_authorization_ttl: -P30D", "this is no length of time");
        assertPolicyRefused("    max_authorization_ttl: P30D\n", "", "passport lacks 'max_authorization_ttl'");
        assertPolicyRefused("{jwks: broker.json}", "{jwks: broker.json, sources: [x]}", "the broker has no key 'sources'");
        assertPolicyRefused("{jwks: broker.json}", "{}", "the broker lacks 'jwks'");
        assertPolicyRefused("{jwks: broker.json}", "{jwks: gone.json}", "gone.json: there is no such file");
        assertPolicyRefused("brokers: {https://broker.example/: {jwks: broker.json}}", "brokers: {}", "there is no broker");
        assertPolicyRefused(", sources: [https://home.example]", "", "the issuer has no sources");
        assertFileRefused("users.csv", "iss;sub;user\n", "users.csv, line 1: the first line does not name the columns");
        assertFileRefused("users.csv", USERS + "https://broker.example/,bob-1,alice\n", "users.csv, line 5: the identity is there twice");
        assertFileRefused("users.csv", USERS + "https://broker.example/,,alice\n", "users.csv, line 5: the line is not iss,sub,user");
        assertFileRefused("users.csv", USERS, "");
        assertFileRefused("broker.json", "{", "broker.json: this is no set of JSON Web Keys");
        assertFileRefused("broker.json", "{\"keys\": []}", "broker.json: no key can be used");
        assertFileRefused("broker.json", new JWKSet(broker.key()).toString(false), "broker.json: a key is private or symmetric");
        assertFileRefused("broker.json", "{\"keys\": [{\"kty\": \"oct\", \"k\": \"AAAA\", \"kid\": \"k\"}]}", "broker.json: a key is private or symmetric");
        assertFileRefused("broker.json", new JWKSet(List.of(broker.key().toPublicJWK(), broker.key().toPublicJWK())).toString(), "broker.json: two keys have one kid");
        assertFileRefused("broker.json", broker.jwks().replace("\"kid\"", "\"kit\""), "broker.json: a key has no kid");
        assertFileRefused("broker.json", broker.jwks().replace("{\"kty\"", "{\"use\":\"enc\",\"kty\""), "broker.json: no key can be used");
        assertFileRefused("broker.json", broker.jwks().replace("{\"kty\"", "{\"alg\":\"ES384\",\"kty\""), "broker.json: no key can be used");
    }

    @Test
    void testDigestCoversKeysAndUsers()
    {
        String before = policy.load().digest();
        assertThat(policy.load().digest()).isEqualTo(before);
        policy.write("users.csv", USERS + "https://broker.example/,carol-1,carol\n");
        String users = policy.load().digest();
        assertThat(users).isNotEqualTo(before);
        policy.write("broker.json", TestingIssuer.elliptic(BROKER).jwks());
        assertThat(policy.load().digest()).isNotEqualTo(users);
    }

    @Test
    void testAttributesAreThePassportsAlone()
    {
        for (String name : List.of("visas", "registered_access")) {
            policy.write("policy.yaml", POLICY.replace("attributes:\n", "attributes:\n  users: subjects.yaml\n"))
                    .write("subjects.yaml", "users: {alice: {%s: true}}\n".formatted(name));
            assertThatThrownBy(policy::load).hasMessageContaining("the attribute '%s' does not come from this file".formatted(name));
        }
    }

    private static String link(TestingIssuer issuer, String subject, String value, String source)
    {
        return issuer.visa(subject, NOW, Map.of("type", "LinkedIdentities", "value", value, "source", source));
    }

    private boolean conditional(Object conditions)
    {
        String visa = ega.visa("alice-ega", NOW, with(GRANT, "conditions", conditions));
        String link = link(ega, "alice-ega", "alice-h,https%3A%2F%2Fhome.example%2F", DAC);
        String passport = broker.passport("alice-1", NOW, List.of(
                visa,
                link,
                home.visa("alice-h", NOW, FACULTY),
                home.visa("alice-h", NOW, Map.of("type", "AffiliationAndRole", "value", "student@home.example", "source", "https://home.example"))));
        return visas("alice", passport).stream().anyMatch(accepted -> "ControlledAccessGrants".equals(accepted.get("type")));
    }

    @SafeVarargs
    private Object registered(Map<String, String>... visas)
    {
        List<String> tokens = new ArrayList<>();
        tokens.add(link(ega, "alice-ega", "alice-h,https%3A%2F%2Fhome.example%2F", DAC));
        for (Map<String, String> visa : visas) {
            tokens.add(home.visa("alice-h", NOW, visa));
        }
        return attributes.attributes(request("alice", broker.passport("alice-1", NOW, tokens), NOW)).get("registered_access");
    }

    private static String grant()
    {
        return ega.visa("alice-ega", NOW, GRANT);
    }

    private static String passport()
    {
        return broker.passport("alice-1", NOW, List.of(grant()));
    }

    private interface ClaimsChange
    {
        void apply(Map<String, Object> claims);
    }

    private static String change(ClaimsChange change)
    {
        UnaryOperator<Map<String, Object>> operator = claims -> {
            change.apply(claims);
            return claims;
        };
        return broker.passport("alice-1", NOW, List.of(grant()), operator);
    }

    private static Map<String, Object> with(Map<String, ?> map, String key, Object value)
    {
        Map<String, Object> changed = new TreeMap<>(map);
        changed.put(key, value);
        return changed;
    }

    private static Map<String, String> withText(Map<String, String> map, String key, String value)
    {
        Map<String, String> changed = new TreeMap<>(map);
        changed.put(key, value);
        return changed;
    }

    private static Map<String, Object> claims(String token)
    {
        try {
            return SignedJWT.parse(token).getPayload().toJSONObject();
        }
        catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static String encode(String json)
    {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private static TableName tableName()
    {
        return TableName.parse("genomics.ega.variants");
    }

    private Subject subject(String user, String passport)
    {
        return policy.load().subjects().subject(request(user, passport, NOW));
    }

    private static SubjectRequest request(String user, String passport, Instant at)
    {
        return new SubjectRequest(user, Set.of(), Map.of("passport", passport), at);
    }

    private List<Map<?, ?>> visas(String user, String passport)
    {
        return visasAt(user, passport, NOW);
    }

    private List<Map<?, ?>> visasAt(String user, String passport, Instant at)
    {
        Object visas = attributes.attributes(request(user, passport, at)).get("visas");
        assertThat(visas).as("visas; %s", attributes.provenance(request(user, passport, at))).isInstanceOf(List.class);
        List<Map<?, ?>> result = new ArrayList<>();
        ((List<?>) visas).forEach(visa -> result.add((Map<?, ?>) visa));
        return result;
    }

    private void assertRefused(String reason, String passport)
    {
        assertThat(attributes.attributes(request("alice", passport, NOW))).isEmpty();
        assertThat(attributes.provenance(request("alice", passport, NOW)).get("passport")).startsWith("refused: ").contains(reason);
    }

    /**
     * A visa that does not count, in a passport that does.
     */
    private void assertIgnored(String reason, String visa)
    {
        String passport = broker.passport("alice-1", NOW, List.of(visa));
        assertThat(visas("alice", passport)).as(reason).isEmpty();
        assertThat(attributes.provenance(request("alice", passport, NOW)).get("ignored_visas")).startsWith("1: ").contains(reason);
    }

    private void assertPolicyRefused(String what, String with, String message)
    {
        assertThat(POLICY).contains(what);
        policy.write("policy.yaml", POLICY.replace(what, with));
        assertThatThrownBy(policy::load).hasMessageContaining(message);
        policy.write("policy.yaml", POLICY);
    }

    private void assertFileRefused(String file, String text, String message)
    {
        policy.write(file, text);
        if (message.isEmpty()) {
            assertThat(policy.load()).isNotNull();
            return;
        }
        assertThatThrownBy(policy::load).hasMessageContaining(message);
    }
}
