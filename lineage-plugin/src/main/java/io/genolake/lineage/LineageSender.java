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
import io.airlift.log.Logger;
import io.airlift.units.DataSize;
import io.genolake.lineage.transport.LineageTransport;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;

/**
 * Sends events in a thread of its own, from a queue of bounded size.
 */
final class LineageSender
        implements Closeable
{
    private static final Logger log = Logger.get(LineageSender.class);
    private static final long LOG_PAUSE_NANOS = MINUTES.toNanos(1);

    private final LineageTransport transport;
    private final Duration shutdownTimeout;
    private final EventQueue queue;
    private final Thread thread;
    private final AtomicLong lost = new AtomicLong();

    @GuardedBy("this")
    private Optional<Long> lastLogged = Optional.empty();

    LineageSender(LineageTransport transport, DataSize maxQueueSize, Duration shutdownTimeout)
    {
        this.transport = requireNonNull(transport, "transport is null");
        this.shutdownTimeout = requireNonNull(shutdownTimeout, "shutdownTimeout is null");
        this.queue = new EventQueue(maxQueueSize.toBytes());
        this.thread = Thread.ofPlatform().daemon().name("genolake-lineage").start(this::run);
    }

    /**
     * Returns at once: an event that finds no room is lost.
     */
    void send(byte[] event)
    {
        if (!queue.offer(event)) {
            lost("the queue is full (lineage.max-queue-size)", null);
        }
    }

    /**
     * Counts an event that nobody will see, and says so in the log, at most once a minute.
     */
    void lost(String reason, Throwable cause)
    {
        long count = lost.incrementAndGet();
        synchronized (this) {
            long now = System.nanoTime();
            if (lastLogged.isPresent() && now - lastLogged.orElseThrow() < LOG_PAUSE_NANOS) {
                return;
            }
            lastLogged = Optional.of(now);
        }
        log.warn(cause, "%s lineage events were lost since the server started; the last one: %s", count, reason);
    }

    /**
     * Events lost since the start.
     */
    long lostEvents()
    {
        return lost.get();
    }

    private void run()
    {
        try {
            while (true) {
                Optional<byte[]> event = queue.take();
                if (event.isEmpty()) {
                    return;
                }
                sendNow(event.orElseThrow());
            }
        }
        catch (InterruptedException _) {
            // The server ends and waits no longer
        }
    }

    private void sendNow(byte[] event)
            throws InterruptedException
    {
        try {
            transport.send(event);
        }
        catch (IOException | RuntimeException e) {
            lost("%s: %s".formatted(transport, e.getMessage()), null);
        }
        catch (InterruptedException e) {
            lost("the server ended before it was sent", null);
            throw e;
        }
    }

    /**
     * Sends what is left, for as long as the shutdown timeout allows.
     */
    @Override
    public void close()
    {
        queue.close();
        try {
            if (!thread.join(shutdownTimeout)) {
                thread.interrupt();
                thread.join(shutdownTimeout);
            }
        }
        catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        int left = queue.clear();
        if (left > 0) {
            log.warn("%s lineage events were not sent before the server's end", left);
            lost.addAndGet(left);
        }
        try {
            transport.close();
        }
        catch (IOException e) {
            log.warn(e, "The transport of lineage events could not be closed");
        }
    }
}
