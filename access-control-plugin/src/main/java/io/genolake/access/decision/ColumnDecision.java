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
package io.genolake.access.decision;

import com.google.common.collect.ImmutableList;
import io.genolake.access.policy.MaskKind;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * @param key the key of a pseudonym, by the column's tag
 * @param rules the rules that the mask comes from
 */
public record ColumnDecision(MaskKind mask, Optional<String> key, List<String> rules)
{
    public static final ColumnDecision VISIBLE = new ColumnDecision(MaskKind.NONE, Optional.empty(), ImmutableList.of());

    public ColumnDecision
    {
        requireNonNull(mask, "mask is null");
        requireNonNull(key, "key is null");
        rules = ImmutableList.copyOf(rules);
    }
}
