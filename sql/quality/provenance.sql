-- What:      quality_provenance: tables that are older than their files, or of which nothing is recorded
-- From:      lake.provenance, table_inputs
-- How often: any time: the views show what is wrong now, and no row where nothing is
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Run:       ./genolake run --schema cohort sql/quality/*.sql

CREATE OR REPLACE VIEW quality_provenance
COMMENT 'Tables that would be built from other files now, or of which no build is recorded'
SECURITY INVOKER
AS
WITH latest AS (
    SELECT table_name, max_by(input_digest, built_at) AS input_digest, max(built_at) AS built_at
    FROM lake.provenance.builds
    WHERE project = (SELECT project FROM settings)
    GROUP BY table_name),
current_inputs AS (
    SELECT table_name, min(input_digest) AS input_digest FROM table_inputs GROUP BY table_name),
listed AS (
    SELECT table_name, min(format) AS format FROM (
        SELECT t.table_name, f.path, f.format
        FROM latest t
        JOIN lake.provenance.inputs f ON f.input_digest = t.input_digest
        WHERE f.digest NOT IN (SELECT digest FROM bronze_files))
    GROUP BY table_name)
SELECT CAST('table out of date' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(l.table_name AS varchar) AS subject, CAST('built at ' || CAST(l.built_at AS varchar) || ' from other files than there are now' AS varchar) AS detail, CAST('run its script again' AS varchar) AS remedy
FROM latest l
JOIN current_inputs c ON c.table_name = l.table_name AND c.input_digest IS DISTINCT FROM l.input_digest
UNION ALL
SELECT CAST('files gone or changed' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(table_name AS varchar) AS subject, CAST('files that it was built from are no longer there, or no longer the same' AS varchar) AS detail, CAST('run its script again, or read a snapshot' AS varchar) AS remedy
FROM listed
WHERE table_name NOT IN ('silver_annotations', 'gold_variant_annotations')
UNION ALL
SELECT CAST('no provenance' AS varchar) AS check_name, CAST('error' AS varchar) AS severity, CAST(t.table_name AS varchar) AS subject, CAST('no build of the table is recorded' AS varchar) AS detail, CAST('run its script to the end' AS varchar) AS remedy
FROM information_schema.tables t
WHERE t.table_schema = (SELECT project FROM settings) AND t.table_type = 'BASE TABLE' AND regexp_like(t.table_name, '^(silver|gold)_') AND t.table_name <> 'silver_files' AND t.table_name NOT IN (SELECT table_name FROM latest);

COMMENT ON COLUMN quality_provenance.check_name IS 'Which check';
COMMENT ON COLUMN quality_provenance.severity IS 'error: results are wrong or missing; warning: they may be';
COMMENT ON COLUMN quality_provenance.subject IS 'File, contig, sample or table';
COMMENT ON COLUMN quality_provenance.detail IS 'What is wrong';
COMMENT ON COLUMN quality_provenance.remedy IS 'What to do';
