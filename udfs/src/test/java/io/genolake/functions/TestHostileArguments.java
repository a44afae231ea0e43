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
package io.genolake.functions;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.function.TypeParameter;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Whatever the arguments are, a function returns a value or says what is wrong with them. So that a text is read no
 * further than it goes, each stands in the midst of other bytes, and the result must be that of the text alone.
 */
final class TestHostileArguments
{
    private static final int ROUNDS = 4000;
    private static final Set<String> TAKEN = Set.of("varchar", "varchar(x)", "bigint", "double", "boolean", "integer", "array(varchar)", "array(bigint)", "array(E)");

    private static final List<String> WORDS = List.of(
            "",
            "*",
            ".",
            "A",
            "AC",
            "ACGT",
            "acgtn",
            "<DEL>",
            "<DUP:TANDEM>",
            "<CN0>",
            "<",
            ">",
            "<>",
            "<D>",
            "G]17:198982]",
            "]13:123456]T",
            "[<ctg>:5[G",
            ".[13:123457[",
            "G.",
            ".G",
            "..",
            "[",
            "]",
            "[]",
            "]:]",
            "]a:1[A",
            "]a:99999999999999999999]A",
            "]a:-5]A",
            "chr1",
            "chr17:1-100",
            "{a:b}:5",
            "MT",
            "chrUn_GL000220v1",
            "NC_000001.11",
            "ucsc",
            "ensembl",
            "refseq_grch38",
            "0/1",
            "1|0",
            "./.",
            ".",
            "0",
            "/0|1",
            "//",
            "0//1",
            "2147483648/0",
            "99999999999999999999",
            "0/1/",
            "|",
            "1.1",
            "-1/0",
            "5S90M2D5M",
            "100M",
            "M",
            "5",
            "2147483648M",
            "1M1",
            "1Z",
            "3H5S90M7S",
            "Allele|Consequence",
            "Format: a|b\"",
            "|",
            "||",
            "a|a",
            "missense_variant&intron_variant",
            "&",
            "&&",
            "*stop_gained",
            "@1",
            "@",
            "@x",
            "@99999999999999999999",
            "missense|g|t|b|+|1A>1T|5C>T",
            "LA",
            "LG",
            "LR",
            "G",
            "IIII",
            "!~",
            "\u007f",
            "\0",
            "\t",
            " ",
            "\u00e9",
            "\u67d3\u8272\u4f53",
            "%3A");

    private final TypeOperators typeOperators = new TypeOperators();

    @TestFactory
    Stream<DynamicTest> testNothingButClearErrors()
    {
        return functions().stream()
                .map(function -> dynamicTest(function.toString(), () -> assertNothingButClearErrors(function)));
    }

    @Test
    void testEveryFunctionIsDescribed()
    {
        for (Function function : functions()) {
            assertThat(Stream.of(function.method(), function.method().getDeclaringClass()).anyMatch(element -> element.isAnnotationPresent(Description.class))).as(function.toString()).isTrue();
            for (Parameter parameter : function.method().getParameters()) {
                assertThat(parameter.isAnnotationPresent(Name.class) || parameter.isAnnotationPresent(TypeParameter.class)).as("%s: %s", function, parameter).isTrue();
            }
        }
    }

