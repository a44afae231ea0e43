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
package io.genolake.connector;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.SizeOf;
import io.genolake.connector.table.ColumnSource;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.type.Type;

import java.util.List;

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static java.util.Objects.requireNonNull;

/**
 * A column of a table, and all that a worker needs to decode it.
 *
 * @param name the column's name; that of a part of a column, or of a column in another type, is the expression that it stands for
 * @param source what of a record it is made of: of a record, or of its file
 * @param keys for INFO and FORMAT, the keys as the files spell them: one for each field of a row type, else one
 * @param type the SQL type
 * @param hidden whether it shows only when asked for by name
 */
public record GenomicsColumnHandle(String name, ColumnSource source, List<String> keys, Type type, boolean hidden)
        implements ColumnHandle
{
    private static final int INSTANCE_SIZE = instanceSize(GenomicsColumnHandle.class);

    public GenomicsColumnHandle
    {
        requireNonNull(name, "name is null");
        requireNonNull(source, "source is null");
        keys = ImmutableList.copyOf(requireNonNull(keys, "keys is null"));
        requireNonNull(type, "type is null");
    }

    public long getRetainedSizeInBytes()
    {
        return INSTANCE_SIZE + estimatedSizeOf(name) + estimatedSizeOf(keys, SizeOf::estimatedSizeOf);
    }

    @Override
    public String toString()
    {
        return name;
    }
}
