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
package io.genolake.benchmark;

import com.google.common.collect.ImmutableList;
import io.genolake.benchmark.Target.Millis;
import io.genolake.benchmark.Target.Ratio;

import java.util.List;
import java.util.Optional;

import static io.genolake.benchmark.Benchmark.createTable;
import static io.genolake.benchmark.Benchmark.query;

/**
 * The benchmarks of reading: what users do with these files most, beside the tool that they do it with.
 */
final class Benchmarks
{
    private static final String BIN_JOIN =
            """
            WITH SESSION join_distribution_type = 'BROADCAST'
            SELECT count(*) FROM (
                SELECT DISTINCT r."$virtual_offset"
                FROM genomics.%1$s r
                JOIN (SELECT i.*, b.bin FROM genomics.%2$s.intervals i CROSS JOIN UNNEST(bins(i.chrom, i.pos, i.end_pos)) AS b(bin)) t
                ON r."$bin" = t.bin AND r.chrom = t.chrom AND r.pos <= t.end_pos AND r.end_pos >= t.pos)""";

    private Benchmarks() {}

    static List<Benchmark> of(BenchmarkLake lake)
    {
        String kg3 = "'" + lake.kg3() + "'";
        String kghc = "'" + lake.kghc() + "'";
        String wgs = "'" + lake.wgs() + "'";
        String sample = CommandLine.output("bcftools query -l %s | sed -n 1000p".formatted(kghc));
        String variantRegion = CommandLine.output("tabix -l %s | head -n 1".formatted(kghc)) + ":4000001-4100000";
        // around a read, for reads may lie in islands
        String readRegion = CommandLine.output(
                "set +o pipefail; samtools view %s chr20:3000000 | head -n 1 | awk '{print $3 \":\" $4 - 50000 \"-\" $4 + 49999}'".formatted(wgs));
        String infoFormat = CommandLine.output("bcftools view -h %s | sed -n 's/^##INFO=<ID=\\([^,]*\\),.*/%%INFO\\/\\1/p' | paste -s -d ' '".formatted(kghc));
        String sites = "'" + lake.sites() + "'";
        String singles = "'" + lake.singleSampleFiles() + "'";

        return ImmutableList.of(
                query("vcf-sites",
                        "VCF sites: count and last position, 3,202 samples",
                        "SELECT count(*), max(pos) FROM genomics.kghc.variants",
                        "bcftools query -f '%%POS\n' %s > /dev/null".formatted(kghc),
                        "bcftools query -f '%%POS\n' %s | awk '$1 > last {last = $1} END {print NR, last}'".formatted(kghc),
                        new Ratio(2)),
                query("vcf-info-filter",
                        "VCF: filter on a typed INFO field",
                        "SELECT count(*) FROM genomics.kghc.variants WHERE info.AC[1] > 5",
                        "bcftools view --threads 2 -i 'AC[0]>5' -G %s > /dev/null".formatted(kghc),
                        "bcftools view --threads 2 -i 'AC[0]>5' -G -H %s | wc -l".formatted(kghc),
                        new Ratio(9)),
                createTable(
                        "vcf-info-table",
                        "VCF: all INFO fields to a table",
                        "lake.benchmark.info",
                        "SELECT info FROM genomics.kghc.variants",
                        "SELECT count(*), sum(info.AC[1]), sum(info.AN) FROM lake.benchmark.info",
                        "bcftools query -f '%s\n' %s > /dev/null".formatted(infoFormat, kghc),
                        "bcftools query -f '%%AC\t%%AN\n' %s | awk '{split($1, ac, \",\"); c += ac[1]; n += $2} END {print NR, c, n}'".formatted(kghc),
                        new Ratio(2)),
                query("vcf-one-sample",
                        "VCF: GT and DP of one sample of 3,202",
                        "SELECT count(*), count_if(gt = '0/1'), sum(format.DP) FROM genomics.kghc.genotypes WHERE sample = '%s'".formatted(sample),
                        "bcftools query -s %s -f '[%%GT\t%%DP]\n' %s > /dev/null".formatted(sample, kghc),
                        "bcftools query -s %s -f '[%%GT\t%%DP]\n' %s | awk '$1 == \"0/1\" {het++} {dp += $2} END {print NR, het, dp}'".formatted(sample, kghc),
                        new Ratio(3)),
                query("vcf-dosage-sum",
                        "VCF: sum of dosages over 306 million genotypes",
                        "SELECT sum(dosage) FROM genomics.kg3.genotypes",
                        "bcftools query -f '[%%GT\t]\n' %s > /dev/null".formatted(kg3),
                        "bcftools query -f '[%%GT\t]\n' %s | tr -cd '1-9' | wc -c".formatted(kg3),
                        new Ratio(10)),
                createTable(
                        "vcf-dosage-table",
                        "VCF: the matrix of dosages to a table",
                        "lake.benchmark.dosages",
                        "SELECT chrom, pos, dosages FROM genomics.kg3.variants",
                        "SELECT count(*), sum(reduce(dosages, 0, (s, d) -> s + d, s -> s)) FROM lake.benchmark.dosages",
                        "bcftools query -f '[%%GT\t]\n' %s > /dev/null".formatted(kg3),
                        "echo $(bcftools query -f '%%POS\n' %1$s | wc -l) $(bcftools query -f '[%%GT\t]\n' %1$s | tr -cd '1-9' | wc -c)".formatted(kg3),
                        new Ratio(8)),
                createTable(
                        "vcf-fill-tags",
                        "VCF: AN, AC, AF and HWE of each variant, 306 million genotypes",
                        "lake.benchmark.tags",
                        "SELECT chrom, pos, ref, alt, call_counts.an, call_counts.ac, call_frequencies(call_counts) AS af, call_hardy_weinberg(call_counts) AS hwe FROM genomics.kg3.variants",
                        "SELECT count(*), sum(an), sum(ac[1]), sum(af[1]), sum(hwe[1]) FROM lake.benchmark.tags",
                        "bcftools +fill-tags %s -Ou -- -t AN,AC,AF,HWE > /dev/null".formatted(kg3),
                        "bcftools +fill-tags %s -Ou -- -t AN,AC,AF,HWE | bcftools query -f '%%AN\t%%AC\t%%AF\t%%HWE\n' | awk -F '[\t,]' '{n = (NF - 1) / 3; an += $1; ac += $2; af += $(2 + n); hwe += $(2 + 2 * n)} END {printf \"%%d %%d %%d %%.9f %%.9f\\n\", NR, an, ac, af, hwe}'".formatted(kg3),
                        new Ratio(12)),
                query("vcf-normalize",
                        "VCF: four million variants normalised",
                        """
                        SELECT count(*), sum(v.pos), sum(length(v.ref)), sum(length(v.alt))
                        FROM (SELECT genomics.functions.normalize_variant('benchmark', chrom, pos, ref, alt[1]) v FROM genomics.sites.variants)""",
                        "bcftools norm -f '%s' %s -Ou > /dev/null".formatted(lake.reference(), sites),
                        "bcftools norm -f '%s' %s -Ou | bcftools query -f '%%POS\t%%REF\t%%ALT\n' | awk '{p += $1; r += length($2); a += length($3)} END {printf \"%%d %%.0f %%d %%d\\n\", NR, p, r, a}'".formatted(lake.reference(), sites),
                        new Ratio(1)),
                query("vcf-depth-sum",
                        "VCF: sum of DP over 32 million cells",
                        "SELECT sum(format.DP) FROM genomics.kghc.genotypes",
                        "bcftools query -f '[%%DP\t]\n' %s > /dev/null".formatted(kghc),
                        "bcftools query -f '[%%DP\n]' %s | awk '{s += $1} END {print s}'".formatted(kghc),
                        new Ratio(4)),
                query("bam-filter-count",
                        "BAM: count with a filter on MAPQ and FLAG",
                        "SELECT count(*) FROM genomics.wgs.alignments WHERE mapq >= 30 AND bitwise_and(flag, 1024) = 0",
                        "samtools view -@1 -c -q 30 -F 0x400 %s > /dev/null".formatted(wgs),
                        "samtools view -@1 -c -q 30 -F 0x400 %s".formatted(wgs),
                        new Ratio(1.7)),
                createTable(
                        "bam-table",
                        "BAM: the core columns to a table",
                        "lake.benchmark.reads",
                        "SELECT qname, flag, chrom, pos, mapq, cigar, mate_chrom, mate_pos, template_length, seq, qual FROM genomics.wgs.alignments",
                        "SELECT count(*), sum(pos), sum(length(seq)), sum(mapq) FROM lake.benchmark.reads",
                        "samtools view -@1 %s > /dev/null".formatted(wgs),
                        "samtools view -@1 %s | awk '{p += $4; l += length($10); q += $5} END {printf \"%%d %%.0f %%d %%d\\n\", NR, p, l, q}'".formatted(wgs),
                        new Ratio(1)),
                query("bam-means",
                        "BAM: mean MAPQ and read length by contig",
                        "SELECT chrom, count(*), avg(mapq), avg(length(seq)) FROM genomics.wgs.alignments GROUP BY chrom ORDER BY chrom",
                        "samtools view %s | awk '{n[$3]++; q[$3] += $5; l[$3] += length($10)} END {for (c in n) print c, n[c], q[c] / n[c], l[c] / n[c]}' > /dev/null".formatted(wgs),
                        "samtools view %s | awk '{n[$3]++; q[$3] += $5; l[$3] += length($10)} END {for (c in n) printf \"%%s %%d %%.9f %%.9f\\n\", c, n[c], q[c] / n[c], l[c] / n[c]}' | sort".formatted(wgs),
                        new Ratio(3)),
                query("vcf-region",
                        "VCF: a region of 100 kb",
                        "SELECT count(*), max(pos) FROM genomics.kghc.variants WHERE in_region(chrom, pos, end_pos, '%s')".formatted(variantRegion),
                        "bcftools query -r %s -f '%%POS\n' %s > /dev/null".formatted(variantRegion, kghc),
                        "bcftools query -r %s -f '%%POS\n' %s | awk '$1 > last {last = $1} END {print NR, last}'".formatted(variantRegion, kghc),
                        new Millis(50)),
                query("bam-region",
                        "BAM: a region of 100 kb",
                        "SELECT count(*), max(pos) FROM genomics.wgs.alignments WHERE in_region(chrom, pos, end_pos, '%s')".formatted(readRegion),
                        "samtools view %s %s > /dev/null".formatted(wgs, readRegion),
                        "samtools view %s %s | awk '$4 > last {last = $4} END {print NR, last}'".formatted(wgs, readRegion),
                        new Millis(50)),
                query("bam-targets",
                        "BAM: reads on 20,000 target intervals",
                        BIN_JOIN.formatted("wgs.alignments", "wgs_targets"),
                        "samtools view -c -M -L '%s' %s > /dev/null".formatted(lake.readTargets(), wgs),
                        "samtools view -c -M -L '%s' %s".formatted(lake.readTargets(), wgs),
                        new Ratio(1)),
                query("vcf-targets",
                        "VCF: records on 20,000 target intervals",
                        BIN_JOIN.formatted("kghc.variants", "kghc_targets"),
                        "bcftools view -R '%s' -G %s > /dev/null".formatted(lake.variantTargets(), kghc),
                        "bcftools view -R '%s' -G -H %s | wc -l".formatted(lake.variantTargets(), kghc),
                        new Ratio(1)),
                query("vcf-many-files",
                        "1,000 VCF files of one sample, one region",
                        "SELECT count(*), count_if(gt = '0/1') FROM genomics.single.genotypes WHERE in_region(chrom, pos, end_pos, '%s')".formatted(variantRegion.replaceFirst(":.*", ":125001-135000")),
                        "for file in %s/*.vcf.gz; do bcftools view -H -r %s $file; done > /dev/null".formatted(singles, variantRegion.replaceFirst(":.*", ":125001-135000")),
                        "for file in %s/*.vcf.gz; do bcftools query -f '[%%GT]\n' -r %s $file; done | awk '$1 == \"0/1\" {het++} END {print NR, het + 0}'".formatted(singles, variantRegion.replaceFirst(":.*", ":125001-135000")),
                        new Ratio(10)),
                new Benchmark(
                        "bam-count",
                        "BAM: count",
                        "SELECT count(*) FROM genomics.wgs.alignments",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("samtools idxstats %s > /dev/null".formatted(wgs)),
                        "samtools idxstats %s | awk '{n += $3 + $4} END {print n}'".formatted(wgs),
                        new Millis(50)));
    }
}
