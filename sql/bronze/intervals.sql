-- What:      bronze_intervals, the lines of the BED files
-- From:      genomics.<project>.intervals
-- How often: once; the view always shows the files as they are, or as they were in the snapshot
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Variables:
--   ${as_of} =   FOR VERSION AS OF 'NAME', by --snapshot

CREATE OR REPLACE VIEW bronze_intervals
COMMENT 'Intervals of the BED files'
SECURITY INVOKER
AS SELECT
    CAST(i."$path" AS varchar) AS path,
    CAST(i.chrom AS varchar) AS chrom,
    CAST(i.pos AS bigint) AS pos,
    CAST(i.end_pos AS bigint) AS end_pos,
    CAST(i.name AS varchar) AS name,
    CAST(i.score AS double) AS score,
    CAST(i.strand AS varchar) AS strand
FROM genomics."${schema}".intervals ${as_of} i;

COMMENT ON COLUMN bronze_intervals.path IS 'Location of the file';
COMMENT ON COLUMN bronze_intervals.chrom IS 'Contig, as the file names it';
COMMENT ON COLUMN bronze_intervals.pos IS 'First base, 1-based';
COMMENT ON COLUMN bronze_intervals.end_pos IS 'Last base, 1-based, included';
COMMENT ON COLUMN bronze_intervals.name IS 'Name of the interval';
COMMENT ON COLUMN bronze_intervals.score IS 'Score';
COMMENT ON COLUMN bronze_intervals.strand IS '+ or -; NULL where it has none';
