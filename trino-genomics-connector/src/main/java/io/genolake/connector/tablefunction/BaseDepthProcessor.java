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
import io.trino.spi.PageBuilder;

import static io.trino.spi.type.BigintType.BIGINT;

/**
 * A row for each base.
 */
final class BaseDepthProcessor
        extends SweepProcessor
{
    private long next;
    private long to;
    private int depth;

    BaseDepthProcessor()
    {
        super("depth", ImmutableList.of(BIGINT, BIGINT));
    }

    @Override
    protected void beginRun(long from, long to, int depth)
    {
        next = from;
        this.to = to;
        this.depth = depth;
    }

    @Override
    protected boolean emitRun(PageBuilder output)
    {
        while (next <= to) {
            if (output.isFull()) {
                return false;
            }
            output.declarePosition();
            BIGINT.writeLong(output.getBlockBuilder(0), next);
            BIGINT.writeLong(output.getBlockBuilder(1), depth);
            next++;
        }
        return true;
    }
}
