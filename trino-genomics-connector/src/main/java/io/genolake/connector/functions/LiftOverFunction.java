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

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.genolake.connector.reference.References;
import io.genolake.formats.chain.Chain.Lifted;
import io.genolake.formats.chain.ContigChains;
import io.genolake.formats.chain.ContigChains.LiftOver;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.RowType;

import java.util.Optional;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.RowType.field;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * As UCSC liftOver and htsjdk's LiftOver do with a minimum match of 0.95. What cannot be lifted has a status that says why, and NULL else.
 */
public final class LiftOverFunction
{
    static final RowType TYPE = RowType.rowType(
            field("chrom", VARCHAR),
            field("pos", BIGINT),
            field("end_pos", BIGINT),
            field("strand", VARCHAR),
            field("status", VARCHAR));

    static final double MIN_MATCH = 0.95;
    static final Slice FORWARD = utf8Slice("+");
    static final Slice REVERSE = utf8Slice("-");

    static final Slice LIFTED = utf8Slice("lifted");
    static final Slice NO_TARGET = utf8Slice("no_target");
    static final Slice MULTIPLE_TARGETS = utf8Slice("multiple_targets");
    private static final Slice EMPTY_INTERVAL = utf8Slice("empty_interval");

    private final ChainArgument chains;

    LiftOverFunction(References references)
    {
        chains = new ChainArgument(references);
    }

    public SqlRow evaluate(Slice chain, Slice chrom, long pos, long endPos)
    {
        if (pos < 1 || endPos < pos - 1) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "%s:%s-%s is no interval: positions begin with 1, and end_pos is included".formatted(References.shown(chrom.toStringUtf8()), pos, endPos));
        }
        Optional<ContigChains> contig = chains.chains(chain, chrom);
        if (endPos == pos - 1) {
            return notLifted(EMPTY_INTERVAL);
        }
        if (contig.isEmpty()) {
            return notLifted(NO_TARGET);
        }
        LiftOver result = contig.orElseThrow().lift(pos - 1, endPos, MIN_MATCH);
        return switch (result.status()) {
            case LIFTED -> row(result.lifted().orElseThrow());
            case NO_TARGET -> notLifted(NO_TARGET);
            case MULTIPLE_TARGETS -> notLifted(MULTIPLE_TARGETS);
        };
    }

    private static SqlRow row(Lifted lifted)
    {
        return new SqlRow(0, new Block[] {
                Rows.varchar(Slices.wrappedBuffer(lifted.chain().targetName())),
                Rows.bigint(lifted.start() + 1),
                Rows.bigint(lifted.end()),
                Rows.varchar(lifted.chain().isReverse() ? REVERSE : FORWARD),
                Rows.varchar(LIFTED),
        });
    }

    private static SqlRow notLifted(Slice status)
    {
        return new SqlRow(0, new Block[] {
                Rows.NULL_VARCHAR,
                Rows.NULL_BIGINT,
                Rows.NULL_BIGINT,
                Rows.NULL_VARCHAR,
                Rows.varchar(status),
        });
    }
}
