-- What:      quality_index, quality_layout: files without a good index, and files that nothing reads or that cannot be read
-- From:      bronze_files, bronze_left_out_files
-- How often: any time: the views show what is wrong now, and no row where nothing is
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Run:       ./genolake run --schema cohort sql/quality/*.sql

CREATE OR REPLACE VIEW quality_index
COMMENT 'Files whose index is missing, older, or not theirs'
SECURITY INVOKER
AS
SELECT CAST('missing index' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(path AS varchar) AS subject, CAST('a ' || format || ' file without an index is read whole for every region' AS varchar) AS detail, CAST('bgzip it if it is text, and index it: tabix -p vcf, samtools index, or tabix -p bed' AS varchar) AS remedy
FROM bronze_files
WHERE index_state = 'missing' AND (format IN ('vcf', 'bam') OR (format = 'bed' AND compression = 'bgzf'))
UNION ALL
SELECT CAST('untrusted index' AS varchar) AS check_name, CAST('error' AS varchar) AS severity, CAST(path AS varchar) AS subject, CAST(problem AS varchar) AS detail, CAST('build the index again' AS varchar) AS remedy
FROM bronze_files
WHERE index_state = 'untrusted'
UNION ALL
SELECT CAST('stale index' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(path AS varchar) AS subject, CAST('the index is older than the file, and yet it is the file''s' AS varchar) AS detail, CAST('build the index again, or copy the files with their times' AS varchar) AS remedy
FROM bronze_files
WHERE index_state = 'stale'
UNION ALL
SELECT CAST('orphan index' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(path AS varchar) AS subject, CAST('an index without its file' AS varchar) AS detail, CAST('put the file back, or delete the index' AS varchar) AS remedy
FROM bronze_files
WHERE index_state = 'orphan';

COMMENT ON COLUMN quality_index.check_name IS 'Which check';
COMMENT ON COLUMN quality_index.severity IS 'error: results are wrong or missing; warning: they may be';
COMMENT ON COLUMN quality_index.subject IS 'File, contig, sample or table';
COMMENT ON COLUMN quality_index.detail IS 'What is wrong';
COMMENT ON COLUMN quality_index.remedy IS 'What to do';

CREATE OR REPLACE VIEW quality_layout
COMMENT 'Files that nothing reads, or that cannot be read'
SECURITY INVOKER
AS
SELECT CAST('unknown format' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(path AS varchar) AS subject, CAST('no table reads a file of this name' AS varchar) AS detail, CAST('rename it, or move it out of the lake' AS varchar) AS remedy
FROM bronze_files
WHERE format = 'other'
UNION ALL
SELECT CAST('outside the layout' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(path AS varchar) AS subject, CAST('no table reads it: genomics.layout of the catalog leaves it out' AS varchar) AS detail, CAST('move it to where the layout has files, out of the lake, or into a folder whose name begins with a dot' AS varchar) AS remedy
FROM bronze_left_out_files
UNION ALL
SELECT CAST('format not read' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(path AS varchar) AS subject, CAST('files of the format ' || format || ' are not read yet' AS varchar) AS detail, CAST('convert it to VCF or BAM, and move the original out of the lake' AS varchar) AS remedy
FROM bronze_files
WHERE format IN ('bcf', 'cram', 'sam')
UNION ALL
SELECT CAST('not BGZF' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(path AS varchar) AS subject, CAST('compressed with gzip, so that it can neither be indexed nor read in parts' AS varchar) AS detail, CAST('compress it with bgzip' AS varchar) AS remedy
FROM bronze_files
WHERE compression = 'gzip' AND format IN ('vcf', 'bed')
UNION ALL
SELECT CAST('reads without a sample' AS varchar) AS check_name, CAST('warning' AS varchar) AS severity, CAST(path AS varchar) AS subject, CAST('no @RG line of the header names a sample' AS varchar) AS detail, CAST('name it: samtools addreplacerg -r ID:1 -r SM:NAME' AS varchar) AS remedy
FROM bronze_files
WHERE format = 'bam' AND sample_count = 0
UNION ALL
SELECT CAST('problem of a file' AS varchar) AS check_name, CAST('error' AS varchar) AS severity, CAST(path AS varchar) AS subject, CAST(problem AS varchar) AS detail, CAST('SELECT * FROM genomics.<project>.problems tells all that is wrong with it' AS varchar) AS remedy
FROM bronze_files
WHERE problem IS NOT NULL AND coalesce(index_state, '') <> 'untrusted';

COMMENT ON COLUMN quality_layout.check_name IS 'Which check';
COMMENT ON COLUMN quality_layout.severity IS 'error: results are wrong or missing; warning: they may be';
COMMENT ON COLUMN quality_layout.subject IS 'File, contig, sample or table';
COMMENT ON COLUMN quality_layout.detail IS 'What is wrong';
COMMENT ON COLUMN quality_layout.remedy IS 'What to do';
