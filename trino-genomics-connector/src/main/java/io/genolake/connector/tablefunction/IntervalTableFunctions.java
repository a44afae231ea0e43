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
package io.genolake.connector.tablefunction;

import com.google.common.collect.ImmutableSet;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.function.table.ConnectorTableFunction;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import io.trino.spi.function.table.TableFunctionDataProcessor;
import io.trino.spi.function.table.TableFunctionProcessorProvider;

import java.util.Set;

/**
 * The table functions over intervals, which are rows of any query: partitioned by contig and ordered by position.
 */
public final class IntervalTableFunctions
{
    private IntervalTableFunctions() {}

    public static Set<ConnectorTableFunction> all()
    {
        return ImmutableSet.of(
                new MergeFunction(),
                new CoverageFunction(),
                new DepthFunction(),
                new NearestFunction());
    }

    /**
     * What computes the function of a handle; it is called for each partition.
     */
    public static TableFunctionProcessorProvider processorProvider()
    {
        return new TableFunctionProcessorProvider()
        {
            @Override
            public TableFunctionDataProcessor getDataProcessor(ConnectorSession session, ConnectorTableFunctionHandle handle)
            {
                IntervalFunctionHandle function = (IntervalFunctionHandle) handle;
                return switch (function.kind()) {
                    case MERGE -> new MergeProcessor(function.parameter());
                    case COVERAGE -> new CoverageProcessor();
                    case DEPTH -> function.parameter() == 1 ? new BaseDepthProcessor() : new WindowDepthProcessor(function.parameter());
                    case NEAREST -> new NearestProcessor(function.named());
                };
            }
        };
    }
}
