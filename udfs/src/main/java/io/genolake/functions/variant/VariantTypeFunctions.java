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
package io.genolake.functions.variant;

import io.airlift.slice.Slice;
import io.trino.spi.function.Description;
import io.trino.spi.function.Name;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

import static io.airlift.slice.Slices.utf8Slice;
import static io.genolake.functions.Arguments.invalid;
import static io.genolake.functions.Arguments.shown;
import static java.lang.Math.min;

public final class VariantTypeFunctions
{
    private static final Slice REF = utf8Slice("REF");
    private static final Slice SNV = utf8Slice("SNV");
    private static final Slice MNV = utf8Slice("MNV");
    private static final Slice INS = utf8Slice("INS");
    private static final Slice DEL = utf8Slice("DEL");
    private static final Slice DELINS = utf8Slice("DELINS");
    private static final Slice DUP = utf8Slice("DUP");
    private static final Slice INV = utf8Slice("INV");
    private static final Slice CNV = utf8Slice("CNV");
    private static final Slice BND = utf8Slice("BND");
    private static final Slice OVERLAP = utf8Slice("OVERLAP");
    private static final Slice SYMBOLIC = utf8Slice("SYMBOLIC");

    private static final int NAME_LENGTH = 3;

    private VariantTypeFunctions() {}

    @ScalarFunction("variant_type")
    @Description("What an ALT does: SNV, MNV, INS, DEL, DELINS, DUP, INV, CNV, BND, OVERLAP, SYMBOLIC or REF")
    @SqlType(StandardTypes.VARCHAR)
    public static Slice variantType(
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alt") @SqlType(StandardTypes.VARCHAR) Slice alt)
    {
        Alleles.checkRef("variant_type", ref);
        int length = alt.length();
        if (Alleles.isSymbol(alt)) {
            if (length == 1) {
                return alt.getByte(0) == '*' ? OVERLAP : REF;
            }
            if (alt.getByte(length - 1) == '>') {
                return symbolicType(alt);
            }
            Breakend.parse("variant_type", alt);
            return BND;
        }
        if (!Alleles.isBases(alt)) {
            throw invalid("variant_type: alt %s is not an allele", shown(alt));
        }
        int suffix = Alleles.commonSuffix(ref, alt, 0);
        int prefix = Alleles.commonPrefix(ref, alt, min(ref.length(), length) - suffix);
        int refLeft = ref.length() - suffix - prefix;
        int altLeft = length - suffix - prefix;
        if (refLeft == altLeft) {
            return refLeft == 0 ? REF : refLeft == 1 ? SNV : MNV;
        }
        return refLeft == 0 ? INS : altLeft == 0 ? DEL : DELINS;
    }

    @ScalarFunction("is_transition")
    @Description("Whether the variant changes one base into the other purine or the other pyrimidine: A and G, C and T; false for any other variant")
    @SqlType(StandardTypes.BOOLEAN)
    public static boolean isTransition(
            @Name("ref") @SqlType(StandardTypes.VARCHAR) Slice ref,
            @Name("alt") @SqlType(StandardTypes.VARCHAR) Slice alt)
    {
        Alleles.checkRef("is_transition", ref);
        if (Alleles.isSymbol(alt)) {
            return false;
        }
        if (!Alleles.isBases(alt)) {
            throw invalid("is_transition: alt %s is not an allele", shown(alt));
        }
        if (ref.length() != alt.length()) {
            return false;
        }
        int suffix = Alleles.commonSuffix(ref, alt, 0);
        int prefix = Alleles.commonPrefix(ref, alt, ref.length() - suffix);
        if (ref.length() - suffix - prefix != 1) {
            return false;
        }
        return switch (Alleles.upper(ref.getByte(prefix)) << Byte.SIZE | Alleles.upper(alt.getByte(prefix))) {
            case 'A' << Byte.SIZE | 'G', 'G' << Byte.SIZE | 'A', 'C' << Byte.SIZE | 'T', 'T' << Byte.SIZE | 'C' -> true;
            default -> false;
        };
    }

    /**
     * The types that the VCF specification names (1.4.5), with their subtypes, and the copy numbers of the 1000
     * Genomes Project.
     */
    private static Slice symbolicType(Slice alt)
    {
        if (alt.getByte(0) != '<' || alt.length() < NAME_LENGTH + 2) {
            return SYMBOLIC;
        }
        int first = alt.getByte(1);
        int second = alt.getByte(2);
        int third = alt.getByte(3);
        if (first == 'C' && second == 'N' && third >= '0' && third <= '9') {
            return isNumber(alt, NAME_LENGTH, alt.length() - 1) ? CNV : SYMBOLIC;
        }
        byte next = alt.getByte(NAME_LENGTH + 1);
        if (next != '>' && next != ':') {
            return SYMBOLIC;
        }
        return switch (first << 2 * Byte.SIZE | second << Byte.SIZE | third) {
            case 'D' << 2 * Byte.SIZE | 'E' << Byte.SIZE | 'L' -> DEL;
            case 'I' << 2 * Byte.SIZE | 'N' << Byte.SIZE | 'S' -> INS;
            case 'D' << 2 * Byte.SIZE | 'U' << Byte.SIZE | 'P' -> DUP;
            case 'I' << 2 * Byte.SIZE | 'N' << Byte.SIZE | 'V' -> INV;
            case 'C' << 2 * Byte.SIZE | 'N' << Byte.SIZE | 'V' -> CNV;
            case 'B' << 2 * Byte.SIZE | 'N' << Byte.SIZE | 'D' -> BND;
            default -> SYMBOLIC;
        };
    }

    private static boolean isNumber(Slice text, int start, int end)
    {
        for (int position = start; position < end; position++) {
            if (text.getByte(position) < '0' || text.getByte(position) > '9') {
                return false;
            }
        }
        return true;
    }
}
