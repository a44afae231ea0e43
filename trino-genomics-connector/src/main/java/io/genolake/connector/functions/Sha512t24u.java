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
package io.genolake.connector.functions;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * GA4GH's truncated digest: the first 24 bytes of the SHA-512, as base64url text of 32 letters (Hart and Prlic 2020, doi:10.1371/journal.pone.0239883).
 */
final class Sha512t24u
{
    private static final int DIGEST_SIZE = 24;
    private static final byte[] ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(US_ASCII);

    private final MessageDigest sha512;
    private final byte[] digest = new byte[64];
    private final byte[] encoded = new byte[DIGEST_SIZE / 3 * 4];

    Sha512t24u()
    {
        try {
            sha512 = MessageDigest.getInstance("SHA-512");
        }
        catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The digest of a text. The array is used again for the next.
     */
    byte[] digest(Text text)
    {
        sha512.update(text.bytes(), 0, text.length());
        try {
            sha512.digest(digest, 0, digest.length);
        }
        catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        int target = 0;
        for (int i = 0; i < DIGEST_SIZE; i += 3) {
            int bits = (digest[i] & 0xFF) << 16 | (digest[i + 1] & 0xFF) << 8 | digest[i + 2] & 0xFF;
            encoded[target] = ALPHABET[bits >>> 18];
            encoded[target + 1] = ALPHABET[bits >>> 12 & 0x3F];
            encoded[target + 2] = ALPHABET[bits >>> 6 & 0x3F];
            encoded[target + 3] = ALPHABET[bits & 0x3F];
            target += 4;
        }
        return encoded;
    }
}
