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
package io.genolake.connector.functions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Contigs that are full of repeats, and variants in them.
 */
final class RandomVariants
{
    record Variant(String chrom, int pos, String ref, List<String> alts) {}

    private static final String BASES = "ACGT";

    private final Random random;

    RandomVariants(long seed)
    {
        random = new Random(seed);
    }

    Map<String, String> contigs(int count)
    {
        Map<String, String> contigs = new LinkedHashMap<>();
        for (int i = 1; i <= count; i++) {
            contigs.put("c" + i, contig(200 + random.nextInt(1500)));
        }
        return contigs;
    }

    private String contig(int length)
    {
        StringBuilder contig = new StringBuilder();
        while (contig.length() < length) {
            String piece = switch (random.nextInt(8)) {
                case 0, 1 -> bases(1 + random.nextInt(30));
                case 2 -> bases(1).repeat(2 + random.nextInt(30));
                case 3 -> bases(1).repeat(150 + random.nextInt(150));
                case 4 -> bases(2).repeat(2 + random.nextInt(20));
                case 5 -> bases(3 + random.nextInt(3)).repeat(2 + random.nextInt(60));
                case 6 -> "N".repeat(1 + random.nextInt(10));
                default -> "RYKMSWBDHVryN".substring(random.nextInt(12)).substring(0, 1);
            };
            contig.append(random.nextInt(4) == 0 ? piece.toLowerCase(Locale.ENGLISH) : piece);
        }
        return contig.toString();
    }

    private String bases(int count)
    {
        StringBuilder bases = new StringBuilder();
        for (int i = 0; i < count; i++) {
            bases.append(BASES.charAt(random.nextInt(4)));
        }
        return bases.toString();
    }

    /**
     * A variant whose REF is that of the reference.
     *
     * @param alts how many ALTs it has
     */
    Variant variant(Map<String, String> contigs, int alts)
    {
        List<String> names = new ArrayList<>(contigs.keySet());
        String chrom = names.get(random.nextInt(names.size()));
        String contig = contigs.get(chrom);
        int length = contig.length();
        // the ends are where most goes wrong
        int start = switch (random.nextInt(8)) {
            case 0 -> random.nextInt(4);
            case 1 -> length - 1 - random.nextInt(4);
            default -> random.nextInt(length);
        };
        int refLength = Math.min(length - start, switch (random.nextInt(4)) {
            case 0 -> 1;
            case 1 -> 1 + random.nextInt(4);
            case 2 -> 1 + random.nextInt(20);
            default -> 1 + random.nextInt(300);
        });
        String ref = plain(contig.substring(start, start + refLength));
        List<String> result = new ArrayList<>();
        while (result.size() < alts) {
            String alt = alt(contig, start, ref);
            if (!alt.isEmpty() && !alt.equalsIgnoreCase(ref) && result.stream().noneMatch(alt::equalsIgnoreCase)) {
                result.add(anyCase(alt));
            }
        }
        return new Variant(chrom, start + 1, anyCase(ref), result);
    }

    private String alt(String contig, int start, String ref)
    {
        int length = ref.length();
        return switch (random.nextInt(10)) {
            // a deletion somewhere inside, with bases around that both have
            case 0, 1 -> {
                int from = random.nextInt(length);
                int to = Math.min(length, from + 1 + random.nextInt(6));
                yield ref.substring(0, from) + ref.substring(to);
            }
            case 2 -> ref.substring(0, 1);
            case 3 -> ref.substring(length - 1);
            // an insertion of what is there already
            case 4, 5 -> {
                int from = random.nextInt(contig.length());
                if (random.nextBoolean()) {
                    from = Math.max(0, start - random.nextInt(6));
                }
                String copy = plain(contig.substring(from, Math.min(contig.length(), from + 1 + random.nextInt(8))));
                int at = random.nextInt(length + 1);
                yield ref.substring(0, at) + copy + ref.substring(at);
            }
            case 6 -> {
                int at = random.nextInt(length + 1);
                yield ref.substring(0, at) + bases(1 + random.nextInt(5)) + ref.substring(at);
            }
            case 7 -> {
                int at = random.nextInt(length);
                yield ref.substring(0, at) + bases(1) + ref.substring(at + 1);
            }
            case 8 -> bases(1 + random.nextInt(6));
            default -> switch (random.nextInt(6)) {
                case 0 -> "*";
                case 1 -> "<DEL>";
                case 2 -> "<NON_REF>";
                case 3 -> ref + "N";
                default -> ref + ref;
            };
        };
    }

    private String anyCase(String bases)
    {
        boolean symbolic = bases.startsWith("<");
        return !symbolic && random.nextInt(4) == 0 ? bases.toLowerCase(Locale.ENGLISH) : bases;
    }

    /**
     * Bases as VCF has them.
     */
    static String plain(String bases)
    {
        return bases.toUpperCase(Locale.ENGLISH).replaceAll("[^ACGT]", "N");
    }
}
