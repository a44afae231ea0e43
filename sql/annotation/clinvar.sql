-- What:      silver_annotations and gold_variant_annotations, what is known of each variant of the project, allele-exact
-- From:      genomics.<annotations>.variants, a project of ClinVar's VCF file or one like it; silver_variants
-- How often: after silver_variants, or a new release of the annotations; it is built anew
-- Who:       may write the project's schema of lake, and read the raw project of annotations
-- Run:       ./genolake run --schema clinic --set annotations=annotation sql/annotation/clinvar.sql
-- Variables:
--   ${annotations} = annotation                                          the project of the lake that has the annotations
--   ${significance} = array_join(v.info.CLNSIG, ',')                     what the variant means
--   ${review_status} = array_join(v.info.CLNREVSTAT, ',')                how well it was reviewed
--   ${disease} = array_join(v.info.CLNDN, ',')                           the disease
--   ${accession} = v.id                                                  the record's ID
--
-- Both sides are normalised in the same way and joined by chrom, pos, ref and alt, and by the end where ALT is symbolic: another ALT at the same place is another variant, and a deletion in a
-- repeat is found wherever a file has put it. Contigs are named as the project names them (ClinVar's own files say 1, others chr1).

CREATE OR REPLACE TABLE silver_annotations
COMMENT 'Annotated variants, one row for each record and ALT; variant is the identity of one'
AS
WITH style AS (
    SELECT bool_or(chrom LIKE 'chr%') AS is_ucsc FROM bronze_contigs),
annotated AS (
    SELECT
        CAST(v."$path" AS varchar) AS source_file,
        IF(s.is_ucsc, contig_alias(v.chrom, 'ucsc'), contig_alias(v.chrom, 'ensembl')) AS contig,
        v.pos,
        v.end_pos,
        v.ref,
        a.alt,
        CAST(${accession} AS varchar) AS accession,
        CAST(${significance} AS varchar) AS significance,
        CAST(${review_status} AS varchar) AS review_status,
        CAST(${disease} AS varchar) AS disease
    FROM genomics."${annotations}".variants v
    CROSS JOIN UNNEST(v.alt) AS a (alt)
    CROSS JOIN style s),
normalized AS (
    SELECT
        n.*,
        TRY(genomics.functions.normalize_variant(s.reference, n.contig, n.pos, n.ref, n.alt)) AS aligned,
        minimal_variant(n.pos, n.ref, n.alt) AS trimmed
    FROM annotated n
    CROSS JOIN settings s)
SELECT
    source_file,
    contig AS chrom,
    coalesce(aligned.pos, trimmed.pos) AS pos,
    coalesce(aligned.ref, trimmed.ref) AS ref,
    coalesce(aligned.alt, trimmed.alt) AS alt,
    concat_ws('-', contig, CAST(coalesce(aligned.pos, trimmed.pos) AS varchar), coalesce(aligned.ref, trimmed.ref), coalesce(aligned.alt, trimmed.alt), IF(coalesce(aligned.alt, trimmed.alt) LIKE '<%', CAST(end_pos AS varchar))) AS variant,
    accession,
    significance,
    review_status,
    disease
FROM normalized;

COMMENT ON COLUMN silver_annotations.source_file IS 'File that the annotation is from';
COMMENT ON COLUMN silver_annotations.chrom IS 'Contig, as the project names it';
COMMENT ON COLUMN silver_annotations.pos IS 'First base of ref, 1-based';
COMMENT ON COLUMN silver_annotations.ref IS 'REF, normalised';
COMMENT ON COLUMN silver_annotations.alt IS 'ALT, normalised';
COMMENT ON COLUMN silver_annotations.variant IS 'The variant as text: chrom-pos-ref-alt, and -end_pos where ALT is symbolic';
COMMENT ON COLUMN silver_annotations.accession IS 'ID of the record';
COMMENT ON COLUMN silver_annotations.significance IS 'What the variant means';
COMMENT ON COLUMN silver_annotations.review_status IS 'How well it was reviewed';
COMMENT ON COLUMN silver_annotations.disease IS 'Diseases';

DELETE FROM silver_files WHERE table_name = 'silver_annotations';

INSERT INTO silver_files
SELECT
    'silver_annotations',
    file,
    format,
    size,
    CAST(modified AS timestamp(6) with time zone),
    lower(to_hex(sha256(to_utf8(format('%s %s %s', file, size, to_iso8601(modified)))))),
    (SELECT reference FROM settings),
    TRUE,
    CAST(NULL AS varchar)
FROM genomics."${annotations}".files
WHERE format = 'vcf' AND in_layout;

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'silver_annotations' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'silver_annotations';

CREATE OR REPLACE TABLE gold_variant_annotations
COMMENT 'Variants of the project with what is known of them, one row a variant and annotation; variants that nothing is known of too'
AS
WITH variants AS (
    SELECT chrom, pos, ref, alt, variant, min(variant_type) AS variant_type, min(gene) AS gene, min(impact) AS impact
    FROM silver_variants
    WHERE variant_type NOT IN ('OVERLAP', 'REF')
    GROUP BY chrom, pos, ref, alt, variant)
SELECT
    v.chrom,
    v.pos,
    v.ref,
    v.alt,
    v.variant,
    v.variant_type,
    v.gene,
    v.impact,
    a.accession,
    a.significance,
    a.review_status,
    a.disease,
    a.chrom IS NOT NULL AS is_annotated,
    (SELECT min(input_digest) FROM table_inputs WHERE table_name = 'gold_variant_annotations') AS input_digest
FROM variants v
LEFT JOIN silver_annotations a ON a.variant = v.variant;

COMMENT ON COLUMN gold_variant_annotations.chrom IS 'Contig';
COMMENT ON COLUMN gold_variant_annotations.pos IS 'First base of ref, 1-based';
COMMENT ON COLUMN gold_variant_annotations.ref IS 'REF, normalised';
COMMENT ON COLUMN gold_variant_annotations.alt IS 'ALT, normalised';
COMMENT ON COLUMN gold_variant_annotations.variant IS 'The variant as text: chrom-pos-ref-alt, and -end_pos where ALT is symbolic';
COMMENT ON COLUMN gold_variant_annotations.variant_type IS 'SNV, MNV, INS, DEL, ...';
COMMENT ON COLUMN gold_variant_annotations.gene IS 'Gene, by the projects files';
COMMENT ON COLUMN gold_variant_annotations.impact IS 'Effect on the gene, by the projects files';
COMMENT ON COLUMN gold_variant_annotations.accession IS 'ID of the annotation';
COMMENT ON COLUMN gold_variant_annotations.significance IS 'What the variant means';
COMMENT ON COLUMN gold_variant_annotations.review_status IS 'How well it was reviewed';
COMMENT ON COLUMN gold_variant_annotations.disease IS 'Diseases';
COMMENT ON COLUMN gold_variant_annotations.is_annotated IS 'Whether the annotations have exactly this variant';
COMMENT ON COLUMN gold_variant_annotations.input_digest IS 'The raw files that the table is from: lake.provenance.inputs';

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'gold_variant_annotations' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'gold_variant_annotations';
