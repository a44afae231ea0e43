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
package io.genolake.functions.aggregate;

import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateMetadata;

/**
 * The sums of a correlation, which lie side by side in memory.
 */
@AccumulatorStateMetadata(stateFactoryClass = LdR2StateFactory.class, stateSerializerClass = LdR2StateSerializer.class)
public interface LdR2State
        extends AccumulatorState
{
    int COUNT = 0;
    int X = 1;
    int Y = 2;
    int XX = 3;
    int YY = 4;
    int XY = 5;
    int SUMS = 6;

    double get(int sum);

    void set(int sum, double value);

    void add(double count, double x, double y, double xx, double yy, double xy);
}
