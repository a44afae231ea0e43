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

import io.trino.spi.PageBuilder;
import io.trino.spi.function.table.TableFunctionProcessorState;
import io.trino.spi.function.table.TableFunctionSplitProcessor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.function.table.TableFunctionProcessorState.Finished.FINISHED;
import static io.trino.spi.function.table.TableFunctionProcessorState.Processed.produced;
import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static io.trino.spi.type.TypeUtils.writeNativeValue;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * The rows of {@code snapshot_diff}: one for each file that is not the same.
 */
public final class SnapshotDiffProcessor
        implements TableFunctionSplitProcessor
{
    private final List<FileChange> changes;
    private boolean done;

    public SnapshotDiffProcessor(List<FileChange> changes)
    {
        this.changes = requireNonNull(changes, "changes is null");
    }

    @Override
    public TableFunctionProcessorState process()
    {
        if (done) {
            return FINISHED;
        }
        done = true;
        PageBuilder page = new PageBuilder(changes.size(), SnapshotDiffFunction.COLUMNS.stream().map(column -> column.getType().orElseThrow()).toList());
        for (FileChange change : changes) {
            List<Object> row = Arrays.asList(
                    utf8Slice(change.location()),
                    utf8Slice(change.kind().name().toLowerCase(ENGLISH)),
                    value(change.before(), file -> Optional.of(file.size())),
                    value(change.after(), file -> Optional.of(file.size())),
                    value(change.before(), SnapshotDiffProcessor::modified),
                    value(change.after(), SnapshotDiffProcessor::modified),
                    text(change.before(), FileChange::headerDigest),
                    text(change.after(), FileChange::headerDigest),
                    text(change.before(), SnapshotFile::contentDigest),
                    text(change.after(), SnapshotFile::contentDigest));
            page.declarePosition();
            for (int i = 0; i < row.size(); i++) {
                writeNativeValue(SnapshotDiffFunction.COLUMNS.get(i).getType().orElseThrow(), page.getBlockBuilder(i), row.get(i));
            }
        }
        return produced(page.build());
    }

    private static Optional<Long> modified(SnapshotFile file)
    {
        return Optional.of(packDateTimeWithZone(file.modified().toEpochMilli(), UTC_KEY));
    }

    private static Object text(Optional<SnapshotFile> file, Function<SnapshotFile, Optional<String>> value)
    {
        return value(file, known -> value.apply(known).map(text -> utf8Slice(text)));
    }

    /**
     * A value as the engine takes it, where null is NULL.
     */
    private static Object value(Optional<SnapshotFile> file, Function<SnapshotFile, Optional<?>> value)
    {
        return file.<Object>flatMap(known -> value.apply(known).map(Object.class::cast)).orElse(null);
    }
}
