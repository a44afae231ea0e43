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

import htsjdk.variant.variantcontext.Allele;
import htsjdk.variant.variantcontext.Genotype;
import htsjdk.variant.variantcontext.VariantContext;
import htsjdk.variant.vcf.VCFHeader;
import htsjdk.variant.vcf.VCFIterator;
import htsjdk.variant.vcf.VCFIteratorBuilder;
import io.genolake.formats.io.SharedData;
import io.genolake.formats.text.Bytes;
import io.genolake.formats.text.TabbedBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import static io.genolake.formats.vcf.Genotypes.ALL_READ;
import static io.genolake.formats.vcf.VcfColumns.ALT;
import static io.genolake.formats.vcf.VcfColumns.CHROM;
import static io.genolake.formats.vcf.VcfColumns.FILTER;
import static io.genolake.formats.vcf.VcfColumns.FORMAT;
import static io.genolake.formats.vcf.VcfColumns.ID;
import static io.genolake.formats.vcf.VcfColumns.POS;
import static io.genolake.formats.vcf.VcfColumns.QUAL;
import static io.genolake.formats.vcf.VcfColumns.REF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class TestVcfAgainstHtsjdk
{
    // its genotypes take their time
    private static final int MAX_CALLS = 200_000;

    @ParameterizedTest
    @ValueSource(strings = {
            "vcf/1kg-phaseIII-v5a.20130502.genotypes.chr22-16-16.5mb.vcf.gz",
            "vcf/1kg.head_chr1.vcf.gz",
            "vcf/ILLUMINA.wex.broad_phase2_baseline.20111114.both.exome.genotypes.1000.vcf",
            "vcf/PG_NA12878_hg38-chr21.vcf.gz",
            "vcf/multisample.vcf.gz",
            "annotated/gnomad.exomes.r2.0.1.sites.vcf.gz",
            "annotated/mixed.vep.ori.vcf",
            "annotated/test.chr1.eff.vcf.gz",
            "clinvar/clinvar.vcf.gz",
            "gvcf/HG00268.g.vcf.gz",
            "gvcf/combined.chr20_18210071_18210093.g.vcf",
            "sv/SKBR3_Sniffles_variants_tra.vcf",
            "sv/gnomad_v2_sv.sites.vcf.gz",
            "sv/manta.B00GWGD.vcf.gz",
            "sv/ref_panel_1kg.raw_calls.chr22_chrY.vcf.gz",
            "trio/ashk-trio.vcf.gz",
    })
    void testRecords(String name)
            throws IOException
    {
        try (VcfFile file = new VcfFile(SharedData.file(name));
                VCFIterator expected = new VCFIteratorBuilder().open(SharedData.file(name))) {
            assertHeader(file.header(), expected.getHeader());
            int samples = file.header().samples().size();
            int calls = 0;
            byte[] dosages = new byte[samples];
            FormatScanner format = new FormatScanner(VcfText.keys("GT"));
            while (file.next()) {
                TabbedBatch batch = file.batch();
                for (int record = 0; record < batch.size(); record++) {
                    VariantContext context = expected.next();
                    assertRecord(batch, record, context);
                    if (samples > 0 && calls < MAX_CALLS) {
                        calls += samples;
                        format.scan(batch.bytes(), batch.fieldStart(record, FORMAT), batch.fieldEnd(record, FORMAT));
                        assertGenotypes(batch, record, format.index(0), dosages, file.header().samples(), context);
                    }
                }
            }
            assertThat(expected.hasNext()).isFalse();
        }
    }

    private static void assertHeader(VcfHeader header, VCFHeader expected)
    {
        assertThat(header.samples()).isEqualTo(expected.getGenotypeSamples());
        assertThat(header.info().keySet()).isEqualTo(ids(expected.getInfoHeaderLines().stream().map(line -> line.getID()).toList()));
        // it declares PL where there is GL
        assertThat(ids(expected.getFormatHeaderLines().stream().map(line -> line.getID()).toList())).containsAll(header.format().keySet());
        header.info().forEach((id, field) -> assertThat(field.type().name()).isEqualTo(expected.getInfoHeaderLine(id).getType().name().toUpperCase(Locale.ENGLISH)));
        assertThat(header.contigs().stream().map(VcfContig::name).toList()).isEqualTo(expected.getContigLines().stream().map(line -> line.getID()).toList());
        assertThat(header.filters().keySet()).isEqualTo(ids(expected.getFilterLines().stream().map(line -> line.getID()).toList()));
    }

    private static Set<String> ids(List<String> ids)
    {
        return new TreeSet<>(ids);
    }

    private static void assertRecord(TabbedBatch batch, int record, VariantContext expected)
    {
        byte[] bytes = batch.bytes();
        check(VcfText.field(batch, record, CHROM).equals(expected.getContig()), batch, record);
        check(VcfColumns.pos(bytes, batch.fieldStart(record, POS), batch.fieldEnd(record, POS)) == expected.getStart(), batch, record);
        check(VcfText.field(batch, record, ID).equals(expected.getID()), batch, record);
        check(VcfText.field(batch, record, REF).equalsIgnoreCase(expected.getReference().getDisplayString()), batch, record);
        List<String> alts = expected.getAlternateAlleles().stream().map(Allele::getDisplayString).toList();
        check(VcfText.field(batch, record, ALT).equalsIgnoreCase(alts.isEmpty() ? "." : String.join(",", alts)), batch, record);
        check(VcfText.altCount(batch, record) == alts.size(), batch, record);
        if (expected.hasLog10PError()) {
            double qual = Bytes.parseDouble(bytes, batch.fieldStart(record, QUAL), batch.fieldEnd(record, QUAL));
            check(Math.abs(qual - expected.getPhredScaledQual()) <= 1e-6 * (1 + qual), batch, record);
        }
        else {
            check(VcfText.field(batch, record, QUAL).equals("."), batch, record);
        }
        String filter = VcfText.field(batch, record, FILTER);
        String expectedFilter = expected.filtersWereApplied() ? "PASS" : ".";
        check(expected.getFilters().isEmpty() ? filter.equals(expectedFilter) : Set.of(filter.split(";")).equals(expected.getFilters()), batch, record);
    }

    private static void assertGenotypes(TabbedBatch batch, int record, int field, byte[] dosages, List<String> samples, VariantContext expected)
    {
        byte[] bytes = batch.bytes();
        int altCount = VcfText.altCount(batch, record);
        int start = VcfText.samplesStart(batch, record);
        assertThat(Dosages.fill(bytes, start, batch.lineEnd(record), field, altCount, samples.size(), dosages, 0)).isEqualTo(ALL_READ);
        CallCounts counts = new CallCounts();
        counts.reset(altCount);
        assertThat(counts.count(bytes, start, batch.lineEnd(record), field, samples.size())).isEqualTo(ALL_READ);
        int[] indexes = new int[10];
        long an = 0;
        long het = 0;
        long[] ac = new long[altCount + 1];
        SampleScanner scanner = new SampleScanner();
        scanner.start(bytes, start, batch.lineEnd(record));
        for (int sample = 0; sample < samples.size(); sample++) {
            check(scanner.next(), batch, record);
            Genotype genotype = expected.getGenotype(sample);
            List<Allele> alleles = genotype.getAlleles();
            boolean anyMissing = field < 0 || alleles.isEmpty();
            int dosage = 0;
            for (Allele allele : alleles) {
                anyMissing |= allele.isNoCall();
                if (!allele.isNoCall()) {
                    an++;
                    ac[expected.getAlleleIndex(allele)]++;
                    dosage += allele.isNonReference() ? 1 : 0;
                }
            }
            het += genotype.isHet() && genotype.getPloidy() == 2 ? 1 : 0;
            check((dosages[sample] == Genotypes.MISSING) == anyMissing && (anyMissing || dosages[sample] == dosage), batch, record);
            if (field >= 0) {
                int valueStart = SampleScanner.fieldStart(bytes, scanner.sampleStart(), scanner.sampleEnd(), field);
                int valueEnd = SampleScanner.fieldEnd(bytes, valueStart, scanner.sampleEnd());
                int ploidy = Genotypes.alleles(bytes, valueStart, valueEnd, altCount, indexes);
                check(ploidy == alleles.size(), batch, record);
                for (int i = 0; i < ploidy; i++) {
                    check(indexes[i] == (alleles.get(i).isNoCall() ? Genotypes.MISSING : expected.getAlleleIndex(alleles.get(i))), batch, record);
                }
                check(ploidy < 2 || Genotypes.isPhased(bytes, valueStart, valueEnd) == genotype.isPhased(), batch, record);
            }
        }
        check(counts.an() == an && (altCount != 1 || counts.het(1) == het), batch, record);
        for (int allele = 0; allele <= altCount; allele++) {
            check(counts.ac(allele) == ac[allele], batch, record);
        }
    }

    // millions of times, for which assertions are slow
    private static void check(boolean condition, TabbedBatch batch, int record)
    {
        if (!condition) {
            fail("They differ in " + VcfText.text(batch.bytes(), batch.lineStart(record), batch.lineEnd(record)));
        }
    }
}
