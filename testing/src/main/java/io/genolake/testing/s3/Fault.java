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
package io.genolake.testing.s3;

/**
 * What the store does wrong with a request.
 */
public sealed interface Fault
{
    /**
     * Answers 503 and asks to slow down.
     */
    record SlowDown()
            implements Fault {}

    /**
     * Stores or deletes the object, and resets the connection before it says so.
     */
    record LostAnswer()
            implements Fault {}

    /**
     * Resets the connection in the middle of the answer.
     *
     * @param bytes of the body that are sent before it
     */
    record Reset(long bytes)
            implements Fault {}

    /**
     * Sends no more, and keeps the connection open.
     *
     * @param bytes of the body that are sent before it
     */
    record Stall(long bytes)
            implements Fault {}

    /**
     * Sends the body in drops, each soon enough for no socket to time out.
     *
     * @param bytesPerSecond about as many
     */
    record Trickle(int bytesPerSecond)
            implements Fault {}
}
