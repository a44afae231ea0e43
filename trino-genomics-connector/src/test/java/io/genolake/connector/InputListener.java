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
package io.genolake.connector;

import io.trino.spi.eventlistener.EventListener;
import io.trino.spi.eventlistener.QueryCompletedEvent;
import io.trino.spi.eventlistener.QueryInputMetadata;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Remembers what each query read, by its SQL.
 */
final class InputListener
        implements EventListener
{
    private final List<QueryCompletedEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void queryCompleted(QueryCompletedEvent event)
    {
        events.add(event);
    }

    /**
     * What a query read that has given its result; the event comes after it.
     */
    QueryInputMetadata await(String sql)
            throws InterruptedException
    {
        for (int i = 0; i < 600; i++) {
            Optional<QueryInputMetadata> input = input(sql);
            if (input.isPresent()) {
                return input.orElseThrow();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no event of " + sql);
    }

    private Optional<QueryInputMetadata> input(String sql)
    {
        return events.stream()
                .filter(event -> event.getMetadata().getQuery().equals(sql))
                .flatMap(event -> event.getIoMetadata().getInputs().stream())
                .findFirst();
    }
}
