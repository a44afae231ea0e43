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

/**
 * One run of one side of a benchmark.
 *
 * @param seconds by the clock on the wall
 * @param cpuSeconds user and system time of all processes that worked for it
 * @param peakBytes most memory that these processes had resident at a time
 * @param bytesRead from the lake; 0 if it is not known
 * @param requests that the store of the lake got; 0 if the lake is a folder
 */
public record Run(double seconds, double cpuSeconds, long peakBytes, long bytesRead, long requests)
{
    /**
     * The run with what the store has counted.
     */
    Run withStore(long requests, long bytesRead)
    {
        return new Run(seconds, cpuSeconds, peakBytes, bytesRead, requests);
    }
}
