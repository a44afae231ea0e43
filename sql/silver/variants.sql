-- What:      silver_variants, the variants of the project: split, normalised, allele-exact
-- From:      bronze_variants
-- How often: after files came, changed or went; only the new and changed ones are read. Another reference builds it anew.
-- Who:       may write the project's schema of lake, and read the raw project
-- Run:       ./genolake run --schema cohort sql/silver/variants.sql
--
-- With a reference, a variant is left-aligned, so that chrom, pos, ref and alt are equal where the variants are. Where none is registered, or a record
-- disagrees with it, the bases that both alleles have in common are trimmed and nothing is aligned: the column normalization tells, and
-- quality_normalization lists such contigs. Of variants with a symbolic ALT the end belongs to the identity: two deletions <DEL> that begin at one base are two.
-- No record is left out, but for the blocks of gVCF files, which are no variants: one without an ALT has the type REF and says who is called there.
--
-- silver_files has the version of this script in depends_on: another one builds the table anew.

CREATE TABLE IF NOT EXISTS silver_variants (
    source_file varchar COMMENT 'File that the variant is from',
    source_digest varchar COMMENT 'SHA-256 of the file''s location, size and time, and of its content where a snapshot has it',
    source_offset bigint COMMENT 'Where its record begins in the file',
    source_allele bigint COMMENT 'Place of the ALT in the record, from 1; NULL of a record without one',
    source_bin bigint COMMENT 'Bin of the record, to go back to the file by',
    source_pos bigint COMMENT 'POS as written',
    source_ref varchar COMMENT 'REF as written',
    source_alt varchar COMMENT 'ALT as written; . of a record without one',
    sample varchar COMMENT 'Sample of a file with one sample, else NULL',
    chrom varchar COMMENT 'Contig, as the file names it',
    pos bigint COMMENT 'First base of ref, 1-based',
    end_pos bigint COMMENT 'Last base of the record, 1-based, included; of a structural variant its end',
    ref varchar COMMENT 'REF, normalised',
    alt varchar COMMENT 'ALT, normalised; . of a record without one',
    variant varchar COMMENT 'The variant as text: chrom-pos-ref-alt, and -end_pos where ALT is symbolic',
    normalization varchar COMMENT 'reference: left-aligned; trimmed: not aligned for want of a reference that agrees; none: a symbolic ALT, or no ALT',
    variant_type varchar COMMENT 'SNV, MNV, INS, DEL, DELINS, DUP, INV, CNV, BND, OVERLAP, SYMBOLIC or REF',
    is_transition boolean COMMENT 'Whether it is an SNV between A and G, or C and T',
    id varchar COMMENT 'ID, as written',
    qual double COMMENT 'QUAL, Phred-scaled',
    filter varchar COMMENT 'FILTER: PASS, names joined by ; or NULL where not applied',
    is_passed boolean COMMENT 'Whether no filter failed: PASS, or none applied',
    an bigint COMMENT 'Called alleles in the file',
    ac bigint COMMENT 'Copies of ALT in the file',
    het bigint COMMENT 'Heterozygous calls with ALT',
    hom bigint COMMENT 'Copies of ALT in homozygous calls: two a diploid call',
    hemi bigint COMMENT 'Haploid and partly missing calls of ALT alone',
    missing bigint COMMENT 'Samples of the file without a called allele',
    gene varchar COMMENT 'Gene that it lies in',
    impact varchar COMMENT 'Effect on the gene: HIGH, MODERATE, LOW or MODIFIER')
COMMENT 'Variants, one row for each file, record and ALT, or record without an ALT; variant is the identity of one, chrom, pos, ref and alt do where ALT is not symbolic'
WITH (sorted_by = ARRAY['chrom', 'pos']);

-- The files whose rows must go: those that are no longer there, or no longer the same
DELETE FROM silver_files
WHERE table_name = 'silver_variants'
  AND (digest NOT IN (SELECT digest FROM bronze_files WHERE format = 'vcf')
    OR depends_on IS DISTINCT FROM (SELECT concat_ws(' ', 'version 2', reference) FROM settings));

DELETE FROM silver_variants
WHERE source_digest NOT IN (SELECT digest FROM silver_files WHERE table_name = 'silver_variants' AND loaded);

-- The files whose rows must come
INSERT INTO silver_files
SELECT 'silver_variants', f.path, f.format, f.size, f.modified, f.digest, (SELECT concat_ws(' ', 'version 2', reference) FROM settings), FALSE, f.content_digest
FROM bronze_files f
WHERE f.format = 'vcf' AND f.digest NOT IN (SELECT digest FROM silver_files WHERE table_name = 'silver_variants');

INSERT INTO silver_variants
WITH normalized AS (
    SELECT
        v.*,
        f.digest,
        coalesce(v.alt, '.') AS written_alt,
        variant_type(v.ref, coalesce(v.alt, '.')) AS type,
        TRY(genomics.functions.normalize_variant(s.reference, v.chrom, v.pos, v.ref, v.alt)) AS aligned,
        minimal_variant(v.pos, v.ref, coalesce(v.alt, '.')) AS trimmed
    FROM bronze_variants v
    CROSS JOIN settings s
    JOIN silver_files f ON f.path = v.path AND f.size = v.file_size AND f.modified = v.file_modified
    WHERE v.path IN (SELECT path FROM silver_files WHERE table_name = 'silver_variants' AND NOT loaded)
      AND f.table_name = 'silver_variants' AND NOT f.loaded
      AND coalesce(v.alt, '.') NOT IN ('<NON_REF>', '<*>')),
named AS (
    SELECT
        *,
        coalesce(aligned.pos, trimmed.pos) AS normal_pos,
        coalesce(aligned.ref, trimmed.ref) AS normal_ref,
        coalesce(aligned.alt, trimmed.alt) AS normal_alt
    FROM normalized)
SELECT
    path,
    digest,
    record_offset,
    allele,
    bin,
    pos,
    ref,
    written_alt,
    sample,
    chrom,
    normal_pos,
    greatest(end_pos, normal_pos + length(normal_ref) - 1),
    normal_ref,
    normal_alt,
    concat_ws('-', chrom, CAST(normal_pos AS varchar), normal_ref, normal_alt, IF(normal_alt LIKE '<%', CAST(end_pos AS varchar))),
    CASE
        WHEN written_alt LIKE '<%' OR type IN ('BND', 'OVERLAP', 'SYMBOLIC', 'REF') THEN 'none'
        WHEN aligned IS NULL THEN 'trimmed'
        ELSE 'reference'
    END,
    type,
    is_transition(ref, written_alt),
    id,
    qual,
    filter,
    coalesce(filter, 'PASS') = 'PASS',
    an,
    ac,
    het,
    hom,
    hemi,
    missing,
    gene,
    impact
FROM named;

-- A file that was replaced in the meantime is not loaded: the next run reads it
UPDATE silver_files SET loaded = TRUE WHERE table_name = 'silver_variants' AND NOT loaded AND digest IN (SELECT digest FROM bronze_files WHERE format = 'vcf');

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'silver_variants' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'silver_variants';
