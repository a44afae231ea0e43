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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux tells of a process and of those that it started; zeros elsewhere.
 */
final class ProcessMeter
{
    private static final double TICKS_PER_SECOND = 100;
    // fields of stat after the command, which is in parentheses and may have spaces in it
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private final ProcessHandle process;

    ProcessMeter(ProcessHandle process)
    {
        this.process = process;
    }

    /**
     * User and system time of the process in seconds, without its children.
     */
    double cpuSeconds()
    {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return (Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME))) / TICKS_PER_SECOND;
        }
        catch (IOException _) {
            return 0;
        }
    }

    /**
     * Resident memory of the process and its descendants at this time.
     */
    long residentBytes()
    {
        return resident(process) + process.descendants().mapToLong(ProcessMeter::resident).sum();
    }

    private static long resident(ProcessHandle process)
    {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .sum();
        }
        catch (IOException _) {
            // it has ended
            return 0;
        }
    }
}
