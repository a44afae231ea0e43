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
package io.genolake.access.catalog;

import com.google.common.collect.ImmutableSet;
import io.airlift.slice.Slice;

import java.time.LocalDate;
import java.time.Year;
import java.util.Set;

import static io.airlift.slice.Slices.utf8Slice;

/**
 * Values made coarser, without a key. What has no coarser form is NULL, so that nothing fails on a value.
 */
public final class Generalisations
{
    /**
     * From this age on people are so few that they are one band (HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i)(C))
     */
    static final int OLDEST_AGE = 90;
    private static final int MAX_AGE = 150;
    private static final int ZIP_DIGITS = 5;
    /**
     * Areas of 20,000 people or fewer by the census of 2000, as the guidance to HIPAA Safe Harbor lists them: they become 000
     */
    private static final Set<String> SMALL_ZIP3 = ImmutableSet.of(
            "036", "059", "063", "102", "203", "556", "692", "790", "821", "823", "830", "831", "878", "879", "884", "890", "893");

    private Generalisations() {}

    /**
     * @param date days since 1970
     * @return the first day of the year
     */
    public static Long year(long date)
    {
        LocalDate day = LocalDate.ofEpochDay(date);
        return day.getYear() <= Year.MIN_VALUE + 1 ? null : day.withDayOfYear(1).toEpochDay();
    }

    /**
     * @return {@code 40-44} for 42 and a width of 5; {@code 90+} from 90 years on, whatever the width
     */
    public static Slice ageBand(long age, long width)
    {
        if (age < 0 || age > MAX_AGE || width < 1 || width > OLDEST_AGE) {
            return null;
        }
        if (age >= OLDEST_AGE) {
            return utf8Slice(OLDEST_AGE + "+");
        }
        long first = age - age % width;
        return utf8Slice(first + "-" + Math.min(first + width - 1, OLDEST_AGE - 1));
    }

    /**
     * @param code a ZIP code of five digits, or of nine with a hyphen
     * @return its first three digits, {@code 000} where few people live
     */
    public static Slice zip3(Slice code)
    {
        String text = code.toStringUtf8();
        if (text.length() != ZIP_DIGITS && text.length() != ZIP_DIGITS + 5) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (i == ZIP_DIGITS ? character != '-' : character < '0' || character > '9') {
                return null;
            }
        }
        String area = text.substring(0, 3);
        return utf8Slice(SMALL_ZIP3.contains(area) ? "000" : area);
    }

    /**
     * @param position 1-based
     * @return the first position of its bin: 1, 1 + width, 1 + 2 width ...
     */
    public static Long positionBin(long position, long width)
    {
        if (position < 1 || width < 1) {
            return null;
        }
        return position - (position - 1) % width;
    }
}
