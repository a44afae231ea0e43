-- What:      bronze_files, the files of the project, with their digest; bronze_left_out_files, those that no table reads because genomics.layout leaves them out
-- From:      genomics.<project>.files
-- How often: once; the view always shows the files as they are, or as they were in the snapshot
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Variables:
--   ${as_of} =   FOR VERSION AS OF 'NAME', by --snapshot

CREATE OR REPLACE VIEW bronze_files
COMMENT 'Files of the project'
SECURITY INVOKER
AS SELECT
    CAST(f.file AS varchar) AS path,
    CAST(regexp_extract(f.file, '[^/]*$') AS varchar) AS name,
    CAST(f.format AS varchar) AS format,
    CAST(f.size AS bigint) AS size,
    CAST(f.modified AS timestamp(6) with time zone) AS modified,
    CAST(f.compression AS varchar) AS compression,
    CAST(f.index_file AS varchar) AS index_file,
    CAST(f.index_state AS varchar) AS index_state,
    CAST(f.sample_count AS bigint) AS sample_count,
    CAST(f.reference AS varchar) AS reference,
    CAST(f.problem AS varchar) AS problem,
    lower(to_hex(sha256(to_utf8(concat_ws(' ', f.file, CAST(f.size AS varchar), to_iso8601(f.modified), f.content_digest))))) AS digest,
    CAST(f.content_digest AS varchar) AS content_digest
FROM genomics."${schema}".files ${as_of} f
WHERE f.in_layout;

COMMENT ON COLUMN bronze_files.path IS 'Location of the file';
COMMENT ON COLUMN bronze_files.name IS 'Name without the folders';
COMMENT ON COLUMN bronze_files.format IS 'Format, by the name: vcf, bam, bed, tbi, ...';
COMMENT ON COLUMN bronze_files.size IS 'Size in bytes';
COMMENT ON COLUMN bronze_files.modified IS 'When it was last modified';
COMMENT ON COLUMN bronze_files.compression IS 'bgzf, gzip or none';
COMMENT ON COLUMN bronze_files.index_file IS 'Location of the index';
COMMENT ON COLUMN bronze_files.index_state IS 'ok, stale, untrusted, missing or orphan';
COMMENT ON COLUMN bronze_files.sample_count IS 'Number of samples that the header names';
COMMENT ON COLUMN bronze_files.reference IS 'Reference assembly that the header names';
COMMENT ON COLUMN bronze_files.problem IS 'Why it cannot be read, or what is odd in its header';
COMMENT ON COLUMN bronze_files.digest IS 'SHA-256 of location, size and time, and of the content where a snapshot has it';
COMMENT ON COLUMN bronze_files.content_digest IS 'SHA-256 of the content, where the snapshot that is read has it';

CREATE OR REPLACE VIEW bronze_left_out_files
COMMENT 'Files in the folder of the project that no table reads, because genomics.layout leaves them out'
SECURITY INVOKER
AS SELECT
    CAST(f.file AS varchar) AS path,
    CAST(f.format AS varchar) AS format,
    CAST(f.size AS bigint) AS size,
    CAST(f.modified AS timestamp(6) with time zone) AS modified
FROM genomics."${schema}".files f
WHERE NOT f.in_layout;

COMMENT ON COLUMN bronze_left_out_files.path IS 'Location of the file';
COMMENT ON COLUMN bronze_left_out_files.format IS 'Format, by the name: vcf, bam, bed, tbi, ...';
COMMENT ON COLUMN bronze_left_out_files.size IS 'Size in bytes';
COMMENT ON COLUMN bronze_left_out_files.modified IS 'When it was last modified';
