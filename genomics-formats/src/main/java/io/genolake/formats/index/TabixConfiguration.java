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

/**
 * How an indexed text file is laid out, by the header of a TBI (tabix index specification) or of a CSI made by tabix.
 *
 * @param format 0 generic, 1 SAM, 2 VCF; with 0x10000 set, positions are 0-based and ends not included, as in BED
 * @param contigColumn column of the contig, from 1 on
 * @param beginColumn column of the first position, from 1 on
 * @param endColumn column of the last position, from 1 on; 0 if there is none
 * @param commentCharacter lines that begin with it are comments
 * @param skippedLines number of lines at the start of the file that are no records
 */
public record TabixConfiguration(int format, int contigColumn, int beginColumn, int endColumn, char commentCharacter, int skippedLines)
{
    private static final int ZERO_BASED = 0x10000;
    private static final int SAM = 1;
    private static final int VCF = 2;

    public boolean isZeroBased()
    {
        return (format & ZERO_BASED) != 0;
    }

    public boolean isSam()
    {
        return (format & 0xFFFF) == SAM;
    }

    public boolean isVcf()
    {
        return (format & 0xFFFF) == VCF;
    }
}
