-- The walk of ./genolake demo. A comment above a statement is told before it; "files:" names the files of its tables, "users:" who runs it
-- (admin, if nobody is named), "audit:" has its line of the audit shown, and "refused:" says that it must be denied.

-- Each folder of the lake is a schema: nothing was declared, loaded or converted.
SHOW SCHEMAS FROM genomics;

-- Every project has the same tables, so that a query written for one works on all.
SHOW TABLES FROM genomics.cohort;

-- What is there, from the listing and the headers. Each index is checked before it is believed.
SELECT "$path" AS file, format, size, index_state, sample_count, samples
FROM genomics.genomes.files
WHERE format IN ('vcf', 'bam')
ORDER BY 1;

-- Variants of each project, straight from the VCF files.
-- files: cohort/*.vcf.gz clinic/vcf/*.vcf.gz genomes/*/*.vcf.gz
SELECT 'cohort' AS project, count(*) AS variants, count(DISTINCT "$path") AS files FROM genomics.cohort.variants
UNION ALL
SELECT 'clinic', count(*), count(DISTINCT "$path") FROM genomics.clinic.variants
UNION ALL
SELECT 'genomes', count(*), count(DISTINCT "$path") FROM genomics.genomes.variants
ORDER BY 1;

-- A region, BRCA1: the index says which blocks to read, and the rest of the file is left alone. The INFO fields are typed columns.
-- files: cohort/*.vcf.gz
SELECT chrom, pos, ref, alt, qual, info.AF, info.IMPACT, info.SVTYPE
FROM genomics.cohort.variants
WHERE in_region(chrom, pos, end_pos, 'chr17:43,044,295-43,125,483')
  AND (contains(info.IMPACT, 'HIGH') OR info.SVTYPE IS NOT NULL)
ORDER BY pos;

-- One sample of 24, in one gene (TTN): the columns of the others are skipped, not parsed.
-- files: cohort/*.vcf.gz
SELECT sample, gt, count(*) AS sites, round(avg(format.DP), 1) AS depth, min(format.GQ) AS min_quality
FROM genomics.cohort.genotypes
WHERE sample = 'COH07' AND chrom = 'chr2' AND pos <= 178807423 AND end_pos >= 178525989
GROUP BY sample, gt
ORDER BY sites DESC;

-- Allele counts and frequencies, counted from the genotypes, hemizygous calls on X included (the gene is F8).
-- files: cohort/*.vcf.gz
SELECT pos, ref, alt, call_counts.an, call_counts.ac, call_counts.het, call_counts.hom, call_counts.hemi,
       transform(call_counts.ac, c -> round(CAST(c AS double) / call_counts.an, 4)) AS frequency
FROM genomics.cohort.variants
WHERE chrom = 'chrX' AND pos BETWEEN 154835792 AND 154845000 AND call_counts.an > 0
ORDER BY pos
LIMIT 8;

-- Regions that come from a table: reads of three patients over the genes of a BED file. The join is on "$bin", so that the genes
-- found in the BED file pick the blocks of the BAM files, by a dynamic filter.
-- files: clinic/bam/*.bam
SELECT a.sample, g.name AS gene, count(*) AS reads, round(avg(a.mapq), 1) AS mapping_quality,
       round(sum(length(a.seq)) / CAST(max(g.end_pos - g.pos + 1) AS double), 1) AS depth
FROM genomics.clinic.alignments a
JOIN (
    SELECT i.*, b.bin
    FROM genomics.clinic.intervals i CROSS JOIN UNNEST(bins(i.chrom, i.pos, i.end_pos)) AS b(bin)
    WHERE i.name IN ('BRCA1', 'APOE')
) g ON a."$bin" = g.bin AND a.chrom = g.chrom AND a.pos <= g.end_pos AND a.end_pos >= g.pos
WHERE bitwise_and(a.flag, 1024) = 0
GROUP BY a.sample, g.name
ORDER BY a.sample, gene;

-- A gVCF tells "no variant" from "not looked at": what is known of each genome at one base of CFTR, from the block that covers it.
-- files: genomes/*/*.g.vcf.gz
SELECT sample, pos, end_pos, gt, format.DP, format.MIN_DP, format.GQ
FROM genomics.genomes.genotypes
WHERE "$path" LIKE '%.g.vcf.gz' AND chrom = 'chr7' AND pos <= 117559590 AND end_pos >= 117559590
ORDER BY sample;

