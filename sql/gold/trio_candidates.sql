-- What:      gold_trio_candidates, variants of a child that explain a rare disease by how they are inherited
-- From:      silver_genotypes, silver_variants, silver_samples, metadata_frequencies; bronze_genotype_alleles and bronze_reference_blocks of the parents
-- How often: after silver_genotypes or metadata_samples changed; it is built anew
-- Who:       may write the project's schema of lake, and read the raw project. Individual-level data.
-- Run:       ./genolake run --schema family sql/gold/trio_candidates.sql
--
-- A parent has no copy of a variant where its genotype in the same record is called without it, or a block of its gVCF says so; where nothing
-- is said, its copies are unknown (NULL), and no mode rests on that. A call needs settings.call_depth reads, if the files tell; of a new variant also a share of 0.25 to 0.75
-- with ALT. Variants are of effect HIGH or MODERATE, passed, and not more frequent than settings.rare by metadata_frequencies.

CREATE OR REPLACE TABLE gold_trio_candidates
COMMENT 'Candidate variants of trios, one row for each child, variant and mode of inheritance'
AS
WITH trios AS (
    SELECT sample AS child, father, mother, sex, family
    FROM silver_samples
    WHERE vcf_files > 0 AND affected
      AND father IN (SELECT sample FROM silver_samples WHERE vcf_files > 0)
      AND mother IN (SELECT sample FROM silver_samples WHERE vcf_files > 0)),
variants AS (
    SELECT v.source_file, v.source_offset, v.source_allele, v.source_bin, v.chrom, v.pos, v.ref, v.alt, v.variant, v.variant_type, v.gene, v.impact, f.af
    FROM silver_variants v
    CROSS JOIN settings s
    LEFT JOIN frequencies f ON f.chrom = v.chrom AND f.pos = v.pos AND f.ref = v.ref AND f.alt = v.alt
    WHERE v.impact IN ('HIGH', 'MODERATE') AND v.is_passed AND coalesce(f.af, 0) <= s.rare),
carried AS (
    SELECT
        t.child, t.father, t.mother, t.sex, t.family,
        v.source_file, v.source_offset, v.source_allele, v.source_bin, v.chrom, v.pos, v.ref, v.alt, v.variant, v.variant_type, v.gene, v.impact, v.af,
        g.copies, g.ploidy, g.depth, g.allele_balance, g.quality
    FROM silver_genotypes g
    JOIN trios t ON t.child = g.sample
    JOIN variants v ON v.source_file = g.source_file AND v.source_offset = g.source_offset AND v.source_allele = g.source_allele
    CROSS JOIN settings s
    WHERE coalesce(g.depth, s.call_depth) >= s.call_depth AND g.called_alleles = g.ploidy),
parents AS (
    SELECT c.child, p.role, p.parent, c.variant, c.source_file, c.source_offset, c.source_allele, c.source_bin, c.chrom, c.pos, c.ref, c.alt
    FROM carried c
    CROSS JOIN UNNEST(ARRAY['father', 'mother'], ARRAY[c.father, c.mother]) AS p (role, parent)),
known AS (
    -- in the same record
    SELECT p.child, p.variant, p.role, 1 AS priority, g.copies, g.depth
    FROM bronze_genotype_alleles g
    JOIN parents p ON g.bin = p.source_bin AND g.path = p.source_file AND g.record_offset = p.source_offset AND g.allele = p.source_allele
    LEFT JOIN aliases a ON a.name = g.sample
    WHERE coalesce(a.sample, g.sample) = p.parent AND g.called_alleles = g.ploidy AND g.called_alleles > 0
    UNION ALL
    -- in a record of another file
    SELECT p.child, p.variant, p.role, 2, g.copies, g.depth
    FROM silver_genotypes g
    JOIN parents p ON g.sample = p.parent AND g.chrom = p.chrom AND g.pos = p.pos AND g.variant = p.variant
    UNION ALL
    -- in a block of a gVCF, which says nothing of a structural variant
    SELECT p.child, p.variant, p.role, 3, BIGINT '0', b.depth
    FROM bronze_reference_blocks b
    JOIN (SELECT p.*, n.bin FROM parents p CROSS JOIN UNNEST(bins(p.chrom, p.pos, p.pos + length(p.ref) - 1)) AS n (bin)) p
      ON b.bin = p.bin AND b.chrom = p.chrom AND b.pos <= p.pos AND b.end_pos >= p.pos + length(p.ref) - 1
    LEFT JOIN aliases a ON a.name = b.sample
    CROSS JOIN settings s
    WHERE coalesce(a.sample, b.sample) = p.parent AND b.quality >= s.block_quality AND NOT regexp_like(p.alt, '[<\[\].]')),
calls AS (
    SELECT
        child,
        variant,
        min_by(copies, priority) FILTER (WHERE role = 'father') AS father_copies,
        min_by(depth, priority) FILTER (WHERE role = 'father') AS father_depth,
        min_by(copies, priority) FILTER (WHERE role = 'mother') AS mother_copies,
        min_by(depth, priority) FILTER (WHERE role = 'mother') AS mother_depth
    FROM known
    GROUP BY child, variant),
