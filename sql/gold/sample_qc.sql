-- What:      gold_sample_qc, the quality of each sample: call rate, heterozygosity, Ti/Tv, depth, coverage, sex
-- From:      silver_sample_counts, gold_target_coverage, silver_samples
-- How often: after these; it is built anew, from them alone
-- Who:       may write the project's schema of lake. Individual-level data.
-- Run:       ./genolake run --schema cohort sql/gold/sample_qc.sql
--
-- The sex is inferred from X, outside of the pseudoautosomal regions: a male has no heterozygous calls there. At least 20 variants are asked for.

CREATE OR REPLACE TABLE gold_sample_qc
COMMENT 'Quality of the samples, one row each'
AS
WITH counts AS (
    SELECT
        sample,
        sum(records) AS records,
        sum(blocks) AS blocks,
        sum(missing) AS missing,
        sum(hom_ref) AS hom_ref,
        sum(het) AS het,
        sum(hom_alt) AS hom_alt,
        sum(haploid_ref) AS haploid_ref,
        sum(haploid_alt) AS haploid_alt,
        sum(indels) AS indels,
        sum(indel_het) AS indel_het,
        sum(indel_hom) AS indel_hom,
        sum(transitions) AS transitions,
        sum(transversions) AS transversions,
        CAST(sum(depth_sum) AS double) / nullif(sum(depth_records), 0) AS mean_depth,
        CAST(sum(quality_sum) AS double) / nullif(sum(quality_records), 0) AS mean_quality,
        sum(x_variants) AS x_variants,
        sum(x_het) AS x_het
    FROM silver_sample_counts
    GROUP BY sample),
-- Of a sample with reads in several files the depths add up, and how many bases have 20 reads cannot be said
targets AS (
    SELECT sample, max(bases) AS bases, sum(mean_depth) AS mean_depth, sum(bases_20x) AS bases_20x, count(*) AS parts
    FROM gold_target_coverage
    WHERE sample IS NOT NULL
    GROUP BY sample, target, chrom, pos, end_pos),
coverage AS (
    SELECT
        sample,
        sum(mean_depth * bases) / sum(bases) AS mean_coverage,
        IF(max(parts) = 1, CAST(sum(bases_20x) AS double) / sum(bases)) AS share_20x
    FROM targets
    GROUP BY sample),
judged AS (
    SELECT
        c.*,
        v.mean_coverage,
        v.share_20x,
        s.sex AS registered_sex,
        coalesce(c.sample, v.sample) AS name,
        CASE
            WHEN coalesce(c.x_variants, 0) < 20 THEN NULL
            WHEN CAST(c.x_het AS double) / c.x_variants < 0.05 THEN 'male'
            WHEN CAST(c.x_het AS double) / c.x_variants > 0.2 THEN 'female'
        END AS inferred_sex
    FROM counts c
    FULL JOIN coverage v ON v.sample = c.sample
    LEFT JOIN silver_samples s ON s.sample = coalesce(c.sample, v.sample))
SELECT
    name AS sample,
    records,
    blocks,
    missing,
    CAST(records - missing AS double) / nullif(records, 0) AS call_rate,
    hom_ref,
    het,
    hom_alt,
    haploid_ref,
    haploid_alt,
    CAST(het AS double) / nullif(hom_alt, 0) AS het_hom,
    indels,
    indel_het,
    indel_hom,
    transitions,
    transversions,
    CAST(transitions AS double) / nullif(transversions, 0) AS ti_tv,
    mean_depth,
    mean_quality,
    mean_coverage,
    share_20x,
    x_variants,
    x_het,
    registered_sex,
    inferred_sex,
    CASE
        WHEN registered_sex IS NULL OR inferred_sex IS NULL THEN 'unknown'
        WHEN registered_sex = inferred_sex THEN 'agrees'
        ELSE 'differs'
    END AS sex_check,
    (SELECT min(input_digest) FROM table_inputs WHERE table_name = 'gold_sample_qc') AS input_digest
FROM judged;

COMMENT ON COLUMN gold_sample_qc.sample IS 'Sample';
COMMENT ON COLUMN gold_sample_qc.records IS 'Records of its VCF files, blocks of a gVCF left out';
COMMENT ON COLUMN gold_sample_qc.blocks IS 'Blocks of its gVCF files';
COMMENT ON COLUMN gold_sample_qc.missing IS 'Genotypes without a called allele';
COMMENT ON COLUMN gold_sample_qc.call_rate IS 'Share of the records with a call; says little for a file of one sample, which has only what was called';
COMMENT ON COLUMN gold_sample_qc.hom_ref IS 'Diploid genotypes of REF alone';
COMMENT ON COLUMN gold_sample_qc.het IS 'Heterozygous genotypes with a substitution';
COMMENT ON COLUMN gold_sample_qc.hom_alt IS 'Genotypes homozygous for a substitution';
COMMENT ON COLUMN gold_sample_qc.haploid_ref IS 'Haploid genotypes of REF';
COMMENT ON COLUMN gold_sample_qc.haploid_alt IS 'Haploid genotypes of an ALT';
COMMENT ON COLUMN gold_sample_qc.het_hom IS 'het by hom_alt';
COMMENT ON COLUMN gold_sample_qc.indels IS 'Genotypes with an insertion or deletion';
COMMENT ON COLUMN gold_sample_qc.indel_het IS 'Heterozygous ones of these';
COMMENT ON COLUMN gold_sample_qc.indel_hom IS 'Homozygous ones of these';
COMMENT ON COLUMN gold_sample_qc.transitions IS 'Genotypes with a transition';
COMMENT ON COLUMN gold_sample_qc.transversions IS 'Genotypes with a transversion';
COMMENT ON COLUMN gold_sample_qc.ti_tv IS 'transitions by transversions';
COMMENT ON COLUMN gold_sample_qc.mean_depth IS 'Mean number of reads at the records';
COMMENT ON COLUMN gold_sample_qc.mean_quality IS 'Mean quality of the genotypes, Phred-scaled';
COMMENT ON COLUMN gold_sample_qc.mean_coverage IS 'Mean number of reads over a base of the targets, of all BAM files of the sample together; NULL without one';
COMMENT ON COLUMN gold_sample_qc.share_20x IS 'Share of the bases of the targets with at least 20 reads; NULL where the reads are in several BAM files';
COMMENT ON COLUMN gold_sample_qc.x_variants IS 'Genotypes with an ALT on X, outside of the pseudoautosomal regions';
COMMENT ON COLUMN gold_sample_qc.x_het IS 'Heterozygous ones of these';
COMMENT ON COLUMN gold_sample_qc.registered_sex IS 'Sex by metadata_samples';
COMMENT ON COLUMN gold_sample_qc.inferred_sex IS 'Sex by the calls on X: male, female, or NULL where they do not tell';
COMMENT ON COLUMN gold_sample_qc.sex_check IS 'agrees, differs or unknown';
COMMENT ON COLUMN gold_sample_qc.input_digest IS 'The raw files that the table is from: lake.provenance.inputs';

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'gold_sample_qc' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'gold_sample_qc';
