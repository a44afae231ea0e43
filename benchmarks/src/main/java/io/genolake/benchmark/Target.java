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
 * What a benchmark should show.
 */
sealed interface Target
{
    /**
     * Whether medians meet it.
     *
     * @param seconds of Genolake
     * @param toolSeconds of the tool
     */
    boolean isMet(double seconds, double toolSeconds);

    /**
     * The time of the tool divided by that of Genolake.
     */
    record Ratio(double ratio)
            implements Target
    {
        @Override
        public boolean isMet(double seconds, double toolSeconds)
        {
            return toolSeconds / seconds >= ratio;
        }

        @Override
        public String toString()
        {
            return "%.1f x".formatted(ratio);
        }
    }

    /**
     * The time of Genolake, planning and JDBC included.
     */
    record Millis(long millis)
            implements Target
    {
        @Override
        public boolean isMet(double seconds, double toolSeconds)
        {
            return seconds * 1000 <= millis;
        }

        @Override
        public String toString()
        {
            return millis + " ms";
        }
    }
}
