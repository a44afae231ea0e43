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

import com.google.common.cache.Cache;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.genolake.connector.header.FileHeader;
import io.genolake.connector.lake.StoredFile;
import io.trino.cache.EvictableCacheBuilder;

import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * The digests of headers, each computed once: a header may have megabytes.
 */
public final class HeaderDigests
{
    private static final int MAX_FILES = 100_000;

    private final Cache<StoredFile, Optional<String>> digests = EvictableCacheBuilder.newBuilder()
            .maximumSize(MAX_FILES)
            .build();

    public Optional<String> get(StoredFile file, FileHeader header)
    {
        try {
            return digests.get(file, () -> Digests.header(header));
        }
        catch (ExecutionException | UncheckedExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
