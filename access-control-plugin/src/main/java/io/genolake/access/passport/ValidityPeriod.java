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

import java.time.Instant;

import static java.util.Objects.requireNonNull;

/**
 * When a token counts.
 *
 * @param from the first instant
 * @param until the first instant at which it no longer does
 */
record ValidityPeriod(Instant from, Instant until)
{
    ValidityPeriod
    {
        requireNonNull(from, "from is null");
        requireNonNull(until, "until is null");
    }

    boolean contains(Instant at)
    {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
