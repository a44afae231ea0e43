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
package io.genolake.connector.lake;

import static java.util.Objects.requireNonNull;

/**
 * The version of a project that a table is read in.
 *
 * @param name as a query names it
 * @param id what the name stands for: two versions of one name have different ones
 */
public record ProjectVersion(String name, String id)
{
    public ProjectVersion
    {
        requireNonNull(name, "name is null");
        requireNonNull(id, "id is null");
    }

    @Override
    public String toString()
    {
        return name;
    }
}
