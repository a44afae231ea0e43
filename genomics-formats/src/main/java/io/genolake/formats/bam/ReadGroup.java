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
package io.genolake.formats.bam;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A read group of a SAM header ({@code @RG}; SAM specification, section 1.3).
 *
 * @param id {@code ID}, to which the {@code RG} tag of a record refers
 * @param sample {@code SM}
 * @param library {@code LB}
 * @param platform {@code PL}
 * @param platformUnit {@code PU}
 * @param center {@code CN}
 * @param description {@code DS}
 */
public record ReadGroup(
        String id,
        Optional<String> sample,
        Optional<String> library,
        Optional<String> platform,
        Optional<String> platformUnit,
        Optional<String> center,
        Optional<String> description)
{
    public ReadGroup
    {
        requireNonNull(id, "id is null");
        requireNonNull(sample, "sample is null");
        requireNonNull(library, "library is null");
        requireNonNull(platform, "platform is null");
        requireNonNull(platformUnit, "platformUnit is null");
        requireNonNull(center, "center is null");
        requireNonNull(description, "description is null");
    }
}
