-- What:      lineage, what each table is built from, and the views by which the scripts of silver and gold record their provenance
-- From:      bronze_files, silver_files, lake.provenance
-- How often: once. A table of yours takes a line in the first view, and the two statements at the end of its script.
-- Who:       may create views in the project's schema of lake

CREATE OR REPLACE VIEW lineage
COMMENT 'What each table is built from: a format of raw files, or another table'
SECURITY INVOKER
AS SELECT CAST(table_name AS varchar) AS table_name, CAST(source AS varchar) AS source
FROM (VALUES
    ('silver_samples', 'vcf'),
    ('silver_samples', 'bam'),
    ('gold_target_coverage', 'bed'),
    ('gold_allele_frequencies', 'silver_variants'),
    ('gold_allele_frequencies', 'vcf'),
    ('gold_sample_qc', 'silver_sample_counts'),
    ('gold_sample_qc', 'gold_target_coverage'),
    ('gold_sample_qc', 'silver_samples'),
    ('gold_gene_burden', 'silver_genotypes'),
    ('gold_gene_burden', 'silver_variants'),
    ('gold_gene_burden', 'silver_samples'),
    ('gold_gene_burden', 'bed'),
    ('gold_trio_candidates', 'silver_genotypes'),
    ('gold_trio_candidates', 'silver_variants'),
    ('gold_trio_candidates', 'silver_samples'),
    ('gold_trio_candidates', 'vcf'),
    ('gold_labels', 'silver_samples'),
    ('gold_features', 'silver_variants'),
    ('gold_features', 'silver_samples'),
    ('gold_features', 'vcf'),
    ('gold_feature_matrix', 'silver_variants'),
    ('gold_feature_matrix', 'silver_samples'),
    ('gold_feature_matrix', 'vcf'),
    ('gold_bias_report', 'silver_variants'),
    ('gold_bias_report', 'silver_samples'),
    ('gold_bias_report', 'vcf'),
    ('gold_variant_annotations', 'silver_variants'),
    ('gold_variant_annotations', 'silver_annotations'),
    ('quality_lint', 'silver_variants'),
    ('quality_lint', 'silver_genotypes'),
    ('quality_lint', 'vcf'),
    ('quality_lint', 'bam'),
    ('quality_lint', 'bed')) AS t (table_name, source);

COMMENT ON COLUMN lineage.table_name IS 'Table that is built';
COMMENT ON COLUMN lineage.source IS 'Format of the raw files, or the table, that it is built from';

CREATE OR REPLACE VIEW table_inputs
COMMENT 'The raw files that a table has when it is built now, those of the tables that it is built from included'
SECURITY INVOKER
AS
WITH sources AS (
    SELECT format AS source, path, format, size, modified, digest, content_digest FROM bronze_files
    UNION ALL
    SELECT table_name, path, format, size, modified, digest, content_digest FROM lake.provenance.table_files WHERE project = '${schema}' AND path IS NOT NULL),
inputs AS (
    SELECT l.table_name, s.path, s.format, s.size, s.modified, s.digest, s.content_digest FROM lineage l JOIN sources s ON s.source = l.source
    UNION
    SELECT table_name, path, format, size, modified, digest, content_digest FROM silver_files WHERE loaded)
SELECT
    table_name,
    lower(to_hex(sha256(to_utf8(array_join(array_sort(array_agg(digest) OVER (PARTITION BY table_name)), ' '))))) AS input_digest,
    path,
    format,
    size,
    modified,
    digest,
    content_digest
FROM inputs;

COMMENT ON COLUMN table_inputs.table_name IS 'Table';
COMMENT ON COLUMN table_inputs.input_digest IS 'SHA-256 of the digests of all of its files, in their order';
COMMENT ON COLUMN table_inputs.path IS 'Location of a file';
COMMENT ON COLUMN table_inputs.format IS 'Format of the file';
COMMENT ON COLUMN table_inputs.size IS 'Size in bytes';
COMMENT ON COLUMN table_inputs.modified IS 'When it was last modified';
COMMENT ON COLUMN table_inputs.digest IS 'SHA-256 of location, size and time, and of the content where a snapshot has it';
COMMENT ON COLUMN table_inputs.content_digest IS 'SHA-256 of the content, where the snapshot that is read has it';

CREATE OR REPLACE VIEW table_builds
COMMENT 'What is recorded of a table that is built now'
SECURITY INVOKER
AS
WITH tables AS (
    SELECT table_name FROM lineage
    UNION
    SELECT CAST(table_name AS varchar) FROM (VALUES 'silver_variants', 'silver_genotypes', 'silver_sample_counts') AS t (table_name)
    UNION
    SELECT table_name FROM table_inputs),
inputs AS (
    SELECT table_name, input_digest, count(*) AS input_files, CAST(IF(count(content_digest) = count(*), 'content', 'listing') AS varchar) AS digest_kind
    FROM table_inputs
    GROUP BY table_name, input_digest)
SELECT
    current_timestamp(6) AS built_at,
    CAST(current_user AS varchar) AS built_by,
    CAST('${schema}' AS varchar) AS project,
    t.table_name,
    s.snapshot,
    s.reference,
    i.input_digest,
    coalesce(i.input_files, 0) AS input_files,
    CAST(genolake_version() AS varchar) AS genolake_version,
    CAST(version() AS varchar) AS trino_version,
    i.digest_kind
FROM tables t
LEFT JOIN inputs i ON i.table_name = t.table_name
CROSS JOIN settings s;

COMMENT ON COLUMN table_builds.built_at IS 'Now';
COMMENT ON COLUMN table_builds.built_by IS 'User who asks';
COMMENT ON COLUMN table_builds.project IS 'Schema of the table';
COMMENT ON COLUMN table_builds.table_name IS 'Table';
COMMENT ON COLUMN table_builds.snapshot IS 'Dataset version; NULL for the files as they are';
COMMENT ON COLUMN table_builds.reference IS 'Reference genome that variants are normalised with';
COMMENT ON COLUMN table_builds.input_digest IS 'SHA-256 of the digests of all of its files, in their order; NULL where it has none';
COMMENT ON COLUMN table_builds.input_files IS 'Number of its files';
COMMENT ON COLUMN table_builds.genolake_version IS 'Version of Genolake';
COMMENT ON COLUMN table_builds.trino_version IS 'Version of Trino';
COMMENT ON COLUMN table_builds.digest_kind IS 'What input_digest stands for: content, or listing where it is location, size and time of some file only';