inherited AS (
    SELECT
        c.*,
        k.father_copies,
        k.father_depth,
        k.mother_copies,
        k.mother_depth,
        -- Some callers write the one allele of a male twice: 1/1, outside of the pseudoautosomal regions of GRCh37 and GRCh38
        c.chrom IN ('chrX', 'X') AND c.sex = 'male' AND c.copies = c.ploidy AND (c.ploidy = 1 OR c.pos BETWEEN 2781480 AND 154931043) AS is_hemizygous,
        s.call_depth
    FROM carried c
    LEFT JOIN calls k ON k.child = c.child AND k.variant = c.variant
    CROSS JOIN settings s),
pairs AS (
    SELECT
        *,
        count_if(copies = 1 AND father_copies = 1 AND mother_copies = 0) OVER (PARTITION BY child, gene) AS from_father,
        count_if(copies = 1 AND mother_copies = 1 AND father_copies = 0) OVER (PARTITION BY child, gene) AS from_mother
    FROM inherited),
modes AS (
    SELECT
        *,
        filter(ARRAY[
            IF(copies >= 1 AND father_copies = 0 AND mother_copies = 0 AND coalesce(father_depth, call_depth) >= call_depth AND coalesce(mother_depth, call_depth) >= call_depth
                AND (is_hemizygous OR allele_balance BETWEEN 0.25 AND 0.75 OR allele_balance IS NULL), 'de novo'),
            IF(copies = 2 AND father_copies = 1 AND mother_copies = 1, 'recessive, homozygous'),
            IF(is_hemizygous AND mother_copies >= 1, 'X-linked'),
            IF(gene IS NOT NULL AND copies = 1 AND from_father > 0 AND from_mother > 0
                AND ((father_copies = 1 AND mother_copies = 0) OR (mother_copies = 1 AND father_copies = 0)), 'recessive, compound heterozygous')],
            x -> x IS NOT NULL) AS modes
    FROM pairs)
SELECT
    m.family,
    m.child,
    m.father,
    m.mother,
    u.mode,
    m.gene,
    m.impact,
    m.chrom,
    m.pos,
    m.ref,
    m.alt,
    m.variant,
    m.variant_type,
    m.af,
    m.copies,
    m.father_copies,
    m.mother_copies,
    m.depth,
    m.father_depth,
    m.mother_depth,
    m.allele_balance,
    m.quality,
    (SELECT min(input_digest) FROM table_inputs WHERE table_name = 'gold_trio_candidates') AS input_digest
FROM modes m
CROSS JOIN UNNEST(m.modes) AS u (mode);

COMMENT ON COLUMN gold_trio_candidates.family IS 'Family';
COMMENT ON COLUMN gold_trio_candidates.child IS 'Sample of the child';
COMMENT ON COLUMN gold_trio_candidates.father IS 'Sample of the father';
COMMENT ON COLUMN gold_trio_candidates.mother IS 'Sample of the mother';
COMMENT ON COLUMN gold_trio_candidates.mode IS 'de novo; recessive, homozygous; recessive, compound heterozygous; X-linked';
COMMENT ON COLUMN gold_trio_candidates.gene IS 'Gene';
COMMENT ON COLUMN gold_trio_candidates.impact IS 'Effect on the gene';
COMMENT ON COLUMN gold_trio_candidates.chrom IS 'Contig';
COMMENT ON COLUMN gold_trio_candidates.pos IS 'First base of ref, 1-based';
COMMENT ON COLUMN gold_trio_candidates.ref IS 'REF, normalised';
COMMENT ON COLUMN gold_trio_candidates.alt IS 'ALT, normalised';
COMMENT ON COLUMN gold_trio_candidates.variant IS 'The variant as text: chrom-pos-ref-alt, and -end_pos where ALT is symbolic';
COMMENT ON COLUMN gold_trio_candidates.variant_type IS 'SNV, MNV, INS, DEL, ...';
COMMENT ON COLUMN gold_trio_candidates.af IS 'Frequency by metadata_frequencies; NULL where it has none';
COMMENT ON COLUMN gold_trio_candidates.copies IS 'Copies that the child has';
COMMENT ON COLUMN gold_trio_candidates.father_copies IS 'Copies that the father has';
COMMENT ON COLUMN gold_trio_candidates.mother_copies IS 'Copies that the mother has';
COMMENT ON COLUMN gold_trio_candidates.depth IS 'Reads of the child';
COMMENT ON COLUMN gold_trio_candidates.father_depth IS 'Reads of the father';
COMMENT ON COLUMN gold_trio_candidates.mother_depth IS 'Reads of the mother';
COMMENT ON COLUMN gold_trio_candidates.allele_balance IS 'Share of the childs reads with ALT';
COMMENT ON COLUMN gold_trio_candidates.quality IS 'Quality of the childs genotype, Phred-scaled';
COMMENT ON COLUMN gold_trio_candidates.input_digest IS 'The raw files that the table is from: lake.provenance.inputs';

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'gold_trio_candidates' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'gold_trio_candidates';
