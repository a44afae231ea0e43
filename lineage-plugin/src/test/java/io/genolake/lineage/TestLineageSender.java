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

import com.google.common.collect.ImmutableList;
import io.airlift.units.DataSize;
import io.genolake.lineage.transport.LineageTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
final class TestLineageSender
{
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void testSendsInOrder()
    {
        RecordingTransport transport = new RecordingTransport();
        LineageSender sender = new LineageSender(transport, DataSize.ofBytes(1000), LONG);
        for (int i = 0; i < 10; i++) {
            sender.send(bytes("event " + i));
        }
        sender.close();
        assertThat(transport.events).hasSize(10).startsWith("event 0", "event 1").endsWith("event 9");
        assertThat(transport.closed).isTrue();
        assertThat(sender.lostEvents()).isZero();
    }

    @Test
    void testQueueIsFull()
            throws Exception
    {
        RecordingTransport transport = new RecordingTransport();
        transport.block();
        LineageSender sender = new LineageSender(transport, DataSize.ofBytes(10), LONG);
        sender.send(bytes("first"));
        transport.blocked.await();
        // 10 bytes wait, and the rest is lost
        sender.send(bytes("12345"));
        sender.send(bytes("123456"));
        sender.send(bytes("67890"));
        sender.send(bytes("x"));
        assertThat(sender.lostEvents()).isEqualTo(2);
        transport.release();
        sender.close();
        assertThat(transport.events).containsExactly("first", "12345", "67890");
        // What comes after the end
        sender.send(bytes("late"));
        assertThat(sender.lostEvents()).isEqualTo(3);
    }

    @Test
    void testTransportThatFails()
    {
        RecordingTransport transport = new RecordingTransport();
        transport.failures = ImmutableList.of("bad", "worse");
        LineageSender sender = new LineageSender(transport, DataSize.ofBytes(1000), LONG);
        ImmutableList.of("a", "bad", "b", "worse", "c").forEach(event -> sender.send(bytes(event)));
        sender.close();
        assertThat(transport.events).containsExactly("a", "b", "c");
        assertThat(sender.lostEvents()).isEqualTo(2);
    }

    @Test
    void testShutdownDoesNotWaitForever()
            throws Exception
    {
        RecordingTransport transport = new RecordingTransport();
        transport.block();
        LineageSender sender = new LineageSender(transport, DataSize.ofBytes(1000), Duration.ofSeconds(1));
        sender.send(bytes("first"));
        transport.blocked.await();
        sender.send(bytes("second"));
        sender.close();
        assertThat(transport.events).isEmpty();
        assertThat(transport.closed).isTrue();
        assertThat(sender.lostEvents()).isEqualTo(2);
    }

    private static byte[] bytes(String text)
    {
        return text.getBytes(UTF_8);
    }

    private static final class RecordingTransport
            implements LineageTransport
    {
        private final List<String> events = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch blocked = new CountDownLatch(1);
        private List<String> failures = ImmutableList.of();
        private CountDownLatch gate = new CountDownLatch(0);
        private volatile boolean closed;

        void block()
        {
            gate = new CountDownLatch(1);
        }

        void release()
        {
            gate.countDown();
        }

        @Override
        public void send(byte[] event)
                throws IOException, InterruptedException
        {
            blocked.countDown();
            gate.await();
            String text = new String(event, UTF_8);
            if (text.equals("worse")) {
                throw new IllegalStateException("worse");
            }
            if (failures.contains(text)) {
                throw new IOException("bad");
            }
            events.add(text);
        }

        @Override
        public void close()
        {
            closed = true;
        }
    }
}
