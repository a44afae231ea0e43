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
package io.genolake.connector.snapshot;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The version of this software, as snapshots and lineage tell it.
 */
public record GenolakeVersion(String value)
{
    public GenolakeVersion
    {
        requireNonNull(value, "value is null");
    }

    /**
     * As the packaged plugin has it.
     */
    public static GenolakeVersion current()
    {
        return new GenolakeVersion(Optional.ofNullable(GenolakeVersion.class.getPackage().getImplementationVersion()).orElse("development"));
    }
}
