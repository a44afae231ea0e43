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
package io.genolake.formats.index;

import static java.util.Objects.requireNonNull;

/**
 * The formats of binning indexes.
 */
public enum IndexFormat
{
    /**
     * SAM specification, section 5.2.
     */
    BAI("Rebuild it with samtools index"),
    /**
     * The tabix index specification.
     */
    TBI("Rebuild it with tabix, or bcftools index --tbi"),
    /**
     * The CSI specification, version 1.
     */
    CSI("Rebuild it with samtools index -c, bcftools index, or tabix --csi");

    private final String remedy;

    IndexFormat(String remedy)
    {
        this.remedy = requireNonNull(remedy, "remedy is null");
    }

    /**
     * What to do if such an index is broken.
     */
    public String remedy()
    {
        return remedy;
    }
}
