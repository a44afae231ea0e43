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

import com.google.common.collect.ImmutableMap;
import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.genolake.connector.GenomicsConfig;
import io.genolake.connector.reference.ReferenceConfig;
import io.genolake.connector.reference.ReferenceLocations;
import io.genolake.connector.reference.References;
import io.trino.filesystem.local.LocalFileSystemFactory;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Whatever the arguments are, a function of the catalog returns a value or says what is wrong with them, and neither its time nor its result
 * has no limit.
 */
final class TestHostileCatalogArguments
{
    private static final int ROUNDS = 3000;
    // a contig of one letter, in which an insertion or deletion can be moved from one end to the other
    private static final int RUN = 12_000_000;

    private static final List<String> WORDS = List.of(
            "",
            "*",
            ".",
            "A",
            "a",
            "N",
            "R",
            "-",
            "ACGT",
            "acgtn",
            "<DEL>",
            "<",
            "G]17:198982]",
            "]13:123456]T",
            ".G",
            "chr1",
            "chr2",
            "chrM",
            "run",
            "empty",
            "chr17",
            "example",
            "newer",
            "example_to_newer",
            "hg38",
            "\0",
            "\t",
            "\u00e9",
            "\u67d3\u8272\u4f53",
            "A\u00e9",
            "ref",
            "%s",
            "'");

    @TempDir
    private Path folder;

    private String contig;
    private References references;

    @BeforeEach
    void setUp()
            throws IOException
    {
        Random random = new Random(1);
        StringBuilder bases = new StringBuilder("N".repeat(300));
        for (int i = 0; i < 2000; i++) {
            bases.append("ACGTacgtNRyk".charAt(random.nextInt(i % 3 == 0 ? 12 : 4)));
        }
        contig = bases.append("CA".repeat(500)).append("A".repeat(500)).toString();
        ReferenceFiles.writeFasta(folder.resolve("example.fa"), ImmutableMap.of("chr1", contig, "chrM", "GATCACAGGT", "run", "A".repeat(RUN)), 60);
        ReferenceFiles.writeFasta(folder.resolve("newer.fa"), ImmutableMap.of("chr1", contig.substring(100), "chr2", "ACCTGTGATC"), 50);
        Files.writeString(
                folder.resolve("example.chain"),
                """
                chain 100 chr1 %1$s + 100 %1$s chr1 %2$s + 0 %2$s 1
                %2$s

                chain 90 chr1 %1$s + 2000 2100 chr2 10 + 0 10 3
                5\t90\t0
                5

                chain 100 chrM 10 + 0 10 chr2 10 - 0 10 2
                10

                """.formatted(contig.length(), contig.length() - 100));
        references = new References(
                new ReferenceLocations(
                        ImmutableMap.of("example", "local:///example.fa", "newer", "local:///newer.fa"),
                        ImmutableMap.of("example_to_newer", "local:///example.chain")),
                new ReferenceConfig(),
                new GenomicsConfig(),
                new LocalFileSystemFactory(folder));
    }

    private List<Object> functions()
    {
        return List.of(
                new NormalizeVariantFunction(references),
                new NormalizeVariantsFunction(references),
                new CheckRefFunction(references),
                new ReferenceBasesFunction(references),
                new LiftOverFunction(references),
                new LiftOverVariantFunction(references),
                new HgvsFunction(references),
                new SpdiFunction(references),
                new VrsIdFunction(references),
                new RefgetDigestFunction(references));
    }

    @TestFactory
    Stream<DynamicTest> testNothingButClearErrors()
    {
        return functions().stream().map(function -> dynamicTest(function.getClass().getSimpleName(), () -> assertNothingButClearErrors(function)));
    }

