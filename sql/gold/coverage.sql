-- What:      gold_target_coverage, how well the reads of each sample cover each target
-- From:      bronze_aligned_blocks, bronze_intervals (settings.targets)
-- How often: after BAM files came, changed or went; only the new and changed ones are read. Other targets, or other aliases, build it anew.
-- Who:       may write the project's schema of lake, and read the raw project. Individual-level data.
-- Run:       ./genolake run --schema clinic sql/gold/coverage.sql
--
-- The numbers are those of samtools coverage: primary, mapped, good reads that are no duplicates; bases that a read deletes are not covered by it.
-- Reads whose read group names no sample are counted with NULL as their sample.

CREATE TABLE IF NOT EXISTS gold_target_coverage (
    source_file varchar COMMENT 'BAM file',
    source_digest varchar COMMENT 'SHA-256 of the file''s location, size and time, and of its content where a snapshot has it',
    sample varchar COMMENT 'Sample, as the project calls it: see metadata_aliases; NULL of reads of which the file does not say it',
    target varchar COMMENT 'Name of the target',
    chrom varchar COMMENT 'Contig of the target',
    pos bigint COMMENT 'First base of the target, 1-based',
    end_pos bigint COMMENT 'Last base of the target, 1-based, included',
    bases bigint COMMENT 'Length of the target in bases',
    mean_depth double COMMENT 'Mean number of reads over a base',
    covered_bases bigint COMMENT 'Bases with at least one read',
    bases_10x bigint COMMENT 'Bases with at least 10 reads',
    bases_20x bigint COMMENT 'Bases with at least 20 reads',
    bases_30x bigint COMMENT 'Bases with at least 30 reads',
    share_20x double COMMENT 'Share of the bases with at least 20 reads, 0 to 1')
COMMENT 'Coverage, one row for each BAM file, sample and target';

-- The files whose rows must go: those that are no longer there, or no longer the same
DELETE FROM silver_files
WHERE table_name = 'gold_target_coverage'
  AND (digest NOT IN (SELECT digest FROM bronze_files WHERE format = 'bam')
    OR depends_on IS DISTINCT FROM (SELECT concat_ws(' ', min(s.aliases_digest), array_join(array_agg(f.digest ORDER BY f.digest), ' ')) FROM bronze_files f CROSS JOIN settings s WHERE f.format = 'bed' AND f.path LIKE s.targets));

DELETE FROM gold_target_coverage
WHERE source_digest NOT IN (SELECT digest FROM silver_files WHERE table_name = 'gold_target_coverage' AND loaded);

-- The files whose rows must come
INSERT INTO silver_files
SELECT
    'gold_target_coverage', f.path, f.format, f.size, f.modified, f.digest,
    (SELECT concat_ws(' ', min(s.aliases_digest), array_join(array_agg(f.digest ORDER BY f.digest), ' ')) FROM bronze_files f CROSS JOIN settings s WHERE f.format = 'bed' AND f.path LIKE s.targets),
    FALSE,
    f.content_digest
FROM bronze_files f
WHERE f.format = 'bam' AND f.digest NOT IN (SELECT digest FROM silver_files WHERE table_name = 'gold_target_coverage');

INSERT INTO gold_target_coverage
WITH targets AS (
    SELECT DISTINCT coalesce(i.name, concat_ws('-', i.chrom, CAST(i.pos AS varchar), CAST(i.end_pos AS varchar))) AS target, i.chrom, i.pos, i.end_pos
    FROM bronze_intervals i
    CROSS JOIN settings s
    WHERE i.path LIKE s.targets AND i.end_pos >= i.pos),
covered AS (
    SELECT a.path, a.sample, t.target, t.chrom, t.pos, t.end_pos, coverage_depth(a.block_pos, a.block_end_pos, t.pos, t.end_pos) AS depths
    FROM bronze_aligned_blocks a
    JOIN (SELECT t.*, b.bin FROM targets t CROSS JOIN UNNEST(bins(t.chrom, t.pos, t.end_pos)) AS b (bin)) t
      ON a.bin = t.bin AND a.chrom = t.chrom AND a.pos <= t.end_pos AND a.end_pos >= t.pos
    WHERE a.path IN (SELECT path FROM silver_files WHERE table_name = 'gold_target_coverage' AND NOT loaded)
      AND a.block_pos <= t.end_pos AND a.block_end_pos >= t.pos
    GROUP BY a.path, a.sample, t.target, t.chrom, t.pos, t.end_pos),
counted AS (
    SELECT
        c.path, c.sample, c.target, c.chrom, c.pos, c.end_pos,
        sum(d.depth * d.bases) AS read_bases,
        sum(d.bases) FILTER (WHERE d.depth >= 1) AS covered_bases,
        sum(d.bases) FILTER (WHERE d.depth >= 10) AS bases_10x,
        sum(d.bases) FILTER (WHERE d.depth >= 20) AS bases_20x,
        sum(d.bases) FILTER (WHERE d.depth >= 30) AS bases_30x
    FROM covered c
    CROSS JOIN UNNEST(c.depths) AS d (depth, bases)
    GROUP BY c.path, c.sample, c.target, c.chrom, c.pos, c.end_pos),
-- A target that no read covers has a row as well, for each sample that the file names, or for none if it names none
complete AS (
    SELECT path, sample, target, chrom, pos, end_pos, read_bases, covered_bases, bases_10x, bases_20x, bases_30x FROM counted
    UNION ALL
    SELECT f.path, s.sample, t.target, t.chrom, t.pos, t.end_pos, 0, 0, 0, 0, 0
    FROM silver_files f
    LEFT JOIN (SELECT DISTINCT path, sample FROM bronze_samples) s ON s.path = f.path
    CROSS JOIN targets t
    WHERE f.table_name = 'gold_target_coverage' AND NOT f.loaded)
SELECT
    c.path,
    f.digest,
    coalesce(a.sample, c.sample),
    c.target,
    c.chrom,
    c.pos,
    c.end_pos,
    c.end_pos - c.pos + 1,
    CAST(sum(c.read_bases) AS double) / (c.end_pos - c.pos + 1),
    coalesce(sum(c.covered_bases), 0),
    coalesce(sum(c.bases_10x), 0),
    coalesce(sum(c.bases_20x), 0),
    coalesce(sum(c.bases_30x), 0),
    CAST(coalesce(sum(c.bases_20x), 0) AS double) / (c.end_pos - c.pos + 1)
FROM complete c
JOIN silver_files f ON f.path = c.path AND f.table_name = 'gold_target_coverage' AND NOT f.loaded
LEFT JOIN aliases a ON a.name = c.sample
GROUP BY c.path, f.digest, c.sample, coalesce(a.sample, c.sample), c.target, c.chrom, c.pos, c.end_pos;

-- A file that was replaced in the meantime is not loaded: the next run reads it
UPDATE silver_files SET loaded = TRUE WHERE table_name = 'gold_target_coverage' AND NOT loaded AND digest IN (SELECT digest FROM bronze_files WHERE format = 'bam');

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'gold_target_coverage' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'gold_target_coverage';
