-- What:      bronze_samples and bronze_contigs, the samples and contigs that the files name
-- From:      genomics.<project>.samples, genomics.<project>.contigs
-- How often: once; the views always show the files as they are, or as they were in the snapshot
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Variables:
--   ${as_of} =   FOR VERSION AS OF 'NAME', by --snapshot

CREATE OR REPLACE VIEW bronze_samples
COMMENT 'Samples of the files: columns of a VCF, read groups of a BAM'
SECURITY INVOKER
AS SELECT
    CAST(s.file AS varchar) AS path,
    CAST(s.sample AS varchar) AS sample,
    CAST(s.ordinal AS bigint) AS ordinal,
    CAST(s.read_group AS varchar) AS read_group,
    CAST(s.library AS varchar) AS library,
    CAST(s.platform AS varchar) AS platform
FROM genomics."${schema}".samples ${as_of} s;

COMMENT ON COLUMN bronze_samples.path IS 'Location of the file';
COMMENT ON COLUMN bronze_samples.sample IS 'Name in the header';
COMMENT ON COLUMN bronze_samples.ordinal IS 'Place in the header, from 1';
COMMENT ON COLUMN bronze_samples.read_group IS 'Read group; NULL in a VCF';
COMMENT ON COLUMN bronze_samples.library IS 'Library of the read group';
COMMENT ON COLUMN bronze_samples.platform IS 'Platform of the read group';

CREATE OR REPLACE VIEW bronze_contigs
COMMENT 'Contigs of the files'
SECURITY INVOKER
AS SELECT
    CAST(c.file AS varchar) AS path,
    CAST(c.chrom AS varchar) AS chrom,
    CAST(c.ordinal AS bigint) AS ordinal,
    CAST(c.length AS bigint) AS length,
    CAST(c.assembly AS varchar) AS assembly,
    CAST(c.record_count AS bigint) AS record_count
FROM genomics."${schema}".contigs ${as_of} c;

COMMENT ON COLUMN bronze_contigs.path IS 'Location of the file';
COMMENT ON COLUMN bronze_contigs.chrom IS 'Contig, as the file names it';
COMMENT ON COLUMN bronze_contigs.ordinal IS 'Place in the header, from 1';
COMMENT ON COLUMN bronze_contigs.length IS 'Length in bases';
COMMENT ON COLUMN bronze_contigs.assembly IS 'Assembly that the header names';
COMMENT ON COLUMN bronze_contigs.record_count IS 'Records on the contig, by the index';
