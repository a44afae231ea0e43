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

import com.google.common.base.Splitter;
import com.google.common.primitives.Doubles;

import java.util.List;

import static java.lang.Math.abs;
import static java.lang.Math.max;

/**
 * Whether two answers are the same: line by line and value by value, numbers to what a tool prints of them.
 */
final class Answers
{
    // awk and bcftools print floating point numbers with six digits or more
    private static final double TOLERANCE = 1e-5;

    private static final Splitter LINES = Splitter.on('\n');
    private static final Splitter VALUES = Splitter.onPattern("[\t ]");

    private Answers() {}

    static boolean areEqual(String ours, String theirs)
    {
        List<String> lines = LINES.splitToList(ours);
        List<String> otherLines = LINES.splitToList(theirs);
        if (lines.size() != otherLines.size()) {
            return false;
        }
        for (int line = 0; line < lines.size(); line++) {
            if (!areLinesEqual(VALUES.splitToList(lines.get(line)), VALUES.splitToList(otherLines.get(line)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean areLinesEqual(List<String> values, List<String> others)
    {
        if (values.size() != others.size()) {
            return false;
        }
        for (int value = 0; value < values.size(); value++) {
            if (!areValuesEqual(values.get(value), others.get(value))) {
                return false;
            }
        }
        return true;
    }

    private static boolean areValuesEqual(String value, String other)
    {
        if (value.equals(other)) {
            return true;
        }
        if (isWhole(value) && isWhole(other)) {
            return false;
        }
        Double number = Doubles.tryParse(value);
        Double otherNumber = Doubles.tryParse(other);
        return number != null && otherNumber != null
                && abs(number - otherNumber) <= TOLERANCE * max(abs(number), abs(otherNumber));
    }

    private static boolean isWhole(String value)
    {
        return value.matches("-?[0-9]+");
    }
}
