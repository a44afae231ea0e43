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

import com.google.common.io.RecursiveDeleteOption;
import io.genolake.access.ExamplePolicy;
import io.genolake.access.PolicyDirectory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static io.genolake.access.ExamplePolicy.POLICY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestYamlReader
{
    @Test
    void testWhatIsRefused()
    {
        assertRefused("a: &x 1\nb: *x", "anchor");
        assertRefused("a: [*x]", "alias");
        assertRefused("a: 1\na: 2", "twice");
        assertRefused("a: 1\n\"a\": 2", "twice");
        assertRefused("<<: {a: 1}", "merge key");
        assertRefused("a: !!int 1", "tag");
        assertRefused("a: !x 1", "tag");
        assertRefused("%YAML 1.1\n---\na: 1", "directive");
        assertRefused("a: 1\n---\nb: 2", "second document");
        assertRefused("? [a]\n: 1", "a key is a list");
        assertRefused("a:\t1", "tab");
        assertRefused("a: [1", "not YAML");
        assertRefused("", "empty");
        assertRefused("[".repeat(5_000), "");
        assertRefused("a: 'x\u0000'", "not YAML");
        assertThatThrownBy(() -> YamlReader.decode("f", new byte[] {(byte) 0xC3, 0x28})).hasMessageContaining("not UTF-8");
    }

    @Test
    void testBillionLaughs()
    {
        assertRefused("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]", "anchor");
    }

    @Property(tries = 300)
    void testMangledPolicyIsReadOrRefused(@ForAll long seed)
    {
        Random random = new Random(seed);
        byte[] bytes = POLICY.getBytes(UTF_8);
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try {
            assertThat(YamlReader.parse("policy.yaml", YamlReader.decode("policy.yaml", bytes))).isNotNull();
        }
        catch (PolicyException e) {
            assertThat(e.getMessage()).startsWith("policy.yaml");
        }
    }

    /**
     * A policy with one thing changed is a policy, or refused with a place and a remedy.
     */
    @Property(tries = 200)
    void testMangledPolicyIsLoadedOrRefused(@ForAll long seed)
            throws IOException
    {
        Random random = new Random(seed);
        List<String> words = List.of("{", "}", "[", "]", ":", ", ", "'", "\"", "- ", "\n", "  ", "#", "*", "&a ", "null", "true", "-1", "users", "rows: all", "deny", "in: ", "user.", "(", "%", "\u00e9", "\ud83e\uddec");
        String text = POLICY;
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            text = text.substring(0, from) + words.get(random.nextInt(words.size())) + text.substring(to);
        }
        Path directory = Files.createTempDirectory("policy");
        try {
            PolicyDirectory policy = ExamplePolicy.write(directory).write("policy.yaml", text);
            assertThat(policy.load()).isNotNull();
        }
        catch (PolicyException e) {
            assertThat(e.file()).isNotEmpty();
            assertThat(e.remedy()).isNotEmpty();
        }
        finally {
            deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    private static void assertRefused(String text, String message)
    {
        assertThatThrownBy(() -> YamlReader.parse("f.yaml", text))
                .as(text.length() > 100 ? "long text" : text)
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("f.yaml")
                .hasMessageContaining(message);
    }
}
