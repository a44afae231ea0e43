-- What:      gold_allele_frequencies, the frequency of each variant in the project, with counts of few people suppressed
-- From:      silver_variants, bronze_reference_blocks, bronze_files
-- How often: after silver_variants; it is built anew, from silver and, where there are gVCF files, from their blocks
-- Who:       may write the project's schema of lake, and read the raw project. The result has no individual-level data.
-- Run:       ./genolake run --schema cohort sql/gold/allele_frequencies.sql
--
-- A sample is known at a site where its file has a record of the same chrom, pos and ref with a called genotype, or where a block of its gVCF, of
-- settings.block_quality at least, spans the whole site: then it has two copies of REF, or as many as the block's genotype. Any other sample is unknown there, and not homozygous for the
-- reference: a VCF of one sample does not say what it does not mention. af_lower and af_upper are what the frequency would be if none, or all, of the
-- unknown had the variant; af is shown where no more than settings.largest_unknown of the samples are unknown, and missing calls do not count as such.
--
-- Counts are suppressed where fewer than settings.smallest_cell people, but not none, have the variant, or do not have it, or are called; hom where fewer have it twice. The number of people
-- who have it is not shown, because it would give away hom, nor of a suppressed variant any other count. Counts that cannot be, because a file has the variant in two records of the
-- same samples, are suppressed too: quality_normalization lists these (variant twice).

CREATE OR REPLACE TABLE gold_allele_frequencies
COMMENT 'Frequencies of variants in the project, one row a variant'
AS
WITH file_sites AS (
    -- In a file, records that are the same site once they are normalised count once; one without an ALT says who is called, too
    SELECT v.source_file, v.chrom, v.pos, v.ref, IF(v.alt LIKE '<%', v.end_pos) AS symbolic_end, max(v.an) AS an, max(f.sample_count) - min(v.missing) AS called, min(v.missing) AS missing
    FROM silver_variants v
    JOIN bronze_files f ON f.path = v.source_file
    WHERE v.variant_type <> 'OVERLAP' AND f.sample_count > 0
    GROUP BY v.source_file, v.chrom, v.pos, v.ref, IF(v.alt LIKE '<%', v.end_pos)),
own_records AS (
    SELECT
        v.source_file,
        v.variant,
        max(v.an) AS an,
        max(f.sample_count) - min(v.missing) AS called,
        min(v.missing) AS missing,
        sum(v.ac) > max(v.an) OR sum(v.het) + sum(v.hom) / 2 + sum(v.hemi) > max(f.sample_count) - min(v.missing) AS is_twice
    FROM silver_variants v
    JOIN bronze_files f ON f.path = v.source_file
    WHERE v.variant_type NOT IN ('OVERLAP', 'REF') AND f.sample_count > 0
    GROUP BY v.source_file, v.variant),
variants AS (
    SELECT
        chrom, pos, ref, alt, variant,
        IF(alt LIKE '<%', max(end_pos)) AS symbolic_end,
        regexp_like(alt, '[<\[\].]') AS is_structural,
        min(variant_type) AS variant_type,
        bool_or(is_transition) AS is_transition,
        min(normalization) AS normalization,
        max(end_pos) AS end_pos,
        min(id) AS id,
        min(gene) AS gene,
        min(impact) AS impact,
        bool_and(is_passed) AS is_passed,
        sum(ac) AS ac,
        sum(het) AS het,
        sum(hom) / 2 AS hom,
        sum(hemi) AS hemi
    FROM silver_variants
    WHERE variant_type NOT IN ('OVERLAP', 'REF') AND an IS NOT NULL
    GROUP BY chrom, pos, ref, alt, variant),
-- Of each file what its record of the variant says, and where it has none, a record of another ALT at the site
sites AS (
    SELECT v.variant, sum(coalesce(o.an, f.an)) AS an, sum(coalesce(o.called, f.called)) AS called, sum(coalesce(o.missing, f.missing)) AS missing, coalesce(bool_or(o.is_twice), FALSE) AS is_twice
    FROM file_sites f
    JOIN variants v ON f.chrom = v.chrom AND f.pos = v.pos AND f.ref = v.ref AND coalesce(f.symbolic_end, -1) = coalesce(v.symbolic_end, -1)
    LEFT JOIN own_records o ON o.source_file = f.source_file AND o.variant = v.variant
    GROUP BY v.variant),
-- A block that spans a structural variant, symbolic or a breakend, says nothing of it
places AS (
    SELECT DISTINCT v.chrom, v.pos, v.ref, v.pos + length(v.ref) - 1 AS end_pos FROM variants v WHERE NOT v.is_structural),
blocks AS (
    SELECT p.chrom, p.pos, p.ref, sum(b.ref_copies) AS an, count(DISTINCT b.sample) AS called
    FROM bronze_reference_blocks b
    JOIN (SELECT p.*, n.bin FROM places p CROSS JOIN UNNEST(bins(p.chrom, p.pos, p.end_pos)) AS n (bin)) p
      ON b.bin = p.bin AND b.chrom = p.chrom AND b.pos <= p.pos AND b.end_pos >= p.end_pos
    CROSS JOIN settings s
    LEFT JOIN file_sites f ON f.source_file = b.path AND f.chrom = p.chrom AND f.pos = p.pos AND f.ref = p.ref
    WHERE b.quality >= s.block_quality AND f.source_file IS NULL
    GROUP BY p.chrom, p.pos, p.ref),
people AS (
    SELECT count(DISTINCT coalesce(a.sample, s.sample)) AS samples
    FROM bronze_samples s
    LEFT JOIN aliases a ON a.name = s.sample
    WHERE s.read_group IS NULL),
