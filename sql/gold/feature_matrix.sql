-- What:      gold_labels, gold_features, gold_feature_matrix and gold_bias_report: samples x variants for machine learning, and who is in them
-- From:      silver_samples, silver_variants, bronze_genotype_alleles
-- How often: for each release of a data set, from a snapshot; it is built anew
-- Who:       may write the project's schema of lake, and read the raw project. Individual-level data.
-- Run:       ./genolake run --schema cohort sql/gold/feature_matrix.sql
--
-- The split is 70 % train, 15 % validation, 15 % test, the same for the same samples and settings.seed. It is stratified by label and sex, and the members of a
-- family stay together, so that no test sample has a relative in train. Which variants are features is decided by the train samples alone: common ones
-- (minor allele frequency of 5 % at least) that are called in 95 % of them, the most variable first, no more than settings.max_features.
-- A dosage is NULL where the genotype is missing or unknown: fill it with means of train, not of all.

CREATE OR REPLACE TABLE gold_labels
COMMENT 'Samples of the feature matrix with their label and split, one row each'
AS
WITH units AS (
    SELECT coalesce(family, sample) AS unit, min(phenotype) AS phenotype, min(sex) AS sex
    FROM silver_samples
    WHERE vcf_files > 0 AND phenotype IS NOT NULL
    GROUP BY coalesce(family, sample)),
ranked AS (
    SELECT
        u.unit,
        row_number() OVER (PARTITION BY u.phenotype, u.sex ORDER BY sha256(to_utf8(s.seed || ' ' || u.unit))) - 0.5E0 AS place,
        count(*) OVER (PARTITION BY u.phenotype, u.sex) AS units
    FROM units u
    CROSS JOIN settings s)
SELECT
    row_number() OVER (ORDER BY p.sample) - 1 AS sample_index,
    p.sample,
    p.phenotype AS label,
    CASE WHEN r.place / r.units < 0.7 THEN 'train' WHEN r.place / r.units < 0.85 THEN 'validation' ELSE 'test' END AS split,
    p.sex,
    p.population,
    coalesce(p.family, p.sample) AS unit,
    (SELECT min(input_digest) FROM table_inputs WHERE table_name = 'gold_labels') AS input_digest
FROM silver_samples p
JOIN ranked r ON r.unit = coalesce(p.family, p.sample)
WHERE p.vcf_files > 0 AND p.phenotype IS NOT NULL;

COMMENT ON COLUMN gold_labels.sample_index IS 'Row of the matrix, from 0';
COMMENT ON COLUMN gold_labels.sample IS 'Sample';
COMMENT ON COLUMN gold_labels.label IS 'What is to be learned';
COMMENT ON COLUMN gold_labels.split IS 'train, validation or test';
COMMENT ON COLUMN gold_labels.sex IS 'Registered sex';
COMMENT ON COLUMN gold_labels.population IS 'Group by ancestry or site';
COMMENT ON COLUMN gold_labels.unit IS 'What stays together in a split: the family, or the sample';
COMMENT ON COLUMN gold_labels.input_digest IS 'The raw files that the table is from: lake.provenance.inputs';

CREATE OR REPLACE TABLE gold_features
COMMENT 'Variants of the feature matrix, one row each'
AS
WITH variants AS (
    -- Common in all, whoever they are, so that the raw genotypes of the others are not read
    SELECT v.source_file, v.source_offset, v.source_allele, v.source_bin, v.chrom, v.pos, v.ref, v.alt, v.variant, v.gene
    FROM silver_variants v
    WHERE v.is_passed AND v.variant_type IN ('SNV', 'INS', 'DEL', 'DELINS', 'MNV') AND v.ac > 0
      AND (v.sample IS NOT NULL OR least(v.ac, v.an - v.ac) >= 0.02 * v.an)),
