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
package io.genolake.benchmark;

import io.genolake.benchmark.BenchmarkOptions.Kind;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestBenchmarkOptions
{
    private static final Path DIRECTORY = Path.of("/here");

    @Test
    void testDefaults()
    {
        BenchmarkOptions options = BenchmarkOptions.parse(List.of(), DIRECTORY);
        assertThat(options.data()).isEqualTo(Path.of(System.getProperty("user.home"), ".genolake", "benchmark"));
        assertThat(options.cases()).isEmpty();
        assertThat(options.runs()).isEqualTo(5);
        assertThat(options.kind()).isEqualTo(Kind.TOOLS);
    }

    @Test
    void testParse()
    {
        assertThat(BenchmarkOptions.parse(List.of("--case", "a", "b", "--data", "files", "--case", "c", "--runs", "7"), DIRECTORY))
                .isEqualTo(new BenchmarkOptions(Kind.TOOLS, Path.of("/here/files"), Set.of("a", "b", "c"), 7, Optional.empty()));
        assertThat(BenchmarkOptions.parse(List.of("--s3", "--case", "a"), DIRECTORY).kind()).isEqualTo(Kind.S3);
        assertThat(BenchmarkOptions.parse(List.of("--scaling", "--runs", "1"), DIRECTORY).kind()).isEqualTo(Kind.SCALING);
        assertThat(BenchmarkOptions.parse(List.of("--policy"), DIRECTORY).kind()).isEqualTo(Kind.POLICY);
        assertThat(BenchmarkOptions.parse(List.of("--jmh"), DIRECTORY).kind()).isEqualTo(Kind.JMH);
        assertThat(BenchmarkOptions.parse(List.of("--jmh", "Bam"), DIRECTORY).pattern()).hasValue("Bam");
    }

    @Test
    void testBad()
    {
        assertThatThrownBy(() -> BenchmarkOptions.parse(List.of("--runs", "0"), DIRECTORY)).hasMessage("'0' is no number of runs");
        assertThatThrownBy(() -> BenchmarkOptions.parse(List.of("--speed", "1"), DIRECTORY)).hasMessageContaining("'--speed' is no option of bench");
        assertThatThrownBy(() -> BenchmarkOptions.parse(List.of("--s3", "s3://bucket"), DIRECTORY)).hasMessageContaining("'--s3' is no option of bench");
        assertThatThrownBy(() -> BenchmarkOptions.parse(List.of("a"), DIRECTORY)).hasMessageContaining("'a' is no option of bench");
    }
}
