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
package io.genolake.access.enforce;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;

import java.util.Optional;

/**
 * The queries that have been let in. One that is not known is denied everything.
 */
final class QueryRegistry
{
    // Far more than run at once: what is lost is denied
    private static final int MAX_QUERIES = 200_000;

    private final Cache<String, QueryAccess> queries = CacheBuilder.newBuilder().maximumSize(MAX_QUERIES).build();

    void add(QueryAccess query)
    {
        queries.put(query.queryId(), query);
    }

    Optional<QueryAccess> get(String queryId)
    {
        return Optional.ofNullable(queries.getIfPresent(queryId));
    }

    Optional<QueryAccess> remove(String queryId)
    {
        Optional<QueryAccess> query = get(queryId);
        queries.invalidate(queryId);
        return query;
    }
}
