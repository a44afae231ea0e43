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
package io.genolake.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

/**
 * Signs tokens with a key of its own, and serves the public one as a JSON Web Key Set. It is also an OpenID provider, at which the same user logs in
 * each time.
 */
final class TestingIdentityProvider
        implements AutoCloseable
{
    static final String ISSUER = "https://idp.example.org/";

    private static final String KEY_ID = "key-1";
    private static final int KEY_BITS = 2048;

    private final KeyPair keyPair = keyPair();
    private final HttpServer server;
    private volatile String user = "nobody";
    private volatile String nonce = "";

    TestingIdentityProvider()
            throws IOException
    {
        RSAPublicKey key = (RSAPublicKey) keyPair.getPublic();
        byte[] keys = "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(KEY_ID, number(key.getModulus()), number(key.getPublicExponent()))
                .getBytes(UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks.json", exchange -> answer(exchange, keys));
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, configuration().getBytes(UTF_8)));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", exchange -> answer(exchange, tokens().getBytes(UTF_8)));
        server.start();
    }

    private static void answer(HttpExchange exchange, byte[] json)
            throws IOException
    {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    /**
     * Where the OpenID provider is, and its name as an issuer.
     */
    String issuer()
    {
        return "http://127.0.0.1:%s".formatted(server.getAddress().getPort());
    }

    /**
     * Who logs in from now on.
     */
    void setUser(String user)
    {
        this.user = user;
    }

    private String configuration()
    {
        return """
               {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/jwks.json",
                "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
               """.formatted(issuer());
    }

    /**
     * Sends the browser back to the server with a code, as if somebody had logged in.
     */
    private void authorize(HttpExchange exchange)
            throws IOException
    {
        Map<String, String> query = new LinkedHashMap<>();
        for (String parameter : exchange.getRequestURI().getRawQuery().split("&")) {
            int equals = parameter.indexOf('=');
            query.put(parameter.substring(0, equals), URLDecoder.decode(parameter.substring(equals + 1), UTF_8));
        }
        nonce = query.get("nonce");
        exchange.getResponseHeaders().add("Location", "%s?code=code-1&state=%s".formatted(query.get("redirect_uri"), URLEncoder.encode(query.get("state"), UTF_8)));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private String tokens()
    {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer());
        claims.put("iat", Instant.now().getEpochSecond());
        String access = token(user, claims);
        claims.put("nonce", nonce);
        return "{\"access_token\":\"%s\",\"id_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":600}".formatted(access, token(user, claims));
    }

    URI keys()
    {
        return URI.create("http://127.0.0.1:%s/jwks.json".formatted(server.getAddress().getPort()));
    }

    /**
     * @param claims instead of those of a good token
     */
    String token(String subject, Map<String, Object> claims)
    {
        return signed(signedPart("RS256", subject, claims), keyPair.getPrivate());
    }

    String tokenOfAnotherKey(String subject)
    {
        return signed(signedPart("RS256", subject, Map.of()), keyPair().getPrivate());
    }

    String unsignedToken(String subject)
    {
        return signedPart("none", subject, Map.of()) + ".";
    }

    /**
     * HS256, whose secret is what everybody knows.
     */
    String tokenWithPublicKeyAsSecret(String subject)
    {
        String part = signedPart("HS256", subject, Map.of());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keyPair.getPublic().getEncoded(), "HmacSHA256"));
            return part + "." + base64(mac.doFinal(part.getBytes(UTF_8)));
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signedPart(String algorithm, String subject, Map<String, Object> claims)
    {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("iss", ISSUER);
        all.put("sub", subject);
        all.put("aud", "genolake");
        all.put("exp", Instant.now().plusSeconds(600).getEpochSecond());
        all.putAll(claims);
        return base64("{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, KEY_ID).getBytes(UTF_8)) + "." + base64(json(all).getBytes(UTF_8));
    }

    private static String json(Map<String, Object> claims)
    {
        return claims.entrySet().stream()
                .map(claim -> "\"%s\":%s".formatted(claim.getKey(), claim.getValue() instanceof String text ? "\"" + text + "\"" : claim.getValue()))
                .collect(joining(",", "{", "}"));
    }

    private static String signed(String part, PrivateKey key)
    {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(part.getBytes(UTF_8));
            return part + "." + base64(signature.sign());
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair()
    {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String number(BigInteger number)
    {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        byte[] magnitude = new byte[bytes.length - sign];
        System.arraycopy(bytes, sign, magnitude, 0, magnitude.length);
        return base64(magnitude);
    }

    private static String base64(byte[] bytes)
    {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close()
    {
        server.stop(0);
    }
}
