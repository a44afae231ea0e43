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

import com.google.inject.Inject;
import io.genolake.connector.snapshot.SnapshotDiffHandle;
import io.genolake.connector.snapshot.SnapshotDiffProcessor;
import io.genolake.connector.split.SnapshotDiffSplit;
import io.genolake.connector.tablefunction.IntervalTableFunctions;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.function.BoundSignature;
import io.trino.spi.function.FunctionDependencies;
import io.trino.spi.function.FunctionId;
import io.trino.spi.function.FunctionProvider;
import io.trino.spi.function.InvocationConvention;
import io.trino.spi.function.InvocationConvention.InvocationArgumentConvention;
import io.trino.spi.function.ScalarFunctionAdapter;
import io.trino.spi.function.ScalarFunctionImplementation;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import io.trino.spi.function.table.TableFunctionProcessorProvider;
import io.trino.spi.function.table.TableFunctionSplitProcessor;

import java.util.Optional;

import static io.trino.spi.function.InvocationConvention.InvocationArgumentConvention.NEVER_NULL;
import static io.trino.spi.function.InvocationConvention.InvocationReturnConvention.FAIL_ON_NULL;
import static io.trino.spi.function.InvocationConvention.InvocationReturnConvention.NULLABLE_RETURN;
import static java.util.Collections.nCopies;
import static java.util.Objects.requireNonNull;

public final class CatalogFunctionProvider
        implements FunctionProvider
{
    private final CatalogFunctions functions;

    @Inject
    public CatalogFunctionProvider(CatalogFunctions functions)
    {
        this.functions = requireNonNull(functions, "functions is null");
    }

    @Override
    public ScalarFunctionImplementation getScalarFunctionImplementation(
            FunctionId functionId,
            BoundSignature boundSignature,
            FunctionDependencies functionDependencies,
            InvocationConvention invocationConvention)
    {
        CatalogFunction function = functions.get(functionId);
        InvocationConvention convention = new InvocationConvention(
                nCopies(boundSignature.getArity(), (InvocationArgumentConvention) NEVER_NULL),
                function.metadata().getFunctionNullability().isReturnNullable() ? NULLABLE_RETURN : FAIL_ON_NULL,
                false,
                true);
        return ScalarFunctionImplementation.builder()
                .methodHandle(ScalarFunctionAdapter.adapt(
                        function.method(),
                        boundSignature.getReturnType(),
                        boundSignature.getArgumentTypes(),
                        convention,
                        invocationConvention))
                .instanceFactory(function.instanceFactory())
                .build();
    }

    @Override
    public TableFunctionProcessorProvider getTableFunctionProcessorProvider(ConnectorTableFunctionHandle functionHandle)
    {
        if (functionHandle instanceof SnapshotDiffHandle) {
            return new TableFunctionProcessorProvider()
            {
                @Override
                public TableFunctionSplitProcessor getSplitProcessor(ConnectorSession session, ConnectorTableFunctionHandle handle, Optional<ConnectorTableCredentials> tableCredentials, ConnectorSplit split)
                {
                    return new SnapshotDiffProcessor(((SnapshotDiffSplit) split).changes());
                }
            };
        }
        return IntervalTableFunctions.processorProvider();
    }
}
