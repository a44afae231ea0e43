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

import io.airlift.log.Logger;
import io.genolake.access.decision.DecisionEngine;
import io.genolake.access.decision.PolicyTester;
import io.genolake.access.policy.PolicyException;
import io.genolake.access.policy.PolicyLoader;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Holds the policy in force and looks for changes of its directory. A change that is not valid is an alarm in the log, and the last good policy
 * goes on for a bounded time; then there is none, and everything is denied.
 */
public final class PolicyManager
        implements PolicyHolder, Closeable
{
    private static final Logger log = Logger.get(PolicyManager.class);

    private final Path directory;
    private final Supplier<PolicyLoader> loaders;
    private final Set<String> genomicsCatalogs;
    private final Duration maxStale;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(daemonThreadsNamed("genolake-policy-%s"));
    private String fingerprint = "";
    private volatile State state = new State(Optional.empty(), Optional.empty());

    /**
     * @param badSince since when the directory has held something else than what is in force
     */
    private record State(Optional<DecisionEngine> engine, Optional<Instant> badSince)
    {
        private State
        {
            requireNonNull(engine, "engine is null");
            requireNonNull(badSince, "badSince is null");
        }
    }

    public PolicyManager(Path directory, Supplier<PolicyLoader> loaders, Set<String> genomicsCatalogs, Duration maxStale, Clock clock)
    {
        this.directory = requireNonNull(directory, "directory is null");
        this.loaders = requireNonNull(loaders, "loaders is null");
        this.genomicsCatalogs = Set.copyOf(genomicsCatalogs);
        this.maxStale = requireNonNull(maxStale, "maxStale is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * @throws PolicyException if the policy is not valid
     */
    public void start(Duration refreshPeriod)
    {
        load();
        executor.scheduleWithFixedDelay(this::refresh, refreshPeriod.toMillis(), refreshPeriod.toMillis(), MILLISECONDS);
    }

    /**
     * Reads the policy if its directory has changed.
     */
    public synchronized void refresh()
    {
        try {
            String now = PolicyLoader.fingerprint(directory);
            if (now.equals(fingerprint)) {
                // As it was when it was good
                state = new State(state.engine(), Optional.empty());
                return;
            }
            load();
            log.info("The policy in %s was read anew", directory);
        }
        catch (PolicyException e) {
            bad(e.getMessage());
        }
        catch (IOException | RuntimeException e) {
            bad("it cannot be read (%s)".formatted(e.getClass().getSimpleName()));
        }
    }

    private synchronized void load()
    {
        String before = readFingerprint();
        DecisionEngine engine = new DecisionEngine(loaders.get().load(), genomicsCatalogs);
        new PolicyTester(engine).run(clock.instant());
        // Taken before the files were read: a change in between is seen the next time
        fingerprint = before;
        state = new State(Optional.of(engine), Optional.empty());
    }

    private String readFingerprint()
    {
        try {
            return PolicyLoader.fingerprint(directory);
        }
        catch (IOException _) {
            throw new PolicyException(directory.getFileName().toString(), 0, "the policy directory cannot be read", "Name an existing directory by genolake.policy-dir");
        }
    }

    private void bad(String reason)
    {
        Instant since = state.badSince().orElseGet(clock::instant);
        state = new State(state.engine(), Optional.of(since));
        log.error("ALARM: the changed policy is not used: %s The last good one is used until %s, then everything is denied", reason, since.plus(maxStale));
    }

    @Override
    public Optional<DecisionEngine> current()
    {
        State now = state;
        boolean stale = now.badSince()
                .map(since -> !clock.instant().isBefore(since.plus(maxStale)))
                .orElse(false);
        return stale ? Optional.empty() : now.engine();
    }

    @Override
    public void close()
    {
        executor.shutdownNow();
    }
}
