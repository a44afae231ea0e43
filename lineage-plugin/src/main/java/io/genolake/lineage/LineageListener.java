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
package io.genolake.lineage;

import io.openlineage.client.OpenLineage.RunEvent;
import io.trino.spi.eventlistener.EventListener;
import io.trino.spi.eventlistener.QueryCompletedEvent;
import io.trino.spi.eventlistener.QueryContext;
import io.trino.spi.eventlistener.QueryCreatedEvent;
import io.trino.spi.resourcegroups.QueryType;

import java.util.Set;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * Hands an OpenLineage event a query to the sender. A query neither waits for an event nor fails with it: what cannot be made or kept
 * is counted, and the count is logged.
 */
public class LineageListener
        implements EventListener
{
    private final boolean startEvents;
    private final Set<QueryType> queryTypes;
    private final RunEvents events;
    private final LineageSender sender;

    LineageListener(LineageConfig config, RunEvents events, LineageSender sender)
    {
        this.startEvents = config.isStartEvents();
        this.queryTypes = config.getQueryTypes();
        this.events = requireNonNull(events, "events is null");
        this.sender = requireNonNull(sender, "sender is null");
    }

    @Override
    public void queryCreated(QueryCreatedEvent query)
    {
        if (startEvents && isWanted(query.getContext())) {
            send(() -> events.started(query));
        }
    }

    @Override
    public void queryCompleted(QueryCompletedEvent query)
    {
        if (isWanted(query.getContext())) {
            send(() -> events.ended(query));
        }
    }

    // A query that could not be parsed has no type
    private boolean isWanted(QueryContext context)
    {
        return context.getQueryType().map(queryTypes::contains).orElse(true);
    }

    private void send(Supplier<RunEvent> event)
    {
        byte[] json;
        try {
            json = events.toJson(event.get());
        }
        // What a connector tells of a table is an object of its own, which may not be fit to be written
        catch (RuntimeException | StackOverflowError e) {
            sender.lost("an event could not be made", e);
            return;
        }
        sender.send(json);
    }

    @Override
    public void shutdown()
    {
        sender.close();
    }
}
