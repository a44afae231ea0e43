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

import com.google.errorprone.annotations.concurrent.GuardedBy;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Events in the order in which they came, no more bytes of them than the capacity.
 */
final class EventQueue
{
    private final long capacity;

    @GuardedBy("this")
    private final Queue<byte[]> events = new ArrayDeque<>();

    @GuardedBy("this")
    private long size;

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param capacity in bytes
     */
    EventQueue(long capacity)
    {
        checkArgument(capacity > 0, "capacity is not positive: %s", capacity);
        this.capacity = capacity;
    }

    /**
     * @return whether the event was taken; never waits
     */
    synchronized boolean offer(byte[] event)
    {
        if (closed || event.length > capacity - size) {
            return false;
        }
        events.add(event);
        size += event.length;
        notifyAll();
        return true;
    }

    /**
     * Waits for an event; empty when the queue is closed and there are no more.
     */
    synchronized Optional<byte[]> take()
            throws InterruptedException
    {
        while (events.isEmpty()) {
            if (closed) {
                return Optional.empty();
            }
            wait();
        }
        byte[] event = events.remove();
        size -= event.length;
        return Optional.of(event);
    }

    /**
     * Takes no more events; those that are there can be taken out.
     */
    synchronized void close()
    {
        closed = true;
        notifyAll();
    }

    /**
     * @return how many events there were
     */
    synchronized int clear()
    {
        int count = events.size();
        events.clear();
        size = 0;
        return count;
    }
}
