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
package io.genolake.access.catalog;

import com.google.common.io.BaseEncoding;
import io.genolake.access.policy.PseudonymKey;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.ByteBuffer.wrap;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * What is computed from the key of a project. Each use has a key of its own, derived by HMAC-SHA-512 so that no pseudonym (HMAC-SHA-256) of any value is
 * one of them.
 */
final class ProjectKey
{
    /**
     * A date is shifted by 1 to 365 days, back or forth
     */
    static final int MAX_SHIFT_DAYS = 365;
    static final String TOKEN_PREFIX = "tok1_";

    private static final String HMAC = "HmacSHA256";
    // 128 bits, so that two values are never taken for one
    private static final int PSEUDONYM_BYTES = 16;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MAX_TOKEN = 1 << 20;
    private static final BaseEncoding TOKEN_TEXT = BaseEncoding.base64Url().omitPadding();

    private final SecretKeySpec pseudonyms;
    private final SecretKeySpec shifts;
    private final SecretKeySpec ivs;
    private final SecretKeySpec encryption;

    ProjectKey(PseudonymKey key)
    {
        requireNonNull(key, "key is null");
        pseudonyms = new SecretKeySpec(key.secret(), HMAC);
        shifts = new SecretKeySpec(derived(key, "date shift"), HMAC);
        ivs = new SecretKeySpec(derived(key, "token iv"), HMAC);
        encryption = new SecretKeySpec(derived(key, "token encryption"), "AES");
    }

    private static byte[] derived(PseudonymKey key, String use)
    {
        return Arrays.copyOf(hmac(new SecretKeySpec(key.secret(), "HmacSHA512"), ("genolake " + use).getBytes(UTF_8)), 32);
    }

    /**
     * 26 letters and digits that are the same for the same value and cannot be turned back.
     */
    String pseudonym(byte[] value)
    {
        return BaseEncoding.base32().omitPadding().encode(Arrays.copyOf(hmac(pseudonyms, value), PSEUDONYM_BYTES)).toLowerCase(ENGLISH);
    }

    /**
     * By how many days the dates of a subject are shifted: the same for all of its dates, so that the time between them stays; never 0.
     */
    long shiftDays(byte[] subject)
    {
        long random = Long.remainderUnsigned(wrap(hmac(shifts, subject)).getLong(), 2L * MAX_SHIFT_DAYS);
        return random < MAX_SHIFT_DAYS ? random - MAX_SHIFT_DAYS : random - MAX_SHIFT_DAYS + 1;
    }

    /**
     * The value, encrypted by AES-256-GCM with an IV that is the HMAC of the value: the same for the same value, and shows nothing but its length.
     */
    String token(byte[] value)
    {
        byte[] iv = iv(value);
        byte[] encrypted = aes(Cipher.ENCRYPT_MODE, iv, value).orElseThrow(() -> new IllegalStateException("encryption never fails"));
        byte[] token = Arrays.copyOf(iv, iv.length + encrypted.length);
        System.arraycopy(encrypted, 0, token, iv.length, encrypted.length);
        return TOKEN_PREFIX + TOKEN_TEXT.encode(token);
    }

    /**
     * @return empty if the text is no token of this key
     */
    Optional<byte[]> reidentify(String token)
    {
        if (!token.startsWith(TOKEN_PREFIX) || token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = TOKEN_TEXT.decode(token.substring(TOKEN_PREFIX.length()));
        }
        catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (bytes.length < IV_BYTES + TAG_BITS / 8) {
            return Optional.empty();
        }
        byte[] iv = Arrays.copyOf(bytes, IV_BYTES);
        return aes(Cipher.DECRYPT_MODE, iv, Arrays.copyOfRange(bytes, IV_BYTES, bytes.length))
                .filter(value -> MessageDigest.isEqual(iv, iv(value)));
    }

    private byte[] iv(byte[] value)
    {
        return Arrays.copyOf(hmac(ivs, value), IV_BYTES);
    }

    private Optional<byte[]> aes(int mode, byte[] iv, byte[] text)
    {
        checkArgument(iv.length == IV_BYTES, "the IV has not %s bytes", IV_BYTES);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, encryption, new GCMParameterSpec(TAG_BITS, iv));
            return Optional.of(cipher.doFinal(text));
        }
        catch (GeneralSecurityException e) {
            if (mode == Cipher.DECRYPT_MODE) {
                return Optional.empty();
            }
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private static byte[] hmac(SecretKeySpec key, byte[] value)
    {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(value);
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC", e);
        }
    }
}
