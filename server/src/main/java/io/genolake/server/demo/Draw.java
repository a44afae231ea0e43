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
package io.genolake.server.demo;

/**
 * SplitMix64 with the few distributions that the demo lake needs: the same numbers on every machine and JDK.
 */
final class Draw
{
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Draw(long state)
    {
        this.state = state;
    }

    /**
     * A sequence of its own for a thing that has a name and a place: drawing for one thing changes nothing of another.
     */
    static Draw of(String name, long... place)
    {
        long hash = mix(name.length());
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash * 31 + name.charAt(i));
        }
        for (long value : place) {
            hash = mix(hash + GOLDEN + value);
        }
        return new Draw(hash);
    }

    static long mix(long value)
    {
        long mixed = value + GOLDEN;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    long nextLong()
    {
        state += GOLDEN;
        return mix(state);
    }

    /**
     * From 0, included, to 1, excluded.
     */
    double uniform()
    {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    boolean chance(double probability)
    {
        return uniform() < probability;
    }

    /**
     * From 0 to bound - 1.
     */
    int below(int bound)
    {
        return (int) (uniform() * bound);
    }

    double exponential(double mean)
    {
        return -mean * StrictMath.log(1 - uniform());
    }

    double logUniform(double from, double to)
    {
        return from * StrictMath.pow(to / from, uniform());
    }

    double normal(double mean, double deviation)
    {
        return mean + deviation * StrictMath.sqrt(-2 * StrictMath.log(1 - uniform())) * StrictMath.cos(2 * StrictMath.PI * uniform());
    }

    /**
     * The Poisson distribution near enough, for means of ten and more.
     */
    int count(double mean)
    {
        return (int) Math.max(0, Math.round(normal(mean, StrictMath.sqrt(mean))));
    }
}
