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
package io.genolake.access.audit;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A decision about a protected table.
 *
 * @param provenance where attributes come from: issuer and identifier of a passport
 * @param rowFilter the filter, of which only the digest and the columns are written
 * @param policy the digest of the policy
 */
public record AuditDecision(
        String queryId,
        String user,
        Map<String, String> provenance,
        Optional<String> purpose,
        String table,
        String verb,
        List<String> targets,
        boolean allowed,
        List<String> rules,
        List<String> reasons,
        Optional<String> rowFilter,
        List<String> columns,
        Map<String, String> masks,
        String policy)
{
    public AuditDecision
    {
        requireNonNull(queryId, "queryId is null");
        requireNonNull(user, "user is null");
        provenance = ImmutableMap.copyOf(provenance);
        requireNonNull(purpose, "purpose is null");
        requireNonNull(table, "table is null");
        requireNonNull(verb, "verb is null");
        targets = ImmutableList.copyOf(targets);
        rules = ImmutableList.copyOf(rules);
        reasons = ImmutableList.copyOf(reasons);
        requireNonNull(rowFilter, "rowFilter is null");
        columns = ImmutableList.copyOf(columns);
        masks = ImmutableMap.copyOf(masks);
        requireNonNull(policy, "policy is null");
    }
}
