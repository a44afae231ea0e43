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
package io.genolake.formats.vcf;

import static java.util.Objects.requireNonNull;

/**
 * An INFO or FORMAT field as a header declares it.
 *
 * @param number how many values there are: an integer, or {@code A}, {@code R}, {@code G}, {@code P}, {@code M}, {@code LA},
 *         {@code LR}, {@code LG} or {@code .}; as written, {@code .} where the header does not say
 */
public record VcfField(String id, String number, VcfType type, String description)
{
    public VcfField
    {
        requireNonNull(id, "id is null");
        requireNonNull(number, "number is null");
        requireNonNull(type, "type is null");
        requireNonNull(description, "description is null");
    }

    /**
     * Whether a record has at most one value of it.
     */
    public boolean isScalar()
    {
        return type == VcfType.FLAG || number.equals("1");
    }
}
