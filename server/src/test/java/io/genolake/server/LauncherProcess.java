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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * The shell script in a process of its own, on the distribution that the build has just made.
 */
final class LauncherProcess
        implements AutoCloseable
{
    private static final String READY = "Genolake is ready";
    private static final int START_SECONDS = 240;
    private static final int STOP_SECONDS = 30;

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread reader;

    private LauncherProcess(Process process)
    {
        this.process = process;
        reader = Thread.ofPlatform().daemon().name("launcher-output").start(this::read);
    }

    static LauncherProcess start(Path workingDirectory, String... arguments)
            throws IOException
    {
        return start(ImmutableMap.of(), workingDirectory, arguments);
    }

    static LauncherProcess start(Map<String, String> environment, Path workingDirectory, String... arguments)
            throws IOException
    {
        ProcessBuilder builder = new ProcessBuilder(ImmutableList.<String>builder()
                .add(root().resolve("genolake").toString())
                .add(arguments)
                .build())
                .directory(workingDirectory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true);
        builder.environment().put("GENOLAKE_SKIP_BUILD", "true");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new LauncherProcess(builder.start());
    }

    /**
     * Starts a server over the demo lake, under the policy that is in {@code policy} in the working directory, and waits until it is ready.
     */
    static LauncherProcess serveDemo(Path workingDirectory, int port, String... options)
            throws Exception
    {
        return start(workingDirectory, ImmutableList.<String>builder()
                .add("serve", SharedDemoLake.get().toString())
                .add("--policy", "policy")
                .add("--port", String.valueOf(port))
                .add("--data", "data")
                .add("--heap", "1g")
                .add(options)
                .build()
                .toArray(String[]::new))
                .awaitReady();
    }

    static Path root()
    {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("genolake"))) {
            directory = directory.getParent();
            assertThat(directory).as("a directory with the genolake script above the working directory").isNotNull();
        }
        return directory;
    }

    static int freePort()
            throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void read()
    {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.startsWith(READY)) {
                    ready.countDown();
                }
            }
        }
        catch (IOException _) {
            // The process is gone, and what it said is there
        }
    }

    LauncherProcess awaitReady()
            throws InterruptedException
    {
        for (int second = 0; second < START_SECONDS; second++) {
            if (ready.await(1, SECONDS)) {
                return this;
            }
            if (!process.isAlive()) {
                break;
            }
        }
        return fail("the server did not come up:\n" + text());
    }

    /**
     * Waits for the end, and returns the exit status.
     */
    int awaitExit(int seconds)
            throws InterruptedException
    {
        assertThat(process.waitFor(seconds, SECONDS)).as("ends within %s s:\n%s", seconds, text()).isTrue();
        reader.join();
        return process.exitValue();
    }

    int awaitExit()
            throws InterruptedException
    {
        return awaitExit(START_SECONDS);
    }

    int stop(String signal)
            throws IOException, InterruptedException
    {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor()).isZero();
        return awaitExit(STOP_SECONDS);
    }

    long pid()
    {
        return process.pid();
    }

    List<String> output()
    {
        return ImmutableList.copyOf(output);
    }

    String text()
    {
        return String.join("\n", output);
    }

    @Override
    public void close()
    {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, SECONDS)) {
                process.destroyForcibly();
            }
        }
        catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
