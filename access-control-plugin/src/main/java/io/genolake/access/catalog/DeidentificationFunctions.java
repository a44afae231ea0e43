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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.airlift.slice.Slice;
import io.genolake.access.enforce.AccessCatalog;
import io.genolake.access.policy.PseudonymKey;
import io.trino.spi.function.BoundSignature;
import io.trino.spi.function.FunctionDependencies;
import io.trino.spi.function.FunctionId;
import io.trino.spi.function.FunctionMetadata;
import io.trino.spi.function.FunctionProvider;
import io.trino.spi.function.InvocationConvention;
import io.trino.spi.function.InvocationConvention.InvocationArgumentConvention;
import io.trino.spi.function.ScalarFunctionAdapter;
import io.trino.spi.function.ScalarFunctionImplementation;
import io.trino.spi.function.SchemaFunctionName;
import io.trino.spi.function.Signature;
import io.trino.spi.type.Type;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.airlift.slice.Slices.utf8Slice;
import static io.airlift.slice.Slices.wrappedBuffer;
import static io.trino.spi.function.InvocationConvention.InvocationArgumentConvention.NEVER_NULL;
import static io.trino.spi.function.InvocationConvention.InvocationReturnConvention.NULLABLE_RETURN;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.invoke.MethodType.methodType;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ENGLISH;

/**
 * The functions of the catalog, all of which are NULL where they have no answer.
 * <ul>
 * <li>Schema {@code keyed}, by the name of a key: {@code pseudonym(key, value)}, {@code shift_days(key, subject)} and {@code token(key, value)}. Only masks
 * may call them: whoever could, would find out values by trying.
 * <li>Schema {@code reidentify}: a function a key, {@code cardio(token)}, which turns a token back. It needs a grant.
 * <li>Schema {@code deid}: {@code year(date)}, {@code age_band(age, width)}, {@code zip3(code)}, {@code position_bin(position, width)}, for everybody.
 * </ul>
 */
