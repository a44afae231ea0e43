-- What:      quality_reference_builds, quality_contig_names: files of different genomes, or that call the same contig differently
-- From:      bronze_contigs, bronze_intervals
-- How often: any time: the views show what is wrong now, and no row where nothing is
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Run:       ./genolake run --schema cohort sql/quality/*.sql

CREATE OR REPLACE VIEW quality_reference_builds
COMMENT 'Contigs that files give different lengths: they are of different reference genomes'
SECURITY INVOKER
AS
WITH lengths AS (
    SELECT contig_alias(chrom, 'ucsc') AS contig, length, count(DISTINCT path) AS files, min(path) AS path
    FROM bronze_contigs
    WHERE length IS NOT NULL
    GROUP BY contig_alias(chrom, 'ucsc'), length)
SELECT CAST('mixed reference builds' AS varchar) AS check_name, CAST('error' AS varchar) AS severity, CAST(contig AS varchar) AS subject, CAST(array_join(array_agg(format('%s bases in %s files, such as %s', length, files, path) ORDER BY length), '; ') AS varchar) AS detail, CAST('find out which is right; lift the others over, or give them a project of their own' AS varchar) AS remedy
FROM lengths
GROUP BY contig
HAVING count(*) > 1;

COMMENT ON COLUMN quality_reference_builds.check_name IS 'Which check';
COMMENT ON COLUMN quality_reference_builds.severity IS 'error: results are wrong or missing; warning: they may be';
COMMENT ON COLUMN quality_reference_builds.subject IS 'File, contig, sample or table';
COMMENT ON COLUMN quality_reference_builds.detail IS 'What is wrong';
COMMENT ON COLUMN quality_reference_builds.remedy IS 'What to do';

CREATE OR REPLACE VIEW quality_contig_names
COMMENT 'Contigs that are called otherwise in other files of the project, so that joins and regions miss them'
SECURITY INVOKER
AS
WITH named AS (
    SELECT path, chrom FROM bronze_contigs
    UNION
    SELECT path, chrom FROM bronze_intervals),
counted AS (
    SELECT contig_alias(chrom, 'ucsc') AS contig, chrom, count(DISTINCT path) AS files, min(path) AS path
    FROM named
    GROUP BY contig_alias(chrom, 'ucsc'), chrom)
SELECT CAST('contig naming' AS varchar) AS check_name, CAST('error' AS varchar) AS severity, CAST(contig AS varchar) AS subject, CAST(array_join(array_agg(format('%s in %s files, such as %s', chrom, files, path) ORDER BY chrom), '; ') AS varchar) AS detail, CAST('rename the contigs of the fewer: bcftools annotate --rename-chrs, samtools reheader' AS varchar) AS remedy
FROM counted
GROUP BY contig
HAVING count(*) > 1;

COMMENT ON COLUMN quality_contig_names.check_name IS 'Which check';
COMMENT ON COLUMN quality_contig_names.severity IS 'error: results are wrong or missing; warning: they may be';
COMMENT ON COLUMN quality_contig_names.subject IS 'File, contig, sample or table';
COMMENT ON COLUMN quality_contig_names.detail IS 'What is wrong';
COMMENT ON COLUMN quality_contig_names.remedy IS 'What to do';
