-- What:      silver_genotypes, who has which variant: the genotypes with at least one copy of an ALT, allele-exact
-- From:      bronze_genotype_alleles
-- How often: after files came, changed or went; only the new and changed ones are read. Another reference, or other aliases, build it anew.
-- Who:       may write the project's schema of lake, and read the raw project. Individual-level data.
-- Run:       ./genolake run --schema cohort sql/silver/genotypes.sql
--
-- A sample without a row is homozygous for the reference, missing or unknown there: these are told apart by the raw files alone.
-- silver_files has the version of this script in depends_on: another one builds the table anew.

CREATE TABLE IF NOT EXISTS silver_genotypes (
    source_file varchar COMMENT 'File that the genotype is from',
    source_digest varchar COMMENT 'SHA-256 of the file''s location, size and time, and of its content where a snapshot has it',
    source_offset bigint COMMENT 'Where its record begins in the file',
    source_allele bigint COMMENT 'Place of the ALT in the record, from 1',
    sample varchar COMMENT 'Sample, as the project calls it: see metadata_aliases',
    chrom varchar COMMENT 'Contig, as the file names it',
    pos bigint COMMENT 'First base of ref, 1-based',
    ref varchar COMMENT 'REF, normalised',
    alt varchar COMMENT 'ALT, normalised',
    variant varchar COMMENT 'The variant as text: chrom-pos-ref-alt, and -end_pos where ALT is symbolic',
    gt varchar COMMENT 'Genotype of the record, as written',
    phased boolean COMMENT 'Whether the genotype is phased',
    copies bigint COMMENT 'Copies of ALT',
    called_alleles bigint COMMENT 'Alleles of the genotype that are called',
    ploidy bigint COMMENT 'Alleles of the genotype',
    depth bigint COMMENT 'Reads over the site',
    alt_depth bigint COMMENT 'Reads with ALT',
    allele_balance double COMMENT 'Share of the reads with ALT among those with it or REF',
    quality bigint COMMENT 'Quality of the genotype, Phred-scaled')
COMMENT 'Genotypes that carry a variant, one row for each sample, record and ALT'
WITH (sorted_by = ARRAY['chrom', 'pos']);

-- The files whose rows must go: those that are no longer there, or no longer the same
DELETE FROM silver_files
WHERE table_name = 'silver_genotypes'
  AND (digest NOT IN (SELECT digest FROM bronze_files WHERE format = 'vcf')
    OR depends_on IS DISTINCT FROM (SELECT concat_ws(' ', 'version 2', reference, aliases_digest) FROM settings));

DELETE FROM silver_genotypes
WHERE source_digest NOT IN (SELECT digest FROM silver_files WHERE table_name = 'silver_genotypes' AND loaded);

-- The files whose rows must come
INSERT INTO silver_files
SELECT 'silver_genotypes', f.path, f.format, f.size, f.modified, f.digest, (SELECT concat_ws(' ', 'version 2', reference, aliases_digest) FROM settings), FALSE, f.content_digest
FROM bronze_files f
WHERE f.format = 'vcf' AND f.digest NOT IN (SELECT digest FROM silver_files WHERE table_name = 'silver_genotypes');

INSERT INTO silver_genotypes
WITH normalized AS (
    SELECT
        g.*,
        f.digest,
        coalesce(a.sample, g.sample) AS person,
        TRY(genomics.functions.normalize_variant(s.reference, g.chrom, g.pos, g.ref, g.alt)) AS aligned,
        minimal_variant(g.pos, g.ref, g.alt) AS trimmed
    FROM bronze_genotype_alleles g
    CROSS JOIN settings s
    JOIN silver_files f ON f.path = g.path AND f.size = g.file_size AND f.modified = g.file_modified
    LEFT JOIN aliases a ON a.name = g.sample
    WHERE g.path IN (SELECT path FROM silver_files WHERE table_name = 'silver_genotypes' AND NOT loaded)
      AND f.table_name = 'silver_genotypes' AND NOT f.loaded
      AND g.may_carry AND g.copies > 0),
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
    person,
    chrom,
    normal_pos,
    normal_ref,
    normal_alt,
    concat_ws('-', chrom, CAST(normal_pos AS varchar), normal_ref, normal_alt, IF(normal_alt LIKE '<%', CAST(end_pos AS varchar))),
    gt,
    phased,
    copies,
    called_alleles,
    ploidy,
    depth,
    alt_depth,
    CAST(alt_depth AS double) / nullif(ref_depth + alt_depth, 0),
    quality
FROM named;

-- A file that was replaced in the meantime is not loaded: the next run reads it
UPDATE silver_files SET loaded = TRUE WHERE table_name = 'silver_genotypes' AND NOT loaded AND digest IN (SELECT digest FROM bronze_files WHERE format = 'vcf');

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'silver_genotypes' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'silver_genotypes';
