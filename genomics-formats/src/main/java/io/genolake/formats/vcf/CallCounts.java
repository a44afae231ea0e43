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

import java.util.Arrays;

import static io.genolake.formats.vcf.Genotypes.ALL_READ;

/**
 * Counts of alleles and genotypes over the samples of a record, from GT, for any ploidy and number of ALTs. One object serves
 * many records.
 * <p>
 * A call is a sample's genotype. Counts are by allele, 0 for REF and i for the i-th ALT:
 * <ul>
 * <li><b>an</b>: called alleles of all samples; <b>ac</b>: those that are this allele. As {@code bcftools +fill-AN-AC} counts
 * <li><b>het</b>: complete calls of several alleles that differ and of which at least one is this one, one a call
 * <li><b>hom</b>: alleles in complete calls that are all this one, 2 a call whatever its ploidy. So
 * {@code hom + het} is the count in diploid calls
 * <li><b>hemi</b>: haploid calls of this allele, and calls with missing alleles whose others are all this one; one a call
 * <li><b>missing</b>: samples with no allele called
 * </ul>
 * A partial call of several alleles, {@code 0/1/.}, counts as het. het, hom and hemi are those of {@code bcftools +fill-tags}; so are
 * an and ac where no ploidy is above two, and there {@code ac = het + hom + hemi}. Beyond, that tool takes every call for two
 * alleles, and here all are counted.
 */
public final class CallCounts
{
    // of the two calls of a word
    private static final long FIRST_ALLELES = 0x0000_0001_0000_0001L;

    private int altCount;
    private long[] ac = new long[0];
    private long[] het = new long[0];
    private long[] hom = new long[0];
    private long[] hemi = new long[0];
    private long an;
    private long missing;
    private long samples;

    private int[] alleles = new int[8];
    private final SampleScanner scanner = new SampleScanner();

    /**
     * Begins a record.
     */
    public void reset(int altCount)
    {
        this.altCount = altCount;
        if (altCount >= ac.length) {
            ac = new long[altCount + 1];
            het = new long[altCount + 1];
            hom = new long[altCount + 1];
            hemi = new long[altCount + 1];
        }
        Arrays.fill(ac, 0, altCount + 1, 0);
        Arrays.fill(het, 0, altCount + 1, 0);
        Arrays.fill(hom, 0, altCount + 1, 0);
        Arrays.fill(hemi, 0, altCount + 1, 0);
        an = 0;
        missing = 0;
        samples = 0;
    }

    /**
     * Counts a sample.
     *
     * @param start where its GT begins; equal to {@code end} if it has none
     * @return false if the text is not a genotype of the record's alleles, and not counted
     */
    public boolean add(byte[] bytes, int start, int end)
    {
        if (end - start == 3 && Genotypes.isSeparator(bytes[start + 1])) {
            int first = bytes[start] - '0';
            int second = bytes[start + 2] - '0';
            if (first >= 0 && first <= 9 && second >= 0 && second <= 9) {
                return addDiploid(first, second);
            }
        }
        int ploidy = Genotypes.alleles(bytes, start, end, altCount, alleles);
        if (ploidy > alleles.length) {
            alleles = new int[ploidy];
            Genotypes.alleles(bytes, start, end, altCount, alleles);
        }
        if (ploidy == Genotypes.MALFORMED) {
            return false;
        }
        samples++;
        addCall(ploidy);
        return true;
    }

    /**
     * Counts all samples of a record, after a {@link #reset}.
     *
     * @param start where the first sample column begins; greater than {@code end} if the record has none
     * @param end the end of the line
     * @param field index of GT in FORMAT; negative if it is not there, which makes all missing
     * @param samples how many sample columns there are by the header
     * @return {@link Genotypes#ALL_READ}, or the index of the first sample that cannot be read: it has no column, or its GT is
     *         malformed. The number of samples if there are more columns than that
     */
    public int count(byte[] bytes, int start, int end, int field, int samples)
    {
        int sample = 0;
        int position = start;
        if (field == 0 && altCount > 0 && PlainCalls.mayBe(start, end, samples)) {
            sample = countPlainCalls(bytes, start, samples);
            position += sample * PlainCalls.LENGTH;
        }
        scanner.start(bytes, position, end);
        while (sample < samples) {
            if (!scanner.nextValue(field) || !add(bytes, scanner.valueStart(), scanner.valueEnd())) {
                return sample;
            }
            sample++;
        }
        return scanner.next() ? samples : ALL_READ;
    }

