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
package io.genolake.benchmark;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * The most memory that a process and its descendants have resident while the watch is open.
 */
final class MemoryWatch
        implements AutoCloseable
{
    private static final int INTERVAL_MILLIS = 10;

    private final ProcessMeter meter;
    private final Thread thread;
    private volatile boolean closed;
    private volatile long peak;

    MemoryWatch(ProcessHandle process)
    {
        meter = new ProcessMeter(process);
        thread = Thread.ofPlatform().daemon().name("memory-watch").start(this::watch);
    }

    private void watch()
    {
        while (!closed) {
            peak = Math.max(peak, meter.residentBytes());
            try {
                MILLISECONDS.sleep(INTERVAL_MILLIS);
            }
            catch (InterruptedException _) {
                return;
            }
        }
    }

    long peakBytes()
    {
        return peak;
    }

    @Override
    public void close()
    {
        closed = true;
        thread.interrupt();
    }
}
