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
package io.genolake.connector;

import com.google.inject.Inject;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Ids that stand for files in errors of whoever may not be told a file's name. They are keyed, so that nobody can find out by guessing names
 * whether there is such a file; {@code files.file_id} has them for whoever may see all files.
 */
public final class FileIds
{
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int ID_DIGITS = 16;

    private final SecretKeySpec key;

    @Inject
    public FileIds(GenomicsConfig config)
    {
        this(config.getFileIdKey().map(text -> text.getBytes(UTF_8)).orElseGet(FileIds::randomKey));
    }

    private FileIds(byte[] key)
    {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    private static byte[] randomKey()
    {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /**
     * @param location of a file
     * @return 16 hexadecimal digits
     */
    public String id(String location)
    {
        return keyed(location).substring(0, ID_DIGITS);
    }

    /**
     * What stands for a text, or a digest, that can be guessed.
     *
     * @return 64 hexadecimal digits: the HMAC-SHA256 of the text
     */
    public String keyed(String text)
    {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
