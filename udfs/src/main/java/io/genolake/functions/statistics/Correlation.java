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
package io.genolake.functions.statistics;

import static java.lang.Math.min;

/**
 * Pearson's correlation from sums, which are exact for dosages, and add up over parts of the data.
 */
public final class Correlation
{
    private Correlation() {}

    /**
     * The square of the correlation, at most 1; NaN without two values that differ of each variable.
     */
    public static double squared(double count, double sumX, double sumY, double sumXX, double sumYY, double sumXY)
    {
        double varianceX = count * sumXX - sumX * sumX;
        double varianceY = count * sumYY - sumY * sumY;
        if (!(varianceX > 0 && varianceY > 0)) {
            return Double.NaN;
        }
        double covariance = count * sumXY - sumX * sumY;
        // not the square by the product, which could overflow
        return min(covariance / varianceX * (covariance / varianceY), 1);
    }
}
