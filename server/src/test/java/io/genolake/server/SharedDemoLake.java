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

import io.genolake.server.demo.DemoLake;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;

/**
 * One demo lake for all tests of a run, in a folder whose name has a space, since it takes some seconds to write.
 */
public final class SharedDemoLake
{
    private static Path lake;

    private SharedDemoLake() {}

    public static synchronized Path get()
            throws IOException
    {
        if (lake == null) {
            Path folder = Files.createTempDirectory("genolake tests");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            lake = folder.resolve("demo lake");
            DemoLake.create(lake, new PrintStream(OutputStream.nullOutputStream()));
        }
        return lake;
    }

    private static void delete(Path folder)
    {
        try {
            deleteRecursively(folder, ALLOW_INSECURE);
        }
        catch (IOException _) {
            // It is a temporary folder
        }
    }
}
