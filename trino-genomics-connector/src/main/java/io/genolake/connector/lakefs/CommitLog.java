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
package io.genolake.connector.lakefs;

import com.google.common.collect.ImmutableList;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * The answer of lakeFS to {@code GET /repositories/{repository}/refs/{ref}/commits}, as far as it is of interest.
 */
public record CommitLog(List<Commit> results)
{
    public record Commit(String id)
    {
        public Commit
        {
            requireNonNull(id, "id is null");
        }
    }

    public CommitLog
    {
        results = ImmutableList.copyOf(requireNonNull(results, "results is null"));
    }
}
