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
package io.genolake.connector.about;

import io.genolake.connector.lake.LakeFile;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import static java.util.Objects.requireNonNull;

/**
 * Rows about files, a file at a time.
 */
final class AboutPageSource
        implements ConnectorPageSource
{
    private final Iterator<LakeFile> files;
    private final AboutRows rows;
    private final Consumer<LakeFile> adder;
    private final BiFunction<LakeFile, RuntimeException, RuntimeException> errors;
    private final Queue<Page> pages = new ArrayDeque<>();

    /**
     * @param adder adds the rows of a file to {@code rows}
     * @param errors what is thrown for a file that failed
     */
    AboutPageSource(List<LakeFile> files, AboutRows rows, Consumer<LakeFile> adder, BiFunction<LakeFile, RuntimeException, RuntimeException> errors)
    {
        this.files = List.copyOf(files).iterator();
        this.rows = requireNonNull(rows, "rows is null");
        this.adder = requireNonNull(adder, "adder is null");
        this.errors = requireNonNull(errors, "errors is null");
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        if (pages.isEmpty() && files.hasNext()) {
            LakeFile file = files.next();
            try {
                adder.accept(file);
            }
            catch (RuntimeException e) {
                throw errors.apply(file, e);
            }
            pages.addAll(rows.take());
        }
        return pages.isEmpty() ? null : SourcePage.create(pages.poll());
    }

    @Override
    public boolean isFinished()
    {
        return pages.isEmpty() && !files.hasNext();
    }

    @Override
    public long getCompletedBytes()
    {
        return 0;
    }

    @Override
    public long getReadTimeNanos()
    {
        return 0;
    }

    @Override
    public void close() {}
}
