-- What:      quality_normalization: variants that are not normalised, and such that a file has twice
-- From:      silver_variants
-- How often: any time: the views show what is wrong now, and no row where nothing is
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Run:       ./genolake run --schema cohort sql/quality/*.sql

CREATE OR REPLACE VIEW quality_normalization
COMMENT 'Variants that the reference did not normalise, by file and contig, and variants that a file has twice'
SECURITY INVOKER
AS
WITH trimmed AS (
    SELECT v.source_file, v.chrom, count(*) AS variants, min(v.source_pos) AS pos
    FROM silver_variants v
    CROSS JOIN settings s
    WHERE v.normalization = 'trimmed' AND s.reference IS NOT NULL
    GROUP BY v.source_file, v.chrom),
twice AS (
    SELECT source_file, variant, count(*) AS records
    FROM silver_variants
    WHERE variant_type <> 'REF'
    GROUP BY source_file, variant
    HAVING count(*) > 1)
SELECT CAST('not normalised' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(source_file AS varchar) AS subject, CAST(format('%s variants of %s, the first at %s, do not agree with the reference, or it lacks the contig', variants, chrom, pos) AS varchar) AS detail, CAST('give the reference that the file was called with' AS varchar) AS remedy
FROM trimmed
UNION ALL
SELECT CAST('variant twice' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(source_file AS varchar) AS subject, CAST(format('%s is in %s records', variant, records) AS varchar) AS detail, CAST('join them with bcftools norm, or leave one out' AS varchar) AS remedy
FROM twice;

COMMENT ON COLUMN quality_normalization.check_name IS 'Which check';
COMMENT ON COLUMN quality_normalization.severity IS 'error: results are wrong or missing; warning: they may be';
COMMENT ON COLUMN quality_normalization.subject IS 'File, contig, sample or table';
COMMENT ON COLUMN quality_normalization.detail IS 'What is wrong';
COMMENT ON COLUMN quality_normalization.remedy IS 'What to do';