-- Across projects: damaging variants of the patients that nobody of the cohort has.
-- files: clinic/vcf/*.vcf.gz cohort/*.vcf.gz
SELECT v.info.GENE AS gene, v.chrom, v.pos, v.ref, v.alt, array_agg(v."$sample" ORDER BY v."$sample") AS patients
FROM genomics.clinic.variants v
LEFT JOIN genomics.cohort.variants c ON c.chrom = v.chrom AND c.pos = v.pos AND c.ref = v.ref AND c.alt = v.alt
WHERE contains(v.info.IMPACT, 'HIGH') AND contains(v.filter, 'PASS') AND c.pos IS NULL
GROUP BY 1, 2, 3, 4, 5
ORDER BY count(*) DESC, gene, v.pos
LIMIT 8;

-- A gold table: the burden of rare, damaging variants by gene, kept in Iceberg for the dashboards.
CREATE SCHEMA IF NOT EXISTS lake.demo;

-- files: cohort/*.vcf.gz
CREATE OR REPLACE TABLE lake.demo.gene_burden AS
SELECT info.GENE AS gene, count(*) AS variants, sum(reduce(call_counts.ac, BIGINT '0', (s, c) -> s + c, s -> s)) AS copies
FROM genomics.cohort.variants
WHERE info.GENE IS NOT NULL AND any_match(info.IMPACT, i -> i IN ('HIGH', 'MODERATE')) AND any_match(info.AF, f -> f < 0.05)
GROUP BY info.GENE;

SELECT * FROM lake.demo.gene_burden ORDER BY variants DESC, gene LIMIT 5;

-- Who sees what is up to a policy. alice works on one study, bob on another, and admin administers: the same query, other rows.
-- The columns of other people are not decoded, and COH23 of alice's study has withdrawn the consent.
-- users: alice bob admin
-- files: cohort/*.vcf.gz
-- audit:
SELECT count(DISTINCT sample) AS people, array_agg(DISTINCT sample ORDER BY sample) AS who, count_if(dosage > 0) AS carried
FROM genomics.cohort.genotypes
WHERE chrom = 'chr17' AND pos <= 43125483 AND end_pos >= 43044295;

-- The policy counts in whatever is asked: the names of files tell who is in them, so that a researcher is refused them,
-- users: alice
-- refused:
SELECT DISTINCT "$path" FROM genomics.cohort.genotypes;

-- and a copy would be an export.
-- users: bob
-- refused:
CREATE TABLE lake.demo.mine AS SELECT * FROM genomics.cohort.genotypes;

-- Tables that SQL builds are protected the same way, columns too: what the policy tags PII is changed.
CREATE OR REPLACE TABLE lake.demo.patients AS
SELECT sample, insurance, CAST(born AS date) AS born, finding
FROM (VALUES
    ('PAT01', 'A-4711-0815', '1962-03-14', 'hypertrophic cardiomyopathy'),
    ('PAT02', 'A-1234-5678', '1975-11-02', 'polyneuropathy'),
    ('PAT03', 'B-2222-9090', '1958-07-30', 'dilated cardiomyopathy'),
    ('PAT04', 'B-3333-1717', '1990-01-21', 'small fibre neuropathy')) AS t (sample, insurance, born, finding);

-- users: alice bob admin
SELECT * FROM lake.demo.patients ORDER BY sample;

-- Why? The policy answers in SQL, and names the rule, or what is missing.
-- users: bob
SELECT verb, allowed, rules, reasons FROM access.policy.can_i WHERE table_name = 'lake.demo.patients' AND verb IN ('select', 'export');

-- And is it complete? "problems" decodes everything and names each record or file that could not be read: here there is none.
-- files: cohort/*
SELECT count(*) AS problems FROM genomics.cohort.problems;
