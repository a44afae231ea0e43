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

import io.trino.spi.Page;
import io.trino.spi.PageBuilder;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.function.table.TableFunctionDataProcessor;
import io.trino.spi.function.table.TableFunctionProcessorState;
import io.trino.spi.type.Type;

import java.util.List;
import java.util.Optional;

import static io.trino.spi.StandardErrorCode.EXCEEDED_FUNCTION_MEMORY_LIMIT;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.function.table.TableFunctionProcessorState.Finished.FINISHED;
import static io.trino.spi.function.table.TableFunctionProcessorState.Processed.produced;
import static io.trino.spi.function.table.TableFunctionProcessorState.Processed.usedInput;
import static io.trino.spi.function.table.TableFunctionProcessorState.Processed.usedInputAndProduced;
import static io.trino.spi.type.BigintType.BIGINT;
import static java.util.Objects.requireNonNull;

/**
 * Computes a function over the intervals of a partition as they come, in the order of their positions. The first two columns of the input are
 * {@code pos} and {@code end_pos}. A row may make any number of output rows, so these are made by the page.
 */
abstract class IntervalProcessor
        implements TableFunctionDataProcessor
{
    /**
     * Beyond any contig, and small enough to calculate with.
     */
    static final long MAX_POSITION = 1L << 48;

    private final String function;
    private final PageBuilder output;
    private long row;
    private int position;
    private long lastPos = Long.MIN_VALUE;
    private boolean ended;

    protected IntervalProcessor(String function, List<Type> types)
    {
        this.function = requireNonNull(function, "function is null");
        output = new PageBuilder(types);
    }

    /**
     * Takes a row, when all output of the rows before has been made.
     *
     * @param row its number in the partition, from 0
     */
    protected abstract void accept(Page page, int position, long row, long pos, long endPos);

    /**
     * Takes a row without a position: there is nothing to compute of it.
     */
    protected void acceptUnplaced(Page page, int position, long row) {}

    /**
     * There are no more rows.
     */
    protected abstract void end();

    /**
     * Makes output rows of what is known by now, until the page is full.
     *
     * @return whether that was all
     */
    protected abstract boolean emit(PageBuilder output);

    @Override
    public final TableFunctionProcessorState process(List<Optional<Page>> input)
    {
        if (input == null) {
            if (!ended) {
                ended = true;
                end();
            }
            emit(output);
            return output.isEmpty() ? FINISHED : produced(flush());
        }
        Page page = input.getFirst().orElseThrow();
        while (emit(output)) {
            if (position == page.getPositionCount()) {
                position = 0;
                return output.isFull() ? usedInputAndProduced(flush()) : usedInput();
            }
            accept(page);
        }
        return produced(flush());
    }

    private void accept(Page page)
    {
        Block positions = page.getBlock(0);
        Block ends = page.getBlock(1);
        if (positions.isNull(position) || ends.isNull(position)) {
            acceptUnplaced(page, position, row);
        }
        else {
            long pos = BIGINT.getLong(positions, position);
            long endPos = BIGINT.getLong(ends, position);
            if (pos < 0 || endPos < pos - 1 || endPos > MAX_POSITION) {
                throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: not an interval: pos is %s and end_pos is %s".formatted(function, pos, endPos));
            }
            if (pos < lastPos) {
                throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s: the input is not in ascending order of pos: %s comes after %s".formatted(function, pos, lastPos));
            }
            lastPos = pos;
            accept(page, position, row, pos, endPos);
        }
        position++;
        row++;
    }

    private Page flush()
    {
        Page page = output.build();
        output.reset();
        return page;
    }

    /**
     * The function would need more memory than it may.
     */
    protected TrinoException exceeded(String what, long pos)
    {
        return exceeded(function, what, pos);
    }

    static TrinoException exceeded(String function, String what, long pos)
    {
        return new TrinoException(EXCEEDED_FUNCTION_MEMORY_LIMIT, "%s: %s at position %s: take fewer rows, or partition by chrom and window".formatted(function, what, pos));
    }
}
