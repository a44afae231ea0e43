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
package io.genolake.access.policy;

import com.google.common.collect.ImmutableSet;

import java.util.Set;

/**
 * What becomes of a value, from the mildest to the strictest.
 */
public enum MaskKind
{
    NONE,
    SHOW_LAST_4,
    YEAR,
    GENERALISE,
    AGE_BAND,
    ZIP3,
    POSITION_BIN,
    DATE_SHIFT,
    TOKEN,
    PSEUDONYM,
    REPLACE_WITH_NULL,
    DENY;

    /**
     * The partial masks of which one is stricter than the other; what the others of them leave cannot be compared
     */
    private static final Set<MaskKind> CHAIN = ImmutableSet.of(SHOW_LAST_4, YEAR, PSEUDONYM);

    /**
     * The mask for a column under both: the least that is at least as strict as each. Two partial masks that cannot be compared leave nothing.
     */
    public MaskKind and(MaskKind other)
    {
        if (this == other) {
            return this;
        }
        MaskKind milder = compareTo(other) < 0 ? this : other;
        MaskKind stricter = milder == this ? other : this;
        if (milder != NONE && stricter.compareTo(REPLACE_WITH_NULL) < 0 && !(CHAIN.contains(milder) && CHAIN.contains(stricter))) {
            return REPLACE_WITH_NULL;
        }
        return stricter;
    }

    /**
     * Whether this shows no more than the other.
     */
    public boolean isAtLeast(MaskKind other)
    {
        return and(other) == this;
    }
}
