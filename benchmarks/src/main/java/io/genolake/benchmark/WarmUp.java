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

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * A server runs for weeks: it is measured when its code has been compiled, which takes the more runs the shorter they are.
 */
final class WarmUp
{
    private static final int RUNS = 8;
    private static final int RUNS_AGAIN = 3;
    private static final long NANOS = SECONDS.toNanos(30);

    private WarmUp() {}

    static void with(Runnable question)
    {
        long start = System.nanoTime();
        for (int i = 0; i < RUNS || System.nanoTime() - start < NANOS; i++) {
            question.run();
        }
    }

    /**
     * For a question that is warm already, but that others came after.
     */
    static void again(Runnable question)
    {
        for (int i = 0; i < RUNS_AGAIN; i++) {
            question.run();
        }
    }
}
