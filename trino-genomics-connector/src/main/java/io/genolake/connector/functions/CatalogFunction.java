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

import io.genolake.connector.reference.References;
import io.trino.spi.function.FunctionMetadata;
import io.trino.spi.function.FunctionNullability;
import io.trino.spi.function.Signature;
import io.trino.spi.type.Type;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.invoke.MethodType.methodType;
import static java.util.Objects.requireNonNull;

/**
 * A scalar function of the catalog. An object whose public method {@code evaluate} is the function is made for each driver, hence for one
 * thread, so that it can keep what it found for its last arguments. None of its arguments is ever NULL: with a NULL the function is NULL.
 *
 * @param method takes the object, then the arguments
 * @param instanceFactory makes the object
 */
record CatalogFunction(FunctionMetadata metadata, MethodHandle method, MethodHandle instanceFactory)
{
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle GET;
    private static final MethodHandle READ_FAILURE;

    static {
        try {
            GET = LOOKUP.findVirtual(Supplier.class, "get", methodType(Object.class));
            READ_FAILURE = LOOKUP.findStatic(References.class, "readFailure", methodType(RuntimeException.class, RuntimeException.class));
        }
        catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    CatalogFunction
    {
        requireNonNull(metadata, "metadata is null");
        requireNonNull(method, "method is null");
        requireNonNull(instanceFactory, "instanceFactory is null");
    }

    record Argument(String name, Type type)
    {
        Argument
        {
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
        }
    }

    /**
     * @param implementation the class of the object
     * @param factory makes the object
     */
    static <T> CatalogFunction create(
            String name,
            String description,
            Type returnType,
            boolean returnsNull,
            List<Argument> arguments,
            Class<T> implementation,
            Supplier<T> factory)
    {
        Signature.Builder signature = Signature.builder().returnType(returnType);
        arguments.forEach(argument -> signature.argumentType(argument.type(), argument.name()));
        FunctionMetadata.Builder metadata = FunctionMetadata.scalarBuilder(name)
                .signature(signature.build())
                .description(description);
        if (returnsNull) {
            metadata.nullable();
        }
        FunctionMetadata function = metadata.build();
        FunctionNullability nullability = function.getFunctionNullability();
        checkArgument(nullability.getArgumentNullable().stream().noneMatch(nullable -> nullable), "Arguments of %s may be NULL", name);
        return new CatalogFunction(function, method(implementation), GET.bindTo(factory));
    }

    private static MethodHandle method(Class<?> implementation)
    {
        try {
            MethodHandle method = LOOKUP.unreflect(Arrays.stream(implementation.getDeclaredMethods())
                    .filter(candidate -> candidate.getName().equals("evaluate"))
                    .findFirst()
                    .orElseThrow());
            // the engine's generated code does not see the classes of the plugin
            method = method.asType(method.type().changeParameterType(0, Object.class));
            return MethodHandles.catchException(method, RuntimeException.class, throwReadFailure(method.type()));
        }
        catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle throwReadFailure(MethodType type)
    {
        MethodHandle thrower = MethodHandles.throwException(type.returnType(), RuntimeException.class);
        List<Class<?>> ignored = new ArrayList<>(type.parameterList());
        return MethodHandles.dropArguments(MethodHandles.filterArguments(thrower, 0, READ_FAILURE), 1, ignored);
    }
}