final class DeidentificationFunctions
        implements FunctionProvider
{
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final Map<FunctionId, Function> functions;

    private record Function(SchemaFunctionName name, FunctionMetadata metadata, MethodHandle handle) {}

    DeidentificationFunctions(Map<String, PseudonymKey> keys)
    {
        Map<String, ProjectKey> projects = keys.entrySet().stream()
                .collect(toImmutableMap(Map.Entry::getKey, entry -> new ProjectKey(entry.getValue())));
        List<Function> all = new ArrayList<>();
        Keyed keyed = new Keyed(projects);
        all.add(function(AccessCatalog.FUNCTION_SCHEMA, "pseudonym", "Keyed pseudonym of a value", bound(keyed, "pseudonym", Slice.class, Slice.class, Slice.class), VARCHAR, VARCHAR, VARCHAR));
        all.add(function(AccessCatalog.FUNCTION_SCHEMA, "shift_days", "Days by which the dates of a subject are shifted", bound(keyed, "shiftDays", Long.class, Slice.class, Slice.class), BIGINT, VARCHAR, VARCHAR));
        all.add(function(AccessCatalog.FUNCTION_SCHEMA, "token", "Reversible token of a value", bound(keyed, "token", Slice.class, Slice.class, Slice.class), VARCHAR, VARCHAR, VARCHAR));
        projects.forEach((name, key) -> all.add(function(
                AccessCatalog.REIDENTIFY_SCHEMA,
                name.toLowerCase(ENGLISH),
                "The value of a token",
                bound(new Reidentification(key), "reidentify", Slice.class, Slice.class),
                VARCHAR,
                VARCHAR)));
        all.add(function(AccessCatalog.OPEN_SCHEMA, "year", "First day of the year", open("year", Long.class, long.class), DATE, DATE));
        all.add(function(AccessCatalog.OPEN_SCHEMA, "age_band", "Band of ages", open("ageBand", Slice.class, long.class, long.class), VARCHAR, BIGINT, BIGINT));
        all.add(function(AccessCatalog.OPEN_SCHEMA, "zip3", "First three digits of a ZIP code", open("zip3", Slice.class, Slice.class), VARCHAR, VARCHAR));
        all.add(function(AccessCatalog.OPEN_SCHEMA, "position_bin", "First position of a bin of positions", open("positionBin", Long.class, long.class, long.class), BIGINT, BIGINT, BIGINT));
        ImmutableMap.Builder<FunctionId, Function> byId = ImmutableMap.builder();
        all.forEach(function -> byId.put(function.metadata().getFunctionId(), function));
        functions = byId.buildOrThrow();
    }

    private static Function function(String schema, String name, String description, MethodHandle handle, Type returnType, Type... argumentTypes)
    {
        Signature.Builder signature = Signature.builder().returnType(returnType);
        for (Type type : argumentTypes) {
            signature.argumentType(type);
        }
        return new Function(
                new SchemaFunctionName(schema, name),
                FunctionMetadata.scalarBuilder(name)
                        .functionId(new FunctionId(schema + "." + name))
                        .description(description)
                        .signature(signature.build())
                        .nullable()
                        .build(),
                handle);
    }

    private static MethodHandle bound(Object receiver, String method, Class<?> returnType, Class<?>... argumentTypes)
    {
        try {
            return LOOKUP.findVirtual(receiver.getClass(), method, methodType(returnType, argumentTypes)).bindTo(receiver);
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle open(String method, Class<?> returnType, Class<?>... argumentTypes)
    {
        try {
            return LOOKUP.findStatic(Generalisations.class, method, methodType(returnType, argumentTypes));
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    List<FunctionMetadata> list(String schema)
    {
        return functions.values().stream()
                .filter(function -> function.name().schemaName().equals(schema))
                .map(Function::metadata)
                .collect(toImmutableList());
    }

    List<FunctionMetadata> named(SchemaFunctionName name)
    {
        return functions.values().stream()
                .filter(function -> function.name().equals(name))
                .map(Function::metadata)
                .collect(toImmutableList());
    }

    FunctionMetadata metadata(FunctionId id)
    {
        return function(id).metadata();
    }

    private Function function(FunctionId id)
    {
        checkArgument(functions.containsKey(id), "there is no such function");
        return functions.get(id);
    }

    @Override
    public ScalarFunctionImplementation getScalarFunctionImplementation(
            FunctionId functionId,
            BoundSignature boundSignature,
            FunctionDependencies functionDependencies,
            InvocationConvention invocationConvention)
    {
        List<InvocationArgumentConvention> arguments = Collections.nCopies(boundSignature.getArity(), NEVER_NULL);
        return ScalarFunctionImplementation.builder()
                .methodHandle(ScalarFunctionAdapter.adapt(
                        function(functionId).handle(),
                        boundSignature.getReturnType(),
                        boundSignature.getArgumentTypes(),
                        new InvocationConvention(ImmutableList.copyOf(arguments), NULLABLE_RETURN, false, false),
                        invocationConvention))
                .build();
    }

    /**
     * An unknown key gives NULL.
     */
    private record Keyed(Map<String, ProjectKey> keys)
    {
        public Slice pseudonym(Slice key, Slice value)
        {
            ProjectKey project = keys.get(key.toString(UTF_8));
            return project == null ? null : utf8Slice(project.pseudonym(value.getBytes()));
        }

        public Long shiftDays(Slice key, Slice subject)
        {
            ProjectKey project = keys.get(key.toString(UTF_8));
            return project == null ? null : project.shiftDays(subject.getBytes());
        }

        public Slice token(Slice key, Slice value)
        {
            ProjectKey project = keys.get(key.toString(UTF_8));
            return project == null ? null : utf8Slice(project.token(value.getBytes()));
        }
    }

    private record Reidentification(ProjectKey key)
    {
        public Slice reidentify(Slice token)
        {
            return key.reidentify(token.toStringUtf8())
                    .map(value -> wrappedBuffer(value))
                    .orElse(null);
        }
    }
}