counted AS (
    SELECT
        v.*,
        p.samples,
        s.an + coalesce(b.an, 0) AS an,
        s.called + coalesce(b.called, 0) AS called,
        s.missing,
        s.is_twice,
        greatest(p.samples - s.called - s.missing - coalesce(b.called, 0), 0) AS unknown,
        coalesce(b.called, 0) AS from_blocks,
        v.het + v.hom + v.hemi AS carriers
    FROM variants v
    JOIN sites s ON s.variant = v.variant
    LEFT JOIN blocks b ON b.chrom = v.chrom AND b.pos = v.pos AND b.ref = v.ref AND NOT v.is_structural
    CROSS JOIN people p),
judged AS (
    SELECT
        c.*,
        t.largest_unknown,
        (c.carriers > 0 AND c.carriers < t.smallest_cell)
            OR (c.called > c.carriers AND c.called - c.carriers < t.smallest_cell)
            OR c.called < t.smallest_cell
            OR c.is_twice AS is_suppressed,
        c.hom > 0 AND c.hom < t.smallest_cell AS is_hom_suppressed
    FROM counted c
    CROSS JOIN settings t)
SELECT
    chrom,
    pos,
    end_pos,
    ref,
    alt,
    variant,
    variant_type,
    is_transition,
    normalization,
    id,
    gene,
    impact,
    is_passed,
    samples,
    IF(is_suppressed, NULL, called) AS called_samples,
    IF(is_suppressed, NULL, missing) AS missing_samples,
    IF(is_suppressed, NULL, unknown) AS unknown_samples,
    IF(is_suppressed, NULL, from_blocks) AS samples_from_blocks,
    IF(is_suppressed, NULL, an) AS an,
    IF(is_suppressed, NULL, ac) AS ac,
    IF(is_suppressed OR unknown > largest_unknown * samples, NULL, CAST(ac AS double) / nullif(an, 0)) AS af,
    IF(is_suppressed, NULL, CAST(ac AS double) / nullif(an + 2 * unknown, 0)) AS af_lower,
    IF(is_suppressed, NULL, CAST(ac + 2 * unknown AS double) / nullif(an + 2 * unknown, 0)) AS af_upper,
    IF(is_suppressed OR is_hom_suppressed, NULL, hom) AS homozygotes,
    is_suppressed,
    (SELECT min(input_digest) FROM table_inputs WHERE table_name = 'gold_allele_frequencies') AS input_digest
FROM judged;

COMMENT ON COLUMN gold_allele_frequencies.chrom IS 'Contig';
COMMENT ON COLUMN gold_allele_frequencies.pos IS 'First base of ref, 1-based';
COMMENT ON COLUMN gold_allele_frequencies.end_pos IS 'Last base, 1-based, included; of a structural variant its end';
COMMENT ON COLUMN gold_allele_frequencies.ref IS 'REF, normalised';
COMMENT ON COLUMN gold_allele_frequencies.alt IS 'ALT, normalised';
COMMENT ON COLUMN gold_allele_frequencies.variant IS 'The variant as text: chrom-pos-ref-alt, and -end_pos where ALT is symbolic';
COMMENT ON COLUMN gold_allele_frequencies.variant_type IS 'SNV, MNV, INS, DEL, DELINS, DUP, INV, CNV, BND or SYMBOLIC';
COMMENT ON COLUMN gold_allele_frequencies.is_transition IS 'Whether it is an SNV between A and G, or C and T';
COMMENT ON COLUMN gold_allele_frequencies.normalization IS 'reference: left-aligned; trimmed: not aligned; none: a symbolic ALT';
COMMENT ON COLUMN gold_allele_frequencies.id IS 'ID, as written';
COMMENT ON COLUMN gold_allele_frequencies.gene IS 'Gene that it lies in';
COMMENT ON COLUMN gold_allele_frequencies.impact IS 'Effect on the gene';
COMMENT ON COLUMN gold_allele_frequencies.is_passed IS 'Whether no filter failed in any file';
COMMENT ON COLUMN gold_allele_frequencies.samples IS 'Samples of the project';
COMMENT ON COLUMN gold_allele_frequencies.called_samples IS 'Samples with a called allele, or a block of a gVCF; NULL where suppressed';
COMMENT ON COLUMN gold_allele_frequencies.missing_samples IS 'Samples whose file has the site, without a call; NULL where suppressed';
COMMENT ON COLUMN gold_allele_frequencies.unknown_samples IS 'Samples whose files say nothing of the site; NULL where suppressed';
COMMENT ON COLUMN gold_allele_frequencies.samples_from_blocks IS 'Those of called_samples that are homozygous for the reference by a block of a gVCF; NULL where suppressed';
COMMENT ON COLUMN gold_allele_frequencies.an IS 'Called alleles; NULL where suppressed';
COMMENT ON COLUMN gold_allele_frequencies.ac IS 'Copies of ALT; NULL where suppressed';
COMMENT ON COLUMN gold_allele_frequencies.af IS 'Frequency of ALT among the called alleles; NULL where suppressed, or where too many samples are unknown';
COMMENT ON COLUMN gold_allele_frequencies.af_lower IS 'Frequency if no unknown sample had ALT; NULL where suppressed';
COMMENT ON COLUMN gold_allele_frequencies.af_upper IS 'Frequency if all unknown samples were homozygous for ALT; NULL where suppressed';
COMMENT ON COLUMN gold_allele_frequencies.homozygotes IS 'Samples homozygous for ALT; NULL where suppressed';
COMMENT ON COLUMN gold_allele_frequencies.is_suppressed IS 'Whether the counts are of too few people to be shown, or cannot be, because a file has the variant twice';
COMMENT ON COLUMN gold_allele_frequencies.input_digest IS 'The raw files that the table is from: lake.provenance.inputs';

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'gold_allele_frequencies' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'gold_allele_frequencies';