calls AS (
    SELECT v.chrom, v.pos, v.ref, v.alt, v.variant, v.gene, l.sample, max(g.copies) AS copies, max(g.ploidy) AS ploidy
    FROM bronze_genotype_alleles g
    JOIN variants v ON g.bin = v.source_bin AND g.path = v.source_file AND g.record_offset = v.source_offset AND g.allele = v.source_allele
    LEFT JOIN aliases a ON a.name = g.sample
    JOIN gold_labels l ON l.sample = coalesce(a.sample, g.sample)
    WHERE l.split = 'train' AND g.called_alleles = g.ploidy AND g.ploidy > 0
    GROUP BY v.chrom, v.pos, v.ref, v.alt, v.variant, v.gene, l.sample),
counted AS (
    SELECT chrom, pos, ref, alt, variant, min(gene) AS gene, count(*) AS called, CAST(sum(copies) AS double) / sum(ploidy) AS train_af
    FROM calls
    GROUP BY chrom, pos, ref, alt, variant),
chosen AS (
    SELECT c.*, row_number() OVER (ORDER BY abs(c.train_af - 0.5), locus(c.chrom, c.pos), c.variant) AS place
    FROM counted c
    WHERE c.called >= 0.95 * (SELECT count(*) FROM gold_labels WHERE split = 'train') AND c.train_af BETWEEN 0.05 AND 0.95)
SELECT
    row_number() OVER (ORDER BY locus(c.chrom, c.pos), c.variant) - 1 AS feature_index,
    c.variant,
    c.chrom,
    c.pos,
    c.ref,
    c.alt,
    c.gene,
    c.train_af,
    CAST(c.called AS double) / (SELECT count(*) FROM gold_labels WHERE split = 'train') AS train_call_rate,
    (SELECT min(input_digest) FROM table_inputs WHERE table_name = 'gold_features') AS input_digest
FROM chosen c
CROSS JOIN settings s
WHERE c.place <= s.max_features;

COMMENT ON COLUMN gold_features.feature_index IS 'Column of the matrix, from 0';
COMMENT ON COLUMN gold_features.variant IS 'The variant as text: chrom-pos-ref-alt, and -end_pos where ALT is symbolic';
COMMENT ON COLUMN gold_features.chrom IS 'Contig';
COMMENT ON COLUMN gold_features.pos IS 'First base of ref, 1-based';
COMMENT ON COLUMN gold_features.ref IS 'REF, normalised';
COMMENT ON COLUMN gold_features.alt IS 'ALT, normalised';
COMMENT ON COLUMN gold_features.gene IS 'Gene that it lies in';
COMMENT ON COLUMN gold_features.train_af IS 'Frequency of ALT in the train samples';
COMMENT ON COLUMN gold_features.train_call_rate IS 'Share of the train samples with a genotype';
COMMENT ON COLUMN gold_features.input_digest IS 'The raw files that the table is from: lake.provenance.inputs';

CREATE OR REPLACE TABLE gold_feature_matrix
COMMENT 'Dosages, one row for each sample and variant: all of them, so that ordered by both it is the matrix'
AS
WITH calls AS (
    SELECT f.feature_index, l.sample_index, max(g.copies) AS copies
    FROM bronze_genotype_alleles g
    JOIN (
        SELECT f.feature_index, v.source_file, v.source_offset, v.source_allele, v.source_bin
        FROM silver_variants v
        JOIN gold_features f ON f.variant = v.variant) f
      ON g.bin = f.source_bin AND g.path = f.source_file AND g.record_offset = f.source_offset AND g.allele = f.source_allele
    LEFT JOIN aliases a ON a.name = g.sample
    JOIN gold_labels l ON l.sample = coalesce(a.sample, g.sample)
    WHERE g.called_alleles = g.ploidy AND g.ploidy > 0
    GROUP BY f.feature_index, l.sample_index)
SELECT
    l.sample_index,
    f.feature_index,
    l.sample,
    f.variant,
    l.split,
    c.copies AS dosage,
    (SELECT min(input_digest) FROM table_inputs WHERE table_name = 'gold_feature_matrix') AS input_digest
