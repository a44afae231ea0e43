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
package io.genolake.access.passport;

/**
 * The patterns of conditions (GA4GH Passport v1.2, "Pattern Matching"): {@code ?} is any one character, {@code *} any text, and the whole text must match,
 * letter case included. There is no escape character.
 */
final class VisaPattern
{
    private VisaPattern() {}

    /**
     * Takes steps of the order of the product of the lengths at most, which are paid for by the budget.
     */
    static boolean matches(String pattern, String text, VisaConditions.Budget budget)
    {
        if (!budget.spend(1L + pattern.length() + text.length())) {
            return false;
        }
        int[] wanted = pattern.codePoints().toArray();
        int[] given = text.codePoints().toArray();
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < given.length) {
            if (!budget.spend(1)) {
                return false;
            }
            if (p < wanted.length && wanted[p] == '*') {
                star = p;
                p++;
                retry = t;
            }
            else if (p < wanted.length && (wanted[p] == '?' || wanted[p] == given[t])) {
                p++;
                t++;
            }
            else if (star >= 0) {
                // The last asterisk takes one character more
                p = star + 1;
                retry++;
                t = retry;
            }
            else {
                return false;
            }
        }
        while (p < wanted.length && wanted[p] == '*') {
            p++;
        }
        return p == wanted.length;
    }
}