    private void assertNothingButClearErrors(Function function)
            throws ReflectiveOperationException
    {
        long seed = function.toString().hashCode();
        Random random = new Random(seed);
        Object instance = instance(function.method());
        Object other = instance(function.method());
        int returned = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Parameter[] parameters = function.method().getParameters();
            Object[] arguments = new Object[parameters.length];
            Object[] copies = new Object[parameters.length];
            for (int index = 0; index < parameters.length; index++) {
                arguments[index] = argument(parameters[index], random);
                copies[index] = arguments[index] instanceof Slice slice ? amidst(slice, random) : arguments[index];
            }
            Result result = call(function.method(), instance, arguments);
            String described = "%s, seed %s, round %s: %s".formatted(function, seed, round, shown(arguments));
            assertThat(result.failure() == null || (result.failure() instanceof TrinoException e && e.getErrorCode().equals(INVALID_FUNCTION_ARGUMENT.toErrorCode()) && !e.getMessage().isBlank()))
                    .withFailMessage(() -> described + ": " + result.failure())
                    .isTrue();
            returned += result.failure() == null ? 1 : 0;
            Result copied = call(function.method(), other, copies);
            assertThat(copied.failure() == null ? null : copied.failure().getMessage()).as(described).isEqualTo(result.failure() == null ? null : result.failure().getMessage());
            if (result.value() == null || result.value() instanceof Slice || result.value() instanceof Number || result.value() instanceof Boolean) {
                assertThat(copied.value()).as(described).isEqualTo(result.value());
            }
        }
        assertThat(returned).as("%s returned something", function).isPositive();
    }

    private record Function(String name, Method method)
    {
        @Override
        public String toString()
        {
            return name + Arrays.stream(method.getParameters())
                    .filter(parameter -> parameter.isAnnotationPresent(SqlType.class))
                    .map(parameter -> parameter.getAnnotation(SqlType.class).value())
                    .toList();
        }
    }

    private record Result(Object value, Throwable failure) {}

    private static List<Function> functions()
    {
        List<Function> functions = new ArrayList<>();
        for (Class<?> type : new GenomicsFunctionsPlugin().getFunctions()) {
            for (Method method : type.getMethods()) {
                ScalarFunction annotation = method.isAnnotationPresent(ScalarFunction.class) ? method.getAnnotation(ScalarFunction.class) : type.getAnnotation(ScalarFunction.class);
                if (annotation != null && method.isAnnotationPresent(SqlType.class) && Arrays.stream(method.getParameters())
                        .filter(parameter -> !parameter.isAnnotationPresent(TypeParameter.class))
                        .allMatch(parameter -> parameter.isAnnotationPresent(SqlType.class) && TAKEN.contains(parameter.getAnnotation(SqlType.class).value()))) {
                    functions.add(new Function(annotation.value(), method));
                }
            }
        }
        return functions;
    }

    private Object instance(Method method)
            throws ReflectiveOperationException
    {
        if (Modifier.isStatic(method.getModifiers())) {
            return null;
        }
        Constructor<?> constructor = method.getDeclaringClass().getConstructors()[0];
        return constructor.newInstance(Arrays.stream(constructor.getParameters())
                .map(parameter -> type(parameter.getAnnotation(TypeParameter.class).value()))
                .toArray());
    }

    private Type type(String name)
    {
        return switch (name) {
            case "E" -> BIGINT;
            case "array(map(varchar,varchar))" -> new ArrayType(new MapType(VARCHAR, VARCHAR, typeOperators));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Result call(Method method, Object instance, Object[] arguments)
            throws IllegalAccessException
    {
        try {
            return new Result(method.invoke(instance, arguments), null);
        }
        catch (InvocationTargetException e) {
            return new Result(null, e.getCause());
        }
    }

    private Object argument(Parameter parameter, Random random)
    {
        if (parameter.isAnnotationPresent(TypeParameter.class)) {
            return type(parameter.getAnnotation(TypeParameter.class).value());
        }
        String type = parameter.getAnnotation(SqlType.class).value();
        return switch (type) {
            case "varchar", "varchar(x)" -> Slices.wrappedBuffer(text(random));
            case "bigint", "integer" -> number(random);
            case "double" -> random.nextInt(10) == 0 ? List.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0, -1.0, Double.MIN_VALUE).get(random.nextInt(5)) : random.nextDouble();
            case "boolean" -> random.nextBoolean();
            case "array(varchar)" -> array(VARCHAR, random);
            default -> array(BIGINT, random);
        };
    }

    private static Block array(Type type, Random random)
    {
        int length = random.nextInt(random.nextInt(4) == 0 ? 20 : 5);
        BlockBuilder builder = type.createBlockBuilder(null, length);
        for (int index = 0; index < length; index++) {
            if (random.nextInt(10) == 0) {
                builder.appendNull();
            }
            else if (type == VARCHAR) {
                VARCHAR.writeSlice(builder, Slices.wrappedBuffer(text(random)));
            }
            else {
                BIGINT.writeLong(builder, number(random));
            }
        }
        return builder.build();
    }

    private static long number(Random random)
    {
        return switch (random.nextInt(10)) {
            case 0 -> List.of(Long.MIN_VALUE, Long.MAX_VALUE, -1L, 1L << 31, (1L << 31) - 1, 1L << 28, 1L << 35, (1L << 36) - 1, 0xFFFFL, 0x10000L).get(random.nextInt(10));
            case 1 -> random.nextLong();
            case 2 -> random.nextLong(1L << 35);
            default -> random.nextLong(6);
        };
    }

    private static byte[] text(Random random)
    {
        return switch (random.nextInt(8)) {
            case 0 -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 1 -> {
                StringBuilder text = new StringBuilder();
                for (int length = random.nextInt(12); length > 0; length--) {
                    text.append("ACGTN*.<>[]:|/&-@019MSDH=".charAt(random.nextInt(25)));
                }
                yield text.toString().getBytes(UTF_8);
            }
            case 2 -> (word(random) + word(random)).getBytes(UTF_8);
            case 3 -> {
                byte[] bytes = word(random).getBytes(UTF_8);
                if (bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                yield bytes;
            }
            case 4 -> random.nextInt(100) == 0 ? word(random).repeat(5000).getBytes(UTF_8) : word(random).repeat(random.nextInt(16)).getBytes(UTF_8);
            default -> word(random).getBytes(UTF_8);
        };
    }

    private static String word(Random random)
    {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static Slice amidst(Slice slice, Random random)
    {
        byte[] bytes = new byte[slice.length() + 20];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) "019ACGT/|.MS]:>&".charAt(random.nextInt(16));
        }
        slice.getBytes(0, bytes, 10, slice.length());
        return Slices.wrappedBuffer(bytes, 10, slice.length());
    }

    private static String shown(Object[] arguments)
    {
        return Arrays.stream(arguments)
                .map(argument -> argument instanceof Slice slice ? "'" + slice.toStringUtf8() + "'" : String.valueOf(argument))
                .toList()
                .toString();
    }
}
