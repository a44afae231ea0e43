-- What:      the schema of a project in the catalog lake: its settings, its tables of metadata, and the provenance of all projects
-- From:      nothing
-- How often: once, when a setting changes, and after an upgrade of Genolake; run sql/bronze with the same options after it
-- Who:       may create schemas, views and tables in the catalog lake
-- Run:       ./genolake run --schema cohort [--snapshot NAME] [--set NAME=VALUE]... sql/setup.sql sql/bronze/*.sql
-- Variables:
--   ${snapshot} =             the dataset version that sql/bronze reads, by --snapshot; empty for the files as they are
--   ${reference} =            the reference genome of genomics.reference.NAME to normalise variants with; empty where none is registered
--   ${smallest_cell} = 5      counts of fewer people than this are not shown
--   ${largest_unknown} = 0.1  a frequency is shown where no larger share of the people is unknown at the site
--   ${rare} = 0.05            a variant counts in the burden of a gene if it is not more frequent
--   ${targets} = %.bed%       the BED files whose intervals are the targets of coverage, by a LIKE pattern on the path
--   ${genes} = %genes.bed%    the BED files that are the table of genes
--   ${block_quality} = 20     the least genotype quality of a gVCF block that says "homozygous for the reference"
--   ${call_depth} = 10        the least depth of a call that a candidate of a trio rests on
--   ${max_features} = 1000    the most variants of the feature matrix
--   ${seed} = genolake        another text gives another split of the samples

CREATE SCHEMA IF NOT EXISTS lake."${schema}";

USE lake."${schema}";

-- What is known of the people beside their files. Fill it from where it is kept: with INSERT, or CREATE OR REPLACE TABLE ... AS from another catalog.
CREATE TABLE IF NOT EXISTS metadata_samples (
    sample varchar COMMENT 'Sample, as the project calls it',
    sex varchar COMMENT 'female, male, or NULL',
    family varchar COMMENT 'Family; the members of one are in the same split of the feature matrix',
    father varchar COMMENT 'Sample of the father',
    mother varchar COMMENT 'Sample of the mother',
    affected boolean COMMENT 'Whether the sample is a case (TRUE) or a control (FALSE)',
    population varchar COMMENT 'Group by ancestry or site, for the bias report',
    phenotype varchar COMMENT 'The label to be learned')
COMMENT 'Registered samples: one row a sample';

CREATE TABLE IF NOT EXISTS metadata_aliases (
    name varchar COMMENT 'Name in the header of a file',
    sample varchar COMMENT 'Sample that it means')
COMMENT 'Names in files that are not the name of the sample';

-- One row a name, so that a name that is there twice doubles nothing; quality_metadata says that it is
CREATE OR REPLACE VIEW aliases
COMMENT 'The sample of each name of metadata_aliases, one row a name; the first by the alphabet where it has several'
SECURITY INVOKER
AS SELECT
    CAST(name AS varchar) AS name,
    CAST(min(sample) AS varchar) AS sample
FROM metadata_aliases
WHERE name IS NOT NULL AND sample IS NOT NULL
GROUP BY name;

COMMENT ON COLUMN aliases.name IS 'Name in the header of a file';
COMMENT ON COLUMN aliases.sample IS 'Sample that it means';

CREATE OR REPLACE VIEW settings
COMMENT 'The settings of this project, one row, as sql/setup.sql was run with them'
SECURITY INVOKER
AS SELECT
    CAST('${schema}' AS varchar) AS project,
    CAST(nullif('${snapshot}', '') AS varchar) AS snapshot,
    CAST(nullif('${reference}', '') AS varchar) AS reference,
    BIGINT '${smallest_cell}' AS smallest_cell,
    DOUBLE '${largest_unknown}' AS largest_unknown,
    DOUBLE '${rare}' AS rare,
    CAST('${targets}' AS varchar) AS targets,
    CAST('${genes}' AS varchar) AS genes,
    BIGINT '${block_quality}' AS block_quality,
    BIGINT '${call_depth}' AS call_depth,
    BIGINT '${max_features}' AS max_features,
    CAST('${seed}' AS varchar) AS seed,
    (SELECT CAST(lower(to_hex(sha256(to_utf8(array_join(array_agg(name || '=' || sample ORDER BY name, sample), ' '))))) AS varchar) FROM aliases) AS aliases_digest;

CREATE TABLE IF NOT EXISTS metadata_frequencies (
    chrom varchar COMMENT 'Contig, as the files of this project name it',
    pos bigint COMMENT 'First base of the normalised REF, 1-based',
    ref varchar COMMENT 'REF, normalised',
    alt varchar COMMENT 'ALT, normalised',
    af double COMMENT 'Frequency in the population')
COMMENT 'Frequencies of a population, from another cohort or a public resource, normalised as silver_variants is; those of symbolic ALTs are not used, for they have no end';

-- One row a variant, so that a frequency that is there twice doubles nothing
CREATE OR REPLACE VIEW frequencies
COMMENT 'The frequency of each variant of metadata_frequencies, one row a variant; the greatest where it has several, and none of symbolic ALTs, whose end it does not tell'
SECURITY INVOKER
AS SELECT
    CAST(chrom AS varchar) AS chrom,
    CAST(pos AS bigint) AS pos,
    CAST(ref AS varchar) AS ref,
    CAST(alt AS varchar) AS alt,
    CAST(max(af) AS double) AS af
FROM metadata_frequencies
WHERE alt NOT LIKE '<%'
GROUP BY chrom, pos, ref, alt;

COMMENT ON COLUMN frequencies.chrom IS 'Contig, as the files of this project name it';
COMMENT ON COLUMN frequencies.pos IS 'First base of the normalised REF, 1-based';
COMMENT ON COLUMN frequencies.ref IS 'REF, normalised';
COMMENT ON COLUMN frequencies.alt IS 'ALT, normalised';
COMMENT ON COLUMN frequencies.af IS 'Frequency in the population';

-- Which files an incremental table has the rows of
CREATE TABLE IF NOT EXISTS silver_files (
    table_name varchar COMMENT 'Table that the file''s rows are in',
    path varchar COMMENT 'Location of the file',
    format varchar COMMENT 'Format of the file',
    size bigint COMMENT 'Size in bytes',
    modified timestamp(6) with time zone COMMENT 'When it was last modified',
    digest varchar COMMENT 'SHA-256 of location, size and time, and of the content where a snapshot has it',
    depends_on varchar COMMENT 'What the rows depend on beside the file: the version of the script, the reference, the digest of the aliases, the digests of the targets',
    loaded boolean COMMENT 'Whether the rows are there, or on their way',
    content_digest varchar COMMENT 'SHA-256 of the content, where the snapshot that was read has it')
COMMENT 'The files of which the incremental tables have the rows';

CREATE SCHEMA IF NOT EXISTS lake.provenance;

CREATE TABLE IF NOT EXISTS lake.provenance.builds (
    built_at timestamp(6) with time zone COMMENT 'When the table was built',
    built_by varchar COMMENT 'User who built it',
    project varchar COMMENT 'Schema of the table',
    table_name varchar COMMENT 'Table',
    snapshot varchar COMMENT 'Dataset version that it was built from; NULL for the files as they were',
    reference varchar COMMENT 'Reference genome that variants are normalised with; NULL where they are only trimmed',
    input_digest varchar COMMENT 'SHA-256 of the digests of all raw files, in their order; lake.provenance.inputs has the files',
    input_files bigint COMMENT 'Number of the raw files',
    genolake_version varchar COMMENT 'Version of Genolake',
    trino_version varchar COMMENT 'Version of Trino',
    digest_kind varchar COMMENT 'What input_digest stands for: content, or listing where it is location, size and time of some file only')
COMMENT 'One row each time that a table is built';

CREATE TABLE IF NOT EXISTS lake.provenance.inputs (
    input_digest varchar COMMENT 'The set of files: SHA-256 of the digests of all of them, in their order',
    path varchar COMMENT 'Location of the file',
    format varchar COMMENT 'Format of the file',
    size bigint COMMENT 'Size in bytes',
    modified timestamp(6) with time zone COMMENT 'When it was last modified',
    digest varchar COMMENT 'SHA-256 of location, size and time, and of the content where a snapshot has it',
    content_digest varchar COMMENT 'SHA-256 of the content, as sha256sum prints it; NULL where the files were read without a snapshot that has it')
COMMENT 'The raw files of each set of inputs';

-- Tables that an older version of this script made
ALTER TABLE silver_files ADD COLUMN IF NOT EXISTS content_digest varchar;

ALTER TABLE lake.provenance.builds ADD COLUMN IF NOT EXISTS digest_kind varchar;

ALTER TABLE lake.provenance.inputs ADD COLUMN IF NOT EXISTS content_digest varchar;

CREATE OR REPLACE VIEW lake.provenance.table_files
COMMENT 'Which raw files each table is from, as it was last built'
SECURITY INVOKER
AS SELECT
    b.project,
    b.table_name,
    b.built_at,
    b.snapshot,
    b.reference,
    b.genolake_version,
    b.trino_version,
    b.input_digest,
    b.digest_kind,
    i.path,
    i.format,
    i.size,
    i.modified,
    i.digest,
    i.content_digest
FROM (
    SELECT
        project,
        table_name,
        max(built_at) AS built_at,
        max_by(snapshot, built_at) AS snapshot,
        max_by(reference, built_at) AS reference,
        max_by(genolake_version, built_at) AS genolake_version,
        max_by(trino_version, built_at) AS trino_version,
        max_by(input_digest, built_at) AS input_digest,
        max_by(digest_kind, built_at) AS digest_kind
    FROM lake.provenance.builds
    GROUP BY project, table_name) b
LEFT JOIN lake.provenance.inputs i ON i.input_digest = b.input_digest;