    /**
     * Counts calls of three characters two by two, as far as there are such.
     *
     * @return the number of samples that were counted, at most all but one
     */
    private int countPlainCalls(byte[] bytes, int start, int samples)
    {
        int position = start;
        int sample = 0;
        // biallelic calls: of them all, heterozygous ones, and those homozygous for ALT
        int calls = 0;
        int hets = 0;
        int homs = 0;
        while (sample < samples - 2) {
            long pair = PlainCalls.read(bytes, position);
            if (PlainCalls.areBiallelic(pair)) {
                long other = pair >>> 16;
                calls += 2;
                hets += Long.bitCount((pair ^ other) & FIRST_ALLELES);
                homs += Long.bitCount(pair & other & FIRST_ALLELES);
            }
            else {
                int second = position + PlainCalls.LENGTH;
                if (bytes[second - 1] != '\t' || bytes[second + PlainCalls.LENGTH - 1] != '\t' || !add(bytes, position, second - 1)) {
                    break;
                }
                if (!add(bytes, second, second + PlainCalls.LENGTH - 1)) {
                    sample++;
                    break;
                }
            }
            sample += 2;
            position += 2 * PlainCalls.LENGTH;
        }
        this.samples += calls;
        an += 2L * calls;
        ac[0] += 2L * (calls - homs) - hets;
        ac[1] += 2L * homs + hets;
        het[0] += hets;
        het[1] += hets;
        hom[0] += 2L * (calls - homs - hets);
        hom[1] += 2L * homs;
        return sample;
    }

    private boolean addDiploid(int first, int second)
    {
        if (first > altCount || second > altCount) {
            return false;
        }
        samples++;
        an += 2;
        ac[first]++;
        ac[second]++;
        if (first == second) {
            hom[first] += 2;
        }
        else {
            het[first]++;
            het[second]++;
        }
        return true;
    }

    private void addCall(int ploidy)
    {
        // sorted, equal alleles are neighbours and missing ones come first
        Arrays.sort(alleles, 0, ploidy);
        int called = 0;
        while (called < ploidy && alleles[called] == Genotypes.MISSING) {
            called++;
        }
        int first = called;
        called = ploidy - first;
        if (called == 0) {
            missing++;
            return;
        }
        an += called;
        boolean same = alleles[first] == alleles[ploidy - 1];
        for (int i = first; i < ploidy; i++) {
            int allele = alleles[i];
            ac[allele]++;
            if (i > first && allele == alleles[i - 1]) {
                continue;
            }
            if (!same) {
                het[allele]++;
            }
            else if (called == 1 || called < ploidy) {
                hemi[allele]++;
            }
            else {
                hom[allele] += 2;
            }
        }
    }

    public int altCount()
    {
        return altCount;
    }

    /**
     * Called alleles.
     */
    public long an()
    {
        return an;
    }

    /**
     * Called alleles that are this one.
     *
     * @param allele 0 for REF, i for the i-th ALT
     */
    public long ac(int allele)
    {
        return ac[allele];
    }

    /**
     * Heterozygous calls with this allele.
     */
    public long het(int allele)
    {
        return het[allele];
    }

    /**
     * Alleles in calls that are homozygous for this one, two a call.
     */
    public long hom(int allele)
    {
        return hom[allele];
    }

    /**
     * Calls with this allele alone that are haploid or partly missing.
     */
    public long hemi(int allele)
    {
        return hemi[allele];
    }

    /**
     * Samples with no allele called.
     */
    public long missing()
    {
        return missing;
    }

    /**
     * Samples counted, the missing ones included.
     */
    public long samples()
    {
        return samples;
    }
}
