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
package io.genolake.formats.bed;

import static java.util.Objects.requireNonNull;

/**
 * Something in a record that is not as the specification says.
 *
 * @param field the field by its name in SQL, or {@code record} where all of the record is meant
 * @param reason fit to be shown to a user
 */
public record BedProblem(String field, String reason)
{
    public BedProblem
    {
        requireNonNull(field, "field is null");
        requireNonNull(reason, "reason is null");
    }
}
