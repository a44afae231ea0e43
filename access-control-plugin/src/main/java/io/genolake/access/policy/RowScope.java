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

import com.google.common.collect.ImmutableList;
import io.genolake.access.condition.Condition;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * The rows that a rule is about. Ids are text; they become literals of the column's type when the rows are read.
 */
public sealed interface RowScope
{
    record All()
            implements RowScope {}

    /**
     * Rows whose column is one of the given ids.
     */
    record Literals(String column, List<String> ids)
            implements RowScope
    {
        public Literals
        {
            requireNonNull(column, "column is null");
            ids = ImmutableList.copyOf(ids);
        }
    }

    /**
     * Rows whose column is in a list that the subject has.
     */
    record Attribute(String column, Condition ids)
            implements RowScope
    {
        public Attribute
        {
            requireNonNull(column, "column is null");
            requireNonNull(ids, "ids is null");
        }
    }

    /**
     * Rows whose column is the id of a line of the registry that fulfils a condition.
     */
    record Registered(String column, Condition where)
            implements RowScope
    {
        public Registered
        {
            requireNonNull(column, "column is null");
            requireNonNull(where, "where is null");
        }
    }
}
