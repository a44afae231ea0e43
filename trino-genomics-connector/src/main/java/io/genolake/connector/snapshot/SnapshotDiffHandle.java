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
package io.genolake.connector.snapshot;

import io.trino.spi.function.table.ConnectorTableFunctionHandle;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Which versions of a project are compared.
 *
 * @param to the later one; empty for the files as they are now
 */
public record SnapshotDiffHandle(String schema, String from, Optional<String> to)
        implements ConnectorTableFunctionHandle
{
    public SnapshotDiffHandle
    {
        requireNonNull(schema, "schema is null");
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
    }
}
