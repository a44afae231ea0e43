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
import com.google.common.io.BaseEncoding;
import io.airlift.slice.Slice;
import io.genolake.access.policy.PseudonymKey;
import io.trino.spi.function.BoundSignature;
import io.trino.spi.function.FunctionDependencies;
import io.trino.spi.function.FunctionId;
import io.trino.spi.function.FunctionMetadata;
import io.trino.spi.function.FunctionProvider;
import io.trino.spi.function.InvocationConvention;
import io.trino.spi.function.ScalarFunctionAdapter;
import io.trino.spi.function.ScalarFunctionImplementation;
import io.trino.spi.function.Signature;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import java.lang.invoke.MethodHandle;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.function.InvocationConvention.InvocationArgumentConvention.NEVER_NULL;
import static io.trino.spi.function.InvocationConvention.InvocationReturnConvention.NULLABLE_RETURN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.invoke.MethodHandles.lookup;
import static java.lang.invoke.MethodType.methodType;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ENGLISH;

/**
 * {@code pseudonym(key, value)}: 26 letters and digits that are the same for the same value and key and cannot be turned back. Only masks may
 * call it: whoever could, would find out values by trying. The key is given by name; an unknown one gives NULL.
 */
public final class PseudonymFunctions
        implements FunctionProvider
{
    static final FunctionMetadata PSEUDONYM = FunctionMetadata.scalarBuilder("pseudonym")
            .functionId(new FunctionId("pseudonym"))
            .description("Keyed pseudonym of a value")
            .signature(Signature.builder()
                    .returnType(VARCHAR)
                    .argumentType(VARCHAR)
                    .argumentType(VARCHAR)
                    .build())
            .nullable()
            .build();

    private static final MethodHandle HANDLE;
    // 128 bits, so that two values are never taken for one
    private static final int BYTES = 16;

    static {
        try {
            HANDLE = lookup().findVirtual(PseudonymFunctions.class, "pseudonym", methodType(Slice.class, Slice.class, Slice.class));
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private final Map<String, SecretKeySpec> keys;

    public PseudonymFunctions(Map<String, PseudonymKey> keys)
    {
        this.keys = keys.entrySet().stream()
                .collect(toImmutableMap(Map.Entry::getKey, entry -> new SecretKeySpec(entry.getValue().secret(), "HmacSHA256")));
    }

    @Override
    public ScalarFunctionImplementation getScalarFunctionImplementation(
            FunctionId functionId,
            BoundSignature boundSignature,
            FunctionDependencies functionDependencies,
            InvocationConvention invocationConvention)
    {
        checkArgument(functionId.equals(PSEUDONYM.getFunctionId()), "there is no such function");
        return ScalarFunctionImplementation.builder()
                .methodHandle(ScalarFunctionAdapter.adapt(
                        HANDLE.bindTo(this),
                        boundSignature.getReturnType(),
                        boundSignature.getArgumentTypes(),
                        new InvocationConvention(ImmutableList.of(NEVER_NULL, NEVER_NULL), NULLABLE_RETURN, false, false),
                        invocationConvention))
                .build();
    }

    public Slice pseudonym(Slice keyName, Slice value)
    {
        SecretKeySpec key = keys.get(keyName.toString(UTF_8));
        if (key == null) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] digest = mac.doFinal(value.getBytes());
            return utf8Slice(BaseEncoding.base32().omitPadding().encode(Arrays.copyOf(digest, BYTES)).toLowerCase(ENGLISH));
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
