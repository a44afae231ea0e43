-- What:      quality_sample_links, quality_duplicate_samples, quality_metadata: people who lack a file, are there twice, or are not registered
-- From:      bronze_samples, silver_genotypes, metadata_samples, metadata_aliases
-- How often: any time: the views show what is wrong now, and no row where nothing is
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Run:       ./genolake run --schema cohort sql/quality/*.sql

CREATE OR REPLACE VIEW quality_sample_links
COMMENT 'Samples with variants and no reads, or reads and no variants, in a project that has both'
SECURITY INVOKER
AS
WITH named AS (
    SELECT DISTINCT coalesce(a.sample, s.sample) AS sample, s.read_group IS NOT NULL AS is_bam
    FROM bronze_samples s
    LEFT JOIN aliases a ON a.name = s.sample
    WHERE s.sample IS NOT NULL),
linked AS (
    SELECT sample, bool_or(is_bam) AS in_bam, bool_or(NOT is_bam) AS in_vcf, (SELECT count(DISTINCT is_bam) FROM named) = 2 AS has_both
    FROM named
    GROUP BY sample)
SELECT CAST('sample without reads' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(sample AS varchar) AS subject, CAST('in a VCF file, and in no BAM file' AS varchar) AS detail, CAST('add the file, or an alias where the name is another' AS varchar) AS remedy
FROM linked
WHERE has_both AND NOT in_bam
UNION ALL
SELECT CAST('sample without variants' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(sample AS varchar) AS subject, CAST('in a BAM file, and in no VCF file' AS varchar) AS detail, CAST('add the file, or an alias where the name is another' AS varchar) AS remedy
FROM linked
WHERE has_both AND NOT in_vcf;

COMMENT ON COLUMN quality_sample_links.check_name IS 'Which check';
COMMENT ON COLUMN quality_sample_links.severity IS 'error: results are wrong or missing; warning: they may be';
COMMENT ON COLUMN quality_sample_links.subject IS 'File, contig, sample or table';
COMMENT ON COLUMN quality_sample_links.detail IS 'What is wrong';
COMMENT ON COLUMN quality_sample_links.remedy IS 'What to do';

CREATE OR REPLACE VIEW quality_duplicate_samples
COMMENT 'Samples that are counted twice, or whose names differ only in case and white space'
SECURITY INVOKER
AS
WITH twice AS (
    SELECT sample, variant, count(DISTINCT source_file) AS files, min(source_file) AS first_file, max(source_file) AS last_file
    FROM silver_genotypes
    GROUP BY sample, variant
    HAVING count(DISTINCT source_file) > 1),
names AS (
    SELECT DISTINCT coalesce(a.sample, s.sample) AS sample
    FROM bronze_samples s
    LEFT JOIN aliases a ON a.name = s.sample
    WHERE s.sample IS NOT NULL)
SELECT CAST('sample in several files' AS varchar) AS check_name, CAST('error' AS varchar) AS severity, CAST(sample AS varchar) AS subject, CAST(format('%s variants are in more than one file, such as %s and %s', count(*), min(first_file), max(last_file)) AS varchar) AS detail, CAST('take one of the files out of the project: frequencies count the sample twice' AS varchar) AS remedy
FROM twice
GROUP BY sample
UNION ALL
SELECT CAST('similar sample names' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(array_join(array_agg(sample ORDER BY sample), ', ') AS varchar) AS subject, CAST('the names differ only in case, or in white space and punctuation' AS varchar) AS detail, CAST('give them one name with metadata_aliases, if they are one' AS varchar) AS remedy
FROM names
GROUP BY regexp_replace(lower(sample), '[^a-z0-9]', '')
HAVING count(*) > 1;

COMMENT ON COLUMN quality_duplicate_samples.check_name IS 'Which check';
COMMENT ON COLUMN quality_duplicate_samples.severity IS 'error: results are wrong or missing; warning: they may be';
COMMENT ON COLUMN quality_duplicate_samples.subject IS 'File, contig, sample or table';
COMMENT ON COLUMN quality_duplicate_samples.detail IS 'What is wrong';
COMMENT ON COLUMN quality_duplicate_samples.remedy IS 'What to do';

CREATE OR REPLACE VIEW quality_metadata
COMMENT 'Samples that are not registered, or registered and not there, or registered in a way that cannot be'
SECURITY INVOKER
AS
WITH named AS (
    SELECT DISTINCT coalesce(a.sample, s.sample) AS sample
    FROM bronze_samples s
    LEFT JOIN aliases a ON a.name = s.sample
    WHERE s.sample IS NOT NULL)
SELECT CAST('unregistered sample' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(sample AS varchar) AS subject, CAST('in a file, and not in metadata_samples' AS varchar) AS detail, CAST('register it, or name it in metadata_aliases' AS varchar) AS remedy
FROM named
WHERE sample NOT IN (SELECT sample FROM metadata_samples WHERE sample IS NOT NULL)
UNION ALL
SELECT CAST('sample without files' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(sample AS varchar) AS subject, CAST('in metadata_samples, and in no file' AS varchar) AS detail, CAST('add its files, or delete it' AS varchar) AS remedy
FROM metadata_samples
WHERE sample NOT IN (SELECT sample FROM named)
UNION ALL
SELECT CAST('registered twice' AS varchar) AS check_name, CAST('error' AS varchar) AS severity, CAST(sample AS varchar) AS subject, CAST('in metadata_samples more than once' AS varchar) AS detail, CAST('delete all but one' AS varchar) AS remedy
FROM metadata_samples
GROUP BY sample
HAVING count(*) > 1
UNION ALL
SELECT CAST('parent not registered' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(m.sample AS varchar) AS subject, CAST('its ' || p.role || ' ' || p.parent || ' is not in metadata_samples' AS varchar) AS detail, CAST('register the parent' AS varchar) AS remedy
FROM metadata_samples m
CROSS JOIN UNNEST(ARRAY['father', 'mother'], ARRAY[m.father, m.mother]) AS p (role, parent)
WHERE p.parent IS NOT NULL AND p.parent NOT IN (SELECT sample FROM metadata_samples WHERE sample IS NOT NULL)
UNION ALL
SELECT CAST('sex of a parent' AS varchar) AS check_name, CAST('error' AS varchar) AS severity, CAST(p.sample AS varchar) AS subject, CAST('is a ' || IF(p.sample = m.father, 'father', 'mother') || ' and registered as ' || p.sex AS varchar) AS detail, CAST('correct metadata_samples' AS varchar) AS remedy
FROM metadata_samples m
JOIN metadata_samples p ON (p.sample = m.father AND p.sex = 'female') OR (p.sample = m.mother AND p.sex = 'male')
UNION ALL
SELECT CAST('alias twice' AS varchar) AS check_name, CAST('error' AS varchar) AS severity, CAST(name AS varchar) AS subject, CAST(format('in metadata_aliases %s times, as %s: the first is taken', count(*), array_join(array_agg(sample ORDER BY sample), ', ')) AS varchar) AS detail, CAST('delete all but one' AS varchar) AS remedy
FROM metadata_aliases
GROUP BY name
HAVING count(*) > 1
UNION ALL
SELECT CAST('alias of nobody' AS varchar) AS check_name, CAST('error' AS varchar) AS severity, CAST(name AS varchar) AS subject, CAST('metadata_aliases says that it is ' || sample || ', who is not in metadata_samples' AS varchar) AS detail, CAST('register the sample, or correct the alias' AS varchar) AS remedy
FROM metadata_aliases
WHERE sample NOT IN (SELECT sample FROM metadata_samples WHERE sample IS NOT NULL);

COMMENT ON COLUMN quality_metadata.check_name IS 'Which check';
COMMENT ON COLUMN quality_metadata.severity IS 'error: results are wrong or missing; warning: they may be';
COMMENT ON COLUMN quality_metadata.subject IS 'File, contig, sample or table';
COMMENT ON COLUMN quality_metadata.detail IS 'What is wrong';
COMMENT ON COLUMN quality_metadata.remedy IS 'What to do';