    private void assertNothingButClearErrors(Object function)
            throws IllegalAccessException
    {
        Method method = Arrays.stream(function.getClass().getMethods())
                .filter(candidate -> candidate.getName().equals("evaluate"))
                .findFirst()
                .orElseThrow();
        long seed = function.getClass().getSimpleName().hashCode();
        Random random = new Random(seed);
        int returned = 0;
        int failed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Object[] arguments = arguments(function, method, random);
            try {
                method.invoke(function, arguments);
                returned++;
            }
            catch (InvocationTargetException e) {
                failed++;
                String described = "%s, seed %s, round %s: %s".formatted(method, seed, round, shown(arguments));
                assertThat(e.getCause() instanceof TrinoException failure && failure.getErrorCode().equals(INVALID_FUNCTION_ARGUMENT.toErrorCode()) && !failure.getMessage().isBlank() && failure.getMessage().length() < 500)
                        .withFailMessage(() -> described + ": " + e.getCause())
                        .isTrue();
            }
        }
        assertThat(returned).isPositive();
        assertThat(failed).isPositive();
    }

    /**
     * Arguments that are right, of which some are then not.
     */
    private Object[] arguments(Object function, Method method, Random random)
    {
        List<String> names = switch (function) {
            case LiftOverFunction _ -> List.of("example_to_newer", "chr1");
            case LiftOverVariantFunction _ -> List.of("example_to_newer", "newer", "chr1");
            default -> List.of("example", "chr1");
        };
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        int wrong = random.nextInt(2) == 0 ? random.nextInt(types.length) : -1;
        int start = random.nextInt(contig.length());
        int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 4);
        String ref = contig.substring(start, Math.min(contig.length(), start + length)).replaceAll("[^ACGTNacgtn]", "N");
        int texts = 0;
        int numbers = 0;
        for (int i = 0; i < types.length; i++) {
            if (types[i] == long.class) {
                arguments[i] = i == wrong ? number(random) : numbers == 0 ? start + 1L : start + (long) length;
                numbers++;
            }
            else if (types[i] == Slice.class) {
                String right = texts < names.size() ? names.get(texts) : texts == names.size() ? ref : alt(ref, random);
                arguments[i] = i == wrong ? text(random) : utf8Slice(right);
                texts++;
            }
            else {
                BlockBuilder alts = VARCHAR.createBlockBuilder(null, 3);
                for (int alt = random.nextInt(4); alt > 0; alt--) {
                    if (random.nextInt(5) == 0) {
                        alts.appendNull();
                    }
                    else {
                        VARCHAR.writeSlice(alts, i == wrong ? text(random) : utf8Slice(alt(ref, random)));
                    }
                }
                arguments[i] = alts.build();
            }
        }
        return arguments;
    }

    private static String alt(String ref, Random random)
    {
        return switch (random.nextInt(5)) {
            case 0 -> ref.substring(0, 1);
            case 1 -> ref + ref;
            case 2 -> "<DEL>";
            case 3 -> ref.substring(0, 1) + "CA".repeat(random.nextInt(100));
            default -> "ACGT".substring(random.nextInt(4));
        };
    }

    private static long number(Random random)
    {
        return switch (random.nextInt(3)) {
            case 0 -> List.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, Long.MAX_VALUE - 1, 0L, -1L, 1L << 31, (1L << 31) - 1, 1L << 32, 1L << 62).get(random.nextInt(10));
            case 1 -> random.nextLong();
            default -> random.nextLong(5000);
        };
    }

    private static Slice text(Random random)
    {
        return switch (random.nextInt(5)) {
            case 0 -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                yield Slices.wrappedBuffer(bytes);
            }
            case 1 -> utf8Slice("ACGTN*.<>[]:|/&-@019".charAt(random.nextInt(20)) + WORDS.get(random.nextInt(WORDS.size())));
            case 2 -> utf8Slice(WORDS.get(1 + random.nextInt(WORDS.size() - 1)).repeat(1 + random.nextInt(1000)));
            default -> utf8Slice(WORDS.get(random.nextInt(WORDS.size())));
        };
    }

    private static String shown(Object[] arguments)
    {
        return Arrays.stream(arguments)
                .map(argument -> argument instanceof Slice slice ? "'" + slice.toStringUtf8() + "'" : argument instanceof Block block ? block.getPositionCount() + " alts" : String.valueOf(argument))
                .toList()
                .toString();
    }

    /**
     * What would be a value of more than ten million letters is an error, and a whole contig of one letter is walked over once.
     */
    @Test
    void testLimits()
    {
        Slice example = utf8Slice("example");
        Slice run = utf8Slice("run");
        Slice one = utf8Slice("A");
        Slice two = utf8Slice("AA");
        Slice million = Slices.wrappedBuffer("A".repeat(1_000_001).getBytes(US_ASCII));
        assertInvalid(() -> new ReferenceBasesFunction(references).evaluate(example, run, 1, RUN), "run:1-12000000 has 12000000 bases, more than the 10000000 of one value");
        assertThat(new ReferenceBasesFunction(references).evaluate(example, run, 2, 10_000_001).length()).isEqualTo(10_000_000);
        assertInvalid(() -> new SpdiFunction(references).evaluate(example, run, RUN / 2, one, two), "The text of the variant is longer than 10000000 letters");
        assertInvalid(() -> new SpdiFunction(references).evaluate(example, run, RUN / 2, million, one), "The text of the variant is longer than 10000000 letters");

        VariantNormalizer normalizer = new VariantNormalizer();
        normalizer.normalize(references.reference("example").cursor("run"), RUN, one, two);
        assertThat(normalizer.pos()).isEqualTo(1);
        normalizer.normalize(references.reference("example").cursor("run"), RUN - 1_000_000, million, one);
        assertThat(normalizer.pos()).isEqualTo(1);
        assertThat(normalizer.ref().length()).isEqualTo(1_000_001);
        assertThat(new HgvsFunction(references).evaluate(example, run, 5, one, two).toStringUtf8()).isEqualTo("run:g.12000000dup");
        assertThat(new VrsIdFunction(references).evaluate(example, run, RUN - 1_000_000, million, one).toStringUtf8()).startsWith("ga4gh:VA.");
        assertThat(new CheckRefFunction(references).evaluate(example, run, 7, million)).isTrue();
        assertThat(new LiftOverFunction(references).evaluate(utf8Slice("example_to_newer"), utf8Slice("chr1"), 1, Long.MAX_VALUE)).isNotNull();
    }

    private static void assertInvalid(ThrowingCallable call, String message)
    {
        assertThatThrownBy(call)
                .isInstanceOf(TrinoException.class)
                .hasMessage(message);
    }
}
