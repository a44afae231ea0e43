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
package io.genolake.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import static java.util.Objects.requireNonNull;

/**
 * Trino ends the process when it cannot start, and says why in its log only: this repeats the reason, short, on the console.
 */
final class StartupFailure
        extends Handler
{
    private static final int MAX_LINES = 12;

    private final PrintStream console;
    private final Path log;
    private final List<String> reasons = Collections.synchronizedList(new ArrayList<>());
    // The log manager keeps loggers by weak references
    private final Logger logger = Logger.getLogger("io.trino.server.Server");
    private volatile boolean started;

    private StartupFailure(PrintStream console, Path log)
    {
        this.console = requireNonNull(console, "console is null");
        this.log = requireNonNull(log, "log is null");
    }

    static StartupFailure watch(PrintStream console, Path log)
    {
        StartupFailure failure = new StartupFailure(console, log);
        failure.logger.addHandler(failure);
        Runtime.getRuntime().addShutdownHook(new Thread(failure::explain, "startup-failure"));
        return failure;
    }

    void started()
    {
        started = true;
        logger.removeHandler(this);
    }

    @Override
    public void publish(LogRecord record)
    {
        if (record.getLevel().intValue() < Level.SEVERE.intValue()) {
            return;
        }
        if (record.getThrown() == null) {
            record.getMessage().lines().filter(line -> !line.isBlank() && !line.startsWith("=====")).forEach(reasons::add);
        }
        String previous = "";
        for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
            // A wrapping exception often repeats the message of its cause
            if (!previous.contains(message)) {
                message.lines().filter(line -> !line.isBlank()).forEach(reasons::add);
            }
            previous = message;
        }
    }

    private void explain()
    {
        if (started || reasons.isEmpty()) {
            return;
        }
        console.println("genolake: the server could not start:");
        reasons.stream().limit(MAX_LINES).forEach(reason -> console.println("    " + reason));
        console.println("Put that right (a catalog property is given by --catalog-property NAME=VALUE) and start again. The whole story is in " + log);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
