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
package io.genolake.formats.fasta;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

import static com.google.common.base.Throwables.throwIfInstanceOf;
import static com.google.common.base.Throwables.throwIfUnchecked;

/**
 * Pages of bases that several files and threads share, within a bound of bytes.
 */
public final class PageCache
{
    private final Cache<Key, byte[]> pages;

    public PageCache(long maxBytes)
    {
        pages = CacheBuilder.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key _, byte[] page) -> page.length)
                // the bound is that of all: what is cut among several segments holds less of one file
                .concurrencyLevel(1)
                .build();
    }

    /**
     * A page, read by one thread where several want it. A page that cannot be read is not remembered.
     */
    byte[] get(FastaFile file, int contig, long page, Callable<byte[]> reader)
            throws IOException
    {
        try {
            return pages.get(new Key(file, contig, page), reader);
        }
        catch (ExecutionException | UncheckedExecutionException e) {
            throwIfInstanceOf(e.getCause(), IOException.class);
            throwIfUnchecked(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * Bytes of the pages that are held.
     */
    public long size()
    {
        return pages.asMap().values().stream()
                .mapToLong(page -> page.length)
                .sum();
    }

    // files are the same if they are the same object: what is read anew has pages of its own
    private record Key(FastaFile file, int contig, long page) {}
}
