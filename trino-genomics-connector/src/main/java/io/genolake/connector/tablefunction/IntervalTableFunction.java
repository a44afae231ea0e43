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

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.function.table.AbstractConnectorTableFunction;
import io.trino.spi.function.table.Argument;
import io.trino.spi.function.table.ArgumentSpecification;
import io.trino.spi.function.table.Descriptor;
import io.trino.spi.function.table.Descriptor.Field;
import io.trino.spi.function.table.ScalarArgument;
import io.trino.spi.function.table.TableArgument;
import io.trino.spi.function.table.TableArgumentSpecification;
import io.trino.spi.function.table.TableFunctionAnalysis;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.function.table.ReturnTypeSpecification.GenericTable.GENERIC_TABLE;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Locale.ENGLISH;

/**
 * A table function of one table, whose columns {@code pos} and {@code end_pos} are intervals: 1-based, both ends included. It sees only rows that the
 * user's query gives it, so access control is the engine's.
 */
abstract class IntervalTableFunction
        extends AbstractConnectorTableFunction
{
    static final String SCHEMA = "functions";
    static final String INPUT = "INPUT";

    protected IntervalTableFunction(String name, boolean passThroughColumns, Optional<ArgumentSpecification> argument, String description)
    {
        super(SCHEMA, name, arguments(passThroughColumns, argument), GENERIC_TABLE, description);
    }

    private static List<ArgumentSpecification> arguments(boolean passThroughColumns, Optional<ArgumentSpecification> argument)
    {
        TableArgumentSpecification.Builder input = TableArgumentSpecification.builder()
                .name(INPUT)
                .pruneWhenEmpty();
        if (passThroughColumns) {
            input.passThroughColumns();
        }
        ImmutableList.Builder<ArgumentSpecification> arguments = ImmutableList.builder();
        arguments.add(input.build());
        argument.ifPresent(arguments::add);
        return arguments.build();
    }

    @Override
    public TableFunctionAnalysis analyze(ConnectorSession session, ConnectorTransactionHandle transaction, Map<String, Argument> arguments, ConnectorAccessControl accessControl)
    {
        TableArgument input = (TableArgument) arguments.get(INPUT);
        checkPartition(input);
        return analyze(input, arguments);
    }

    protected abstract TableFunctionAnalysis analyze(TableArgument input, Map<String, Argument> arguments);

    /**
     * Without an order the functions would be wrong, and without a partition they would take all contigs for one.
     */
    private void checkPartition(TableArgument input)
    {
        if (input.getOrderBy().isEmpty() || !input.getOrderBy().getFirst().equalsIgnoreCase("pos")) {
            throw invalid("the input has to be ordered by pos: TABLE(SELECT chrom, pos, end_pos ...) PARTITION BY chrom ORDER BY pos");
        }
        if (column(input, "chrom").isPresent() && input.getPartitionBy().stream().noneMatch("chrom"::equalsIgnoreCase)) {
            throw invalid("the input has a column chrom and is not partitioned by it: TABLE(SELECT chrom, pos, end_pos ...) PARTITION BY chrom ORDER BY pos");
        }
    }

    /**
     * The index of a column that there has to be.
     */
    protected int requiredColumn(TableArgument input, String name, Type type)
    {
        int index = column(input, name).orElseThrow(() -> invalid("the input has no column %s".formatted(name)));
        Type actual = input.getRowType().getFields().get(index).getType();
        // text may be of any length
        if (!actual.equals(type) && !(type.equals(VARCHAR) && actual instanceof VarcharType)) {
            throw invalid("the column %s of the input is %s: cast it to %s".formatted(name, actual.getDisplayName(), type.getDisplayName()));
        }
        return index;
    }

    protected static OptionalInt column(TableArgument input, String name)
    {
        List<RowType.Field> fields = input.getRowType().getFields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getName().map(name::equalsIgnoreCase).orElse(false)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    protected List<Integer> intervalColumns(TableArgument input)
    {
        return ImmutableList.of(requiredColumn(input, "pos", BIGINT), requiredColumn(input, "end_pos", BIGINT));
    }

    /**
     * The value of an argument that is a number of bases.
     */
    protected long bases(Map<String, Argument> arguments, String name, long least)
    {
        Object value = ((ScalarArgument) arguments.get(name)).getValue();
        if (value == null || (long) value < least) {
            throw invalid("%s is a number of bases from %s: %s".formatted(name.toLowerCase(ENGLISH), least, value));
        }
        return (long) value;
    }

    protected static Descriptor descriptor(Field... fields)
    {
        return new Descriptor(ImmutableList.copyOf(fields));
    }

    protected static Field field(String name, Type type)
    {
        return new Field(name, Optional.of(type));
    }

    private TrinoException invalid(String message)
    {
        return new TrinoException(INVALID_FUNCTION_ARGUMENT, getName() + ": " + message);
    }
}
