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
package io.genolake.access.policy;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.genolake.access.policy.YamlNode.Scalar;

import java.nio.file.Path;

import static io.genolake.access.policy.PolicyLoader.POLICY_FILE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * The files of a policy directory, by the names that the policy gives them. What is read makes the digest of the policy, but for secrets.
 */
public final class PolicyFiles
{
    private final Path directory;
    private final Hasher digest = Hashing.sha256().newHasher();

    public PolicyFiles(Path directory)
    {
        this.directory = requireNonNull(directory, "directory is null").normalize();
    }

    /**
     * @throws PolicyException if the name leads out of the directory
     */
    public Path path(Scalar name)
    {
        Path path = directory.resolve(name.text()).normalize();
        if (!path.startsWith(directory)) {
            throw new PolicyException(POLICY_FILE, name.line(), "a file lies outside the policy directory", "Put it into the directory and name it by a relative path");
        }
        return path;
    }

    /**
     * @throws PolicyException if the file is missing or not UTF-8
     */
    public String text(Scalar name)
    {
        String text = YamlReader.readText(path(name), name.text());
        digest.putString(name.text(), UTF_8).putLong(text.length()).putString(text, UTF_8);
        return text;
    }

    public YamlNode yaml(Scalar name)
    {
        return YamlReader.parse(name.text(), text(name));
    }

    /**
     * The text of a file that is not part of the digest, which the audit shows.
     */
    String secret(Scalar name)
    {
        return YamlReader.readText(path(name), name.text()).strip();
    }

    /**
     * SHA-256 of what was read, in hexadecimal. Nothing can be read afterwards.
     */
    String digest()
    {
        return digest.hash().toString();
    }
}
