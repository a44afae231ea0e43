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
package io.genolake.formats;

import com.google.common.collect.Interner;

import static java.util.Objects.requireNonNull;

/**
 * Makes a header hold the parts that it has in common with other headers as the same objects: the files of a project tend to differ in
 * their samples and little else, and there may be a hundred thousand of them. Counts what a header takes beyond what it shares.
 */
public final class HeaderParts
{
    private static final int REFERENCE_BYTES = 8;

    private final Interner<Object> pool;
    private long retainedBytes;

    /**
     * @param pool the parts of all headers that may share them
     */
    public HeaderParts(Interner<Object> pool)
    {
        this.pool = requireNonNull(pool, "pool is null");
    }

    /**
     * The object of the pool that equals a part.
     *
     * @param bytes an estimate of what the part takes in memory
     */
    @SuppressWarnings("unchecked")
    public <T> T share(T part, long bytes)
    {
        T shared = (T) pool.intern(part);
        retainedBytes += REFERENCE_BYTES + (shared == part ? bytes : 0);
        return shared;
    }

    /**
     * Takes account of what a header has for itself.
     */
    public void keep(long bytes)
    {
        retainedBytes += bytes;
    }

    /**
     * An estimate of what the header takes in memory, without the parts that were there before.
     */
    public long retainedBytes()
    {
        return retainedBytes;
    }
}
