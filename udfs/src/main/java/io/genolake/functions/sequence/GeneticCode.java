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

import com.google.common.collect.ImmutableMap;

import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Amino acids by codon, in NCBI's order: the bases T, C, A, G, the first of the codon most significant.
 *
 * @see <a href="https://www.ncbi.nlm.nih.gov/Taxonomy/Utils/wprintgc.cgi">NCBI, The Genetic Codes</a>
 */
final class GeneticCode
{
    static final long STANDARD = 1;

    private static final byte UNKNOWN = 'X';
    private static final int BASES = 4;
    private static final int ALL = (1 << BASES) - 1;
    // bits of Bases by NCBI's number of the base
    private static final int[] SETS = {Bases.T, Bases.C, Bases.A, Bases.G};

    private static final Map<Long, GeneticCode> CODES = ImmutableMap.<Long, GeneticCode>builder()
            .put(STANDARD, of("FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(2L, of("FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSS**VVVVAAAADDEEGGGG"))
            .put(3L, of("FFLLSSSSYY**CCWWTTTTPPPPHHQQRRRRIIMMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(4L, of("FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(5L, of("FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSSSSVVVVAAAADDEEGGGG"))
            .put(6L, of("FFLLSSSSYYQQCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(9L, of("FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNNKSSSSVVVVAAAADDEEGGGG"))
            .put(10L, of("FFLLSSSSYY**CCCWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(11L, of("FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(12L, of("FFLLSSSSYY**CC*WLLLSPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(13L, of("FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSSGGVVVVAAAADDEEGGGG"))
            .put(14L, of("FFLLSSSSYYY*CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNNKSSSSVVVVAAAADDEEGGGG"))
            .put(16L, of("FFLLSSSSYY*LCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(21L, of("FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNNKSSSSVVVVAAAADDEEGGGG"))
            .put(22L, of("FFLLSS*SYY*LCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(23L, of("FF*LSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(24L, of("FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSSKVVVVAAAADDEEGGGG"))
            .put(25L, of("FFLLSSSSYY**CCGWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(26L, of("FFLLSSSSYY**CC*WLLLAPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
            .put(33L, of("FFLLSSSSYYY*CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSSKVVVVAAAADDEEGGGG"))
            .buildOrThrow();

    // by codon, which is three sets of bases
    private final byte[] aminoAcids;

    private GeneticCode(byte[] aminoAcids)
    {
        this.aminoAcids = aminoAcids;
    }

    /**
     * The codes of NCBI by number, but those in which a codon is a stop in some places and an amino acid in others.
     */
    static Optional<GeneticCode> byNumber(long number)
    {
        return Optional.ofNullable(CODES.get(number));
    }

    /**
     * The amino acid of a codon, {@code *} for a stop, or X where the letters leave it open.
     *
     * @param first a set of {@link Bases}, as second and third
     */
    byte translate(int first, int second, int third)
    {
        return aminoAcids[codon(first, second, third)];
    }

    private static int codon(int first, int second, int third)
    {
        return first << 2 * BASES | second << BASES | third;
    }

    private static GeneticCode of(String ofCodons)
    {
        byte[] known = ofCodons.getBytes(US_ASCII);
        byte[] aminoAcids = new byte[1 << 3 * BASES];
        for (int codon = 0; codon < aminoAcids.length; codon++) {
            aminoAcids[codon] = aminoAcid(known, codon >> 2 * BASES, codon >> BASES & ALL, codon & ALL);
        }
        return new GeneticCode(aminoAcids);
    }

    private static byte aminoAcid(byte[] known, int first, int second, int third)
    {
        byte aminoAcid = 0;
        for (int codon = 0; codon < known.length; codon++) {
            if ((SETS[codon / (BASES * BASES)] & first) != 0 && (SETS[codon / BASES % BASES] & second) != 0 && (SETS[codon % BASES] & third) != 0) {
                if (aminoAcid != 0 && aminoAcid != known[codon]) {
                    return UNKNOWN;
                }
                aminoAcid = known[codon];
            }
        }
        return aminoAcid;
    }
}
