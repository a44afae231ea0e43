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

import com.google.common.collect.ImmutableSet;
import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.decision.TableDecision;
import io.genolake.access.policy.TableName;
import io.genolake.access.subject.Subject;
import io.trino.spi.type.Type;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static java.util.Objects.requireNonNull;

/**
 * One query: who started it, by which policy it is decided, and what it has touched. Whatever identity the engine evaluates a part of the query
 * under (the owner of a view, the service user), rows and columns are those of the user who started it.
 */
final class QueryAccess
{
    private final String queryId;
    private final DecisionEngine engine;
    private final Subject subject;
    private final Map<TableName, TableDecision> decisions = new ConcurrentHashMap<>();
    private final Map<TableName, Map<String, Type>> columns = new ConcurrentHashMap<>();
    private final Set<TableName> sources = ConcurrentHashMap.newKeySet();
    private final Set<TableName> targets = ConcurrentHashMap.newKeySet();
    private final Set<Object> audited = ConcurrentHashMap.newKeySet();
    private volatile boolean protectedData;
    private volatile boolean closed;

    QueryAccess(String queryId, DecisionEngine engine, Subject subject)
    {
        this.queryId = requireNonNull(queryId, "queryId is null");
        this.engine = requireNonNull(engine, "engine is null");
        this.subject = requireNonNull(subject, "subject is null");
    }

    String queryId()
    {
        return queryId;
    }

    DecisionEngine engine()
    {
        return engine;
    }

    Subject subject()
    {
        return subject;
    }

    TableDecision decide(TableName table)
    {
        return decisions.computeIfAbsent(table, name -> engine.decide(subject, name));
    }

    /**
     * Keeps the columns of a table, which the engine shows once a reference and before it asks for the row filter.
     */
    void rememberColumns(TableName table, Map<String, Type> types)
    {
        columns.merge(table, types, (former, latter) -> {
            // A part of the columns (those of an INSERT) does not replace all of them
            Map<String, Type> all = new HashMap<>(former);
            all.putAll(latter);
            return Map.copyOf(all);
        });
    }

    Optional<Map<String, Type>> columns(TableName table)
    {
        return Optional.ofNullable(columns.get(table));
    }

    void addSource(TableName table)
    {
        sources.add(table);
    }

    Set<TableName> sources()
    {
        return ImmutableSet.copyOf(sources);
    }

    /**
     * Notes that the query writes: what it reads, it exports.
     */
    void addTarget(TableName table)
    {
        targets.add(table);
    }

    Set<TableName> targets()
    {
        return ImmutableSet.copyOf(targets);
    }

    /**
     * @return whether it is new
     */
    boolean audit(Object event)
    {
        protectedData = true;
        return audited.add(event);
    }

    /**
     * Takes back {@link #audit}: the event could not be written.
     */
    void unaudit(Object event)
    {
        audited.remove(event);
    }

    /**
     * Ends the rights of the query: something failed, and the engine may ask again and be told otherwise. It does, for one, when it looks whether
     * a mask is needed.
     */
    void close()
    {
        closed = true;
    }

    boolean isClosed()
    {
        return closed;
    }

    boolean touchesProtectedData()
    {
        return protectedData;
    }
}