FROM gold_labels l
CROSS JOIN gold_features f
LEFT JOIN calls c ON c.sample_index = l.sample_index AND c.feature_index = f.feature_index;

COMMENT ON COLUMN gold_feature_matrix.sample_index IS 'Row of the matrix, from 0';
COMMENT ON COLUMN gold_feature_matrix.feature_index IS 'Column of the matrix, from 0';
COMMENT ON COLUMN gold_feature_matrix.sample IS 'Sample';
COMMENT ON COLUMN gold_feature_matrix.variant IS 'The variant as text: chrom-pos-ref-alt, and -end_pos where ALT is symbolic';
COMMENT ON COLUMN gold_feature_matrix.split IS 'train, validation or test';
COMMENT ON COLUMN gold_feature_matrix.dosage IS 'Copies of ALT; NULL where the genotype is missing or unknown';
COMMENT ON COLUMN gold_feature_matrix.input_digest IS 'The raw files that the table is from: lake.provenance.inputs';

CREATE OR REPLACE TABLE gold_bias_report
COMMENT 'Who is in each split, and whose genotypes are missing: one row for each split, attribute and value'
AS
WITH attributes AS (
    SELECT l.sample, l.split, u.attribute, coalesce(u.value, 'unknown') AS value
    FROM gold_labels l
    CROSS JOIN UNNEST(ARRAY['label', 'sex', 'population'], ARRAY[l.label, l.sex, l.population]) AS u (attribute, value)),
missing AS (
    SELECT sample, CAST(count_if(dosage IS NULL) AS double) / count(*) AS missing FROM gold_feature_matrix GROUP BY sample),
counted AS (
    SELECT a.split, a.attribute, a.value, count(*) AS samples, avg(m.missing) AS missing
    FROM attributes a
    LEFT JOIN missing m ON m.sample = a.sample
    GROUP BY a.split, a.attribute, a.value),
shares AS (
    SELECT
        c.*,
        CAST(c.samples AS double) / sum(c.samples) OVER (PARTITION BY c.split, c.attribute) AS share,
        CAST(sum(c.samples) OVER (PARTITION BY c.attribute, c.value) AS double) / sum(c.samples) OVER (PARTITION BY c.attribute) AS share_of_all
    FROM counted c)
SELECT
    s.split,
    s.attribute,
    s.value,
    s.samples,
    s.share,
    s.share_of_all,
    s.share - s.share_of_all AS difference,
    abs(s.share - s.share_of_all) > 0.1 AS is_unbalanced,
    s.missing AS missing_dosages,
    (SELECT min(input_digest) FROM table_inputs WHERE table_name = 'gold_bias_report') AS input_digest
FROM shares s;

COMMENT ON COLUMN gold_bias_report.split IS 'train, validation or test';
COMMENT ON COLUMN gold_bias_report.attribute IS 'label, sex or population';
COMMENT ON COLUMN gold_bias_report.value IS 'Value of the attribute';
COMMENT ON COLUMN gold_bias_report.samples IS 'Samples of the split with the value';
COMMENT ON COLUMN gold_bias_report.share IS 'Share of the split that has it';
COMMENT ON COLUMN gold_bias_report.share_of_all IS 'Share of all samples that have it';
COMMENT ON COLUMN gold_bias_report.difference IS 'share less share_of_all';
COMMENT ON COLUMN gold_bias_report.is_unbalanced IS 'Whether they differ by more than 0.1';
COMMENT ON COLUMN gold_bias_report.missing_dosages IS 'Share of the dosages of these samples that are NULL';
COMMENT ON COLUMN gold_bias_report.input_digest IS 'The raw files that the table is from: lake.provenance.inputs';

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name IN ('gold_labels', 'gold_features', 'gold_feature_matrix', 'gold_bias_report') AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name IN ('gold_labels', 'gold_features', 'gold_feature_matrix', 'gold_bias_report');
