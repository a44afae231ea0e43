-- What:      silver_samples, the people of the project: names in the files brought together with what is registered of them
-- From:      bronze_samples, bronze_files, metadata_samples, metadata_aliases
-- How often: after files or metadata changed; it is built anew, from headers alone
-- Who:       may write the project's schema of lake, and read the raw project. Individual-level data.
-- Run:       ./genolake run --schema cohort sql/silver/samples.sql

CREATE OR REPLACE TABLE silver_samples
COMMENT 'Samples, one row each'
AS
WITH named AS (
    SELECT coalesce(a.sample, s.sample) AS sample, s.sample AS name, f.path, f.format, f.sample_count, s.read_group
    FROM bronze_samples s
    JOIN bronze_files f ON f.path = s.path
    LEFT JOIN aliases a ON a.name = s.sample
    WHERE s.sample IS NOT NULL),
found AS (
    SELECT
        sample,
        array_join(array_sort(array_agg(DISTINCT name)), ', ') AS names,
        count(DISTINCT path) FILTER (WHERE format = 'vcf') AS vcf_files,
        count(DISTINCT path) FILTER (WHERE format = 'bam') AS bam_files,
        count(DISTINCT ROW(path, read_group)) FILTER (WHERE read_group IS NOT NULL) AS read_groups,
        min(path) FILTER (WHERE format = 'vcf') AS vcf_file,
        min(path) FILTER (WHERE format = 'bam') AS bam_file
    FROM named
    GROUP BY sample)
SELECT
    coalesce(f.sample, m.sample) AS sample,
    f.names,
    coalesce(f.vcf_files, 0) AS vcf_files,
    coalesce(f.bam_files, 0) AS bam_files,
    coalesce(f.read_groups, 0) AS read_groups,
    f.vcf_file,
    f.bam_file,
    m.sample IS NOT NULL AS is_registered,
    m.sex,
    m.family,
    m.father,
    m.mother,
    m.affected,
    m.population,
    m.phenotype,
    (SELECT min(input_digest) FROM table_inputs WHERE table_name = 'silver_samples') AS input_digest
FROM found f
FULL JOIN metadata_samples m ON m.sample = f.sample;

COMMENT ON COLUMN silver_samples.sample IS 'Sample, as the project calls it';
COMMENT ON COLUMN silver_samples.names IS 'Names that the files have for it';
COMMENT ON COLUMN silver_samples.vcf_files IS 'Number of VCF files that have it';
COMMENT ON COLUMN silver_samples.bam_files IS 'Number of BAM files that have it';
COMMENT ON COLUMN silver_samples.read_groups IS 'Number of its read groups';
COMMENT ON COLUMN silver_samples.vcf_file IS 'The first of its VCF files';
COMMENT ON COLUMN silver_samples.bam_file IS 'The first of its BAM files';
COMMENT ON COLUMN silver_samples.is_registered IS 'Whether metadata_samples has it';
COMMENT ON COLUMN silver_samples.sex IS 'Registered sex: female or male';
COMMENT ON COLUMN silver_samples.family IS 'Family';
COMMENT ON COLUMN silver_samples.father IS 'Sample of the father';
COMMENT ON COLUMN silver_samples.mother IS 'Sample of the mother';
COMMENT ON COLUMN silver_samples.affected IS 'Whether it is a case (TRUE) or a control (FALSE)';
COMMENT ON COLUMN silver_samples.population IS 'Group by ancestry or site';
COMMENT ON COLUMN silver_samples.phenotype IS 'The label to be learned';
COMMENT ON COLUMN silver_samples.input_digest IS 'The raw files that the table is from: lake.provenance.inputs';

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'silver_samples' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'silver_samples';
