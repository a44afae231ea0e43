-- What:      quality_lint, everything that the checks have to say
-- From:      the views of sql/quality
-- How often: every night; it is built anew
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Run:       ./genolake run --schema cohort sql/quality/*.sql

CREATE OR REPLACE TABLE quality_lint
COMMENT 'What is wrong in the project: no row where nothing is'
AS
SELECT check_name, severity, subject, detail, remedy FROM quality_index
UNION ALL
SELECT check_name, severity, subject, detail, remedy FROM quality_layout
UNION ALL
SELECT check_name, severity, subject, detail, remedy FROM quality_reference_builds
UNION ALL
SELECT check_name, severity, subject, detail, remedy FROM quality_contig_names
UNION ALL
SELECT check_name, severity, subject, detail, remedy FROM quality_sample_links
UNION ALL
SELECT check_name, severity, subject, detail, remedy FROM quality_duplicate_samples
UNION ALL
SELECT check_name, severity, subject, detail, remedy FROM quality_metadata
UNION ALL
SELECT check_name, severity, subject, detail, remedy FROM quality_normalization
UNION ALL
SELECT check_name, severity, subject, detail, remedy FROM quality_provenance;

COMMENT ON COLUMN quality_lint.check_name IS 'Which check';
COMMENT ON COLUMN quality_lint.severity IS 'error: results are wrong or missing; warning: they may be';
COMMENT ON COLUMN quality_lint.subject IS 'File, contig, sample or table';
COMMENT ON COLUMN quality_lint.detail IS 'What is wrong';
COMMENT ON COLUMN quality_lint.remedy IS 'What to do';

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'quality_lint' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'quality_lint';
