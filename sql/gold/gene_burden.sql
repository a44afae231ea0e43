-- What:      gold_gene_burden, how many cases and controls have a rare variant of effect in each gene
-- From:      silver_genotypes, silver_variants, silver_samples, metadata_samples, metadata_frequencies, bronze_intervals (settings.genes)
-- How often: after silver_genotypes or metadata_samples changed; it is built anew, from silver
-- Who:       may write the project's schema of lake. The result has no individual-level data.
-- Run:       ./genolake run --schema cohort sql/gold/gene_burden.sql
--
-- A variant counts if its effect is HIGH or MODERATE, no filter failed, and it is not more frequent than settings.rare, by metadata_frequencies or
-- else by the files of this project that have several samples with genotypes. Counts of fewer people than settings.smallest_cell are suppressed, and the odds ratio with them.

CREATE OR REPLACE TABLE gold_gene_burden
COMMENT 'Burden of rare variants of effect, one row a gene, or a gene and contig where the name is on several'
AS
WITH genes AS (
    SELECT i.name AS gene, i.chrom, min(i.pos) AS pos, max(i.end_pos) AS end_pos
    FROM bronze_intervals i
    CROSS JOIN settings s
    WHERE i.path LIKE s.genes AND i.name IS NOT NULL
    GROUP BY i.name, i.chrom),
variants AS (
    SELECT v.chrom, v.pos, v.ref, v.alt, v.variant, CAST(sum(v.ac) FILTER (WHERE v.sample IS NULL) AS double) / nullif(sum(v.an) FILTER (WHERE v.sample IS NULL), 0) AS af, coalesce(sum(v.an) FILTER (WHERE v.sample IS NULL), 0) > 0 AS is_cohort
    FROM silver_variants v
    WHERE v.impact IN ('HIGH', 'MODERATE') AND v.is_passed AND v.variant_type NOT IN ('OVERLAP', 'REF')
    GROUP BY v.chrom, v.pos, v.ref, v.alt, v.variant),
rare AS (
    SELECT v.chrom, v.pos, v.variant
    FROM variants v
    CROSS JOIN settings s
    LEFT JOIN frequencies f ON f.chrom = v.chrom AND f.pos = v.pos AND f.ref = v.ref AND f.alt = v.alt
    WHERE coalesce(f.af, IF(v.is_cohort, v.af, 0)) <= s.rare),
carried AS (
    SELECT g.gene, g.chrom, c.sample, sum(c.copies) AS copies
    FROM silver_genotypes c
    JOIN rare r ON r.variant = c.variant
    JOIN genes g ON g.chrom = c.chrom AND c.pos BETWEEN g.pos AND g.end_pos
    GROUP BY g.gene, g.chrom, c.sample),
people AS (
    SELECT sample, affected FROM metadata_samples WHERE affected IS NOT NULL AND sample IN (SELECT sample FROM silver_samples WHERE vcf_files > 0)),
counted AS (
    SELECT
        g.gene, g.chrom, g.pos, g.end_pos,
        coalesce(sum(c.copies), 0) AS copies,
        count(c.sample) AS carriers,
        count(c.sample) FILTER (WHERE p.affected) AS case_carriers,
        count(c.sample) FILTER (WHERE NOT p.affected) AS control_carriers
    FROM genes g
    LEFT JOIN carried c ON c.gene = g.gene AND c.chrom = g.chrom
    LEFT JOIN people p ON p.sample = c.sample
    GROUP BY g.gene, g.chrom, g.pos, g.end_pos),
qualifying AS (
    SELECT g.gene, g.chrom, count(*) AS variants
    FROM genes g
    JOIN rare r ON r.chrom = g.chrom AND r.pos BETWEEN g.pos AND g.end_pos
    GROUP BY g.gene, g.chrom),
judged AS (
    SELECT
        c.*,
        coalesce(q.variants, 0) AS variants,
        (SELECT count(*) FROM people WHERE affected) AS cases,
        (SELECT count(*) FROM people WHERE NOT affected) AS controls,
        s.smallest_cell
    FROM counted c
    LEFT JOIN qualifying q ON q.gene = c.gene AND q.chrom = c.chrom
    CROSS JOIN settings s),
suppressed AS (
    SELECT
        *,
        (case_carriers > 0 AND case_carriers < smallest_cell)
            OR (control_carriers > 0 AND control_carriers < smallest_cell)
            OR (carriers > 0 AND carriers < smallest_cell)
            OR (carriers > case_carriers + control_carriers AND carriers - case_carriers - control_carriers < smallest_cell)
            OR (cases > case_carriers AND cases - case_carriers < smallest_cell)
            OR (controls > control_carriers AND controls - control_carriers < smallest_cell) AS is_suppressed
    FROM judged)
SELECT
    gene,
    chrom,
    pos,
    end_pos,
    variants,
    IF(is_suppressed, NULL, carriers) AS carriers,
    IF(is_suppressed, NULL, copies) AS copies,
    IF(cases > 0 AND cases < smallest_cell, NULL, cases) AS cases,
    IF(is_suppressed, NULL, case_carriers) AS case_carriers,
    IF(controls > 0 AND controls < smallest_cell, NULL, controls) AS controls,
    IF(is_suppressed, NULL, control_carriers) AS control_carriers,
    IF(is_suppressed OR cases = 0 OR controls = 0, NULL,
        ((case_carriers + 0.5E0) * (controls - control_carriers + 0.5E0)) / ((control_carriers + 0.5E0) * (cases - case_carriers + 0.5E0))) AS odds_ratio,
    is_suppressed,
    (SELECT min(input_digest) FROM table_inputs WHERE table_name = 'gold_gene_burden') AS input_digest
FROM suppressed;

COMMENT ON COLUMN gold_gene_burden.gene IS 'Gene';
COMMENT ON COLUMN gold_gene_burden.chrom IS 'Contig';
COMMENT ON COLUMN gold_gene_burden.pos IS 'First base, 1-based';
COMMENT ON COLUMN gold_gene_burden.end_pos IS 'Last base, 1-based, included';
COMMENT ON COLUMN gold_gene_burden.variants IS 'Different variants that count';
COMMENT ON COLUMN gold_gene_burden.carriers IS 'Samples with one of them; NULL where suppressed';
COMMENT ON COLUMN gold_gene_burden.copies IS 'Copies of them; NULL where suppressed';
COMMENT ON COLUMN gold_gene_burden.cases IS 'Affected samples; NULL if too few';
COMMENT ON COLUMN gold_gene_burden.case_carriers IS 'Those with one of the variants; NULL where suppressed';
COMMENT ON COLUMN gold_gene_burden.controls IS 'Samples that are not affected; NULL if too few';
COMMENT ON COLUMN gold_gene_burden.control_carriers IS 'Those with one of the variants; NULL where suppressed';
COMMENT ON COLUMN gold_gene_burden.odds_ratio IS 'Odds ratio of being a case, with one half added to each count (Haldane and Anscombe); NULL where suppressed';
COMMENT ON COLUMN gold_gene_burden.is_suppressed IS 'Whether a count is of too few people to be shown';
COMMENT ON COLUMN gold_gene_burden.input_digest IS 'The raw files that the table is from: lake.provenance.inputs';

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'gold_gene_burden' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'gold_gene_burden';
