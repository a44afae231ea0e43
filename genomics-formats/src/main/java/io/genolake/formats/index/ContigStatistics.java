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

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Numbers of records of a contig, as an index has them.
 *
 * @param mapped records, in a BAM those that are mapped
 * @param unmapped unmapped reads that are placed on the contig
 */
public record ContigStatistics(long mapped, long unmapped)
{
    public ContigStatistics
    {
        checkArgument(mapped >= 0, "mapped is negative");
        checkArgument(unmapped >= 0, "unmapped is negative");
    }
}
