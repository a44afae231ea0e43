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

import com.google.inject.Injector;
import io.airlift.bootstrap.Bootstrap;
import io.genolake.lineage.transport.FileTransport;
import io.genolake.lineage.transport.HttpTransport;
import io.genolake.lineage.transport.LineageTransport;
import io.trino.spi.eventlistener.EventListener;
import io.trino.spi.eventlistener.EventListenerFactory;

import java.time.Clock;
import java.util.Map;

import static io.airlift.configuration.ConfigBinder.configBinder;

public class LineageListenerFactory
        implements EventListenerFactory
{
    @Override
    public String getName()
    {
        return "genolake-lineage";
    }

    @Override
    public EventListener create(Map<String, String> properties, EventListenerContext context)
    {
        Injector injector = new Bootstrap(
                "io.trino.bootstrap.event-listener." + getName(),
                binder -> configBinder(binder).bindConfig(LineageConfig.class))
                .doNotInitializeLogging()
                .disableSystemProperties()
                .setRequiredConfigurationProperties(properties)
                .initialize();
        LineageConfig config = injector.getInstance(LineageConfig.class);
        return new LineageListener(
                config,
                new RunEvents(config, context.getVersion()),
                new LineageSender(createTransport(config), config.getMaxQueueSize(), config.getShutdownTimeout().toJavaTime()));
    }

    private static LineageTransport createTransport(LineageConfig config)
    {
        return switch (config.getTransport()) {
            case FILE -> new FileTransport(config.getFileDirectory().orElseThrow(), Clock.systemUTC());
            case HTTP -> new HttpTransport(
                    config.getHttpUrl().orElseThrow(),
                    config.getHttpBearerToken(),
                    config.getHttpTimeout().toJavaTime(),
                    config.getHttpMaxAttempts());
        };
    }
}
