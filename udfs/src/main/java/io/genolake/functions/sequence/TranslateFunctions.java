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
package io.genolake.functions.sequence;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.genolake.functions.Arguments.invalid;

/**
 * Trino has a function of this name with three arguments, which replaces characters; these have one and two.
 */
public final class TranslateFunctions
{
    private TranslateFunctions() {}

    @ScalarFunction("translate")
    @Description("The protein of a nucleotide sequence from its first base on, in the standard genetic code; * is a stop, X an ambiguous codon")
    @SqlType(StandardTypes.VARCHAR)
    public static Slice translate(@Name("sequence") @SqlType(StandardTypes.VARCHAR) Slice sequence)
    {
        return translate(sequence, GeneticCode.STANDARD);
    }

    @ScalarFunction("translate")
    @Description("The protein of a nucleotide sequence from its first base on, in a genetic code by NCBI's number; * is a stop, X an ambiguous codon")
    @SqlType(StandardTypes.VARCHAR)
    public static Slice translate(
            @Name("sequence") @SqlType(StandardTypes.VARCHAR) Slice sequence,
            @Name("genetic_code") @SqlType(StandardTypes.BIGINT) long geneticCode)
    {
        GeneticCode code = GeneticCode.byNumber(geneticCode)
                .orElseThrow(() -> invalid("translate: there is no genetic code %s, or none without codons of two meanings", geneticCode));
        byte[] protein = new byte[sequence.length() / 3];
        for (int index = 0; index < protein.length; index++) {
            protein[index] = code.translate(set(sequence, 3 * index), set(sequence, 3 * index + 1), set(sequence, 3 * index + 2));
        }
        for (int position = 3 * protein.length; position < sequence.length(); position++) {
            set(sequence, position);
        }
        return Slices.wrappedBuffer(protein);
    }

    private static int set(Slice sequence, int position)
    {
        int set = Bases.set(sequence.getByte(position));
        if (set == 0) {
            throw Bases.noBase("translate", sequence, position);
        }
        return set;
    }
}
