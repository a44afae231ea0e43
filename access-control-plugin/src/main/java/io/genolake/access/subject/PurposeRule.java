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
package io.genolake.access.subject;

import io.genolake.access.condition.Condition;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * How a subject declares a purpose.
 *
 * @param credential the name of the extra credential
 * @param allowed the purposes that the subject may declare
 */
public record PurposeRule(String credential, Optional<Condition> allowed)
{
    public PurposeRule
    {
        requireNonNull(credential, "credential is null");
        requireNonNull(allowed, "allowed is null");
    }
}
