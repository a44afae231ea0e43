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
package io.genolake.functions.read;

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.block.SqlRow;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.StandardTypes;

import java.util.List;

import static io.genolake.functions.Values.bigint;
import static io.genolake.functions.Values.row;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;

public final class CigarFunctions
{
    static final RowType OPERATION_TYPE = RowType.anonymous(List.of(VARCHAR, BIGINT));

    private CigarFunctions() {}

    @ScalarFunction("cigar_operations")
    @Description("The operations of a CIGAR, in their order")
    @SqlType("array(row(operation varchar, length bigint))")
    public static Block cigarOperations(@Name("cigar") @SqlType(StandardTypes.VARCHAR) Slice text)
    {
        RowBlockBuilder operations = OPERATION_TYPE.createBlockBuilder(null, text.length() / 2);
        Cigar cigar = new Cigar("cigar_operations", text);
        while (cigar.next()) {
            operations.buildEntry(fields -> {
                VARCHAR.writeSlice(fields.get(0), text, cigar.operationPosition(), 1);
                BIGINT.writeLong(fields.get(1), cigar.length());
            });
        }
        return operations.build();
    }

    @ScalarFunction("cigar_reference_length")
    @Description("The number of bases of the reference that an alignment spans: operations M, D, N, = and X")
    @SqlType(StandardTypes.BIGINT)
    public static long cigarReferenceLength(@Name("cigar") @SqlType(StandardTypes.VARCHAR) Slice text)
    {
        Cigar cigar = new Cigar("cigar_reference_length", text);
        long length = 0;
        while (cigar.next()) {
            if (cigar.consumesReference()) {
                length += cigar.length();
            }
        }
        return length;
    }

    @ScalarFunction("cigar_query_length")
    @Description("The number of bases of seq that a CIGAR has: operations M, I, S, = and X")
    @SqlType(StandardTypes.BIGINT)
    public static long cigarQueryLength(@Name("cigar") @SqlType(StandardTypes.VARCHAR) Slice text)
    {
        Cigar cigar = new Cigar("cigar_query_length", text);
        long length = 0;
        while (cigar.next()) {
            if (cigar.consumesQuery()) {
                length += cigar.length();
            }
        }
        return length;
    }

    @ScalarFunction("soft_clips")
    @Description("The number of soft-clipped bases at the beginning and at the end of seq")
    @SqlType("row(leading bigint, trailing bigint)")
    public static SqlRow softClips(@Name("cigar") @SqlType(StandardTypes.VARCHAR) Slice text)
    {
        Cigar cigar = new Cigar("soft_clips", text);
        long leading = 0;
        long trailing = 0;
        boolean aligned = false;
        while (cigar.next()) {
            switch (cigar.operation()) {
                case 'S' -> {
                    if (aligned) {
                        trailing += cigar.length();
                    }
                    else {
                        leading += cigar.length();
                    }
                }
                case 'H' -> {}
                default -> {
                    aligned = true;
                    // what is followed by more of the alignment is not at the end
                    trailing = 0;
                }
            }
        }
        return row(bigint(leading), bigint(trailing));
    }
}
