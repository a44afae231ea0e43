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

import io.trino.spi.function.table.ConnectorTableFunctionHandle;

import static java.util.Objects.requireNonNull;

/**
 * Which function of intervals is to be computed.
 *
 * @param parameter the largest gap of {@link Kind#MERGE}, the window of {@link Kind#DEPTH}; 0 for the others
 * @param named whether targets have names, in {@link Kind#NEAREST}
 */
public record IntervalFunctionHandle(Kind kind, long parameter, boolean named)
        implements ConnectorTableFunctionHandle
{
    public enum Kind
    {
        MERGE,
        COVERAGE,
        DEPTH,
        NEAREST,
    }

    public IntervalFunctionHandle
    {
        requireNonNull(kind, "kind is null");
    }
}
