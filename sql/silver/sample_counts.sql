-- What:      silver_sample_counts, the calls of each sample in each VCF file, counted
-- From:      bronze_genotypes
-- How often: after files came, changed or went; only the new and changed ones are read. Other aliases build it anew.
-- Who:       may write the project's schema of lake, and read the raw project. Individual-level data.
-- Run:       ./genolake run --schema cohort sql/silver/sample_counts.sql
--
-- Diploid genotypes, haploid ones and missing ones are those of bcftools stats (sections PSC and PSI), so that they can be compared. Indels, transitions
-- and transversions are counted in haploid genotypes too, and one with two different ALTs counts for both. Positions of X outside of the pseudoautosomal regions are those that are so in GRCh37 and GRCh38 alike.

CREATE TABLE IF NOT EXISTS silver_sample_counts (
    source_file varchar COMMENT 'File',
    source_digest varchar COMMENT 'SHA-256 of the file''s location, size and time, and of its content where a snapshot has it',
    sample varchar COMMENT 'Sample, as the project calls it: see metadata_aliases',
    records bigint COMMENT 'Records of the file, blocks of a gVCF left out',
    blocks bigint COMMENT 'Blocks of a gVCF',
    missing bigint COMMENT 'Genotypes without a called allele',
    partly_missing bigint COMMENT 'Genotypes with some alleles called',
    hom_ref bigint COMMENT 'Diploid genotypes of REF alone',
    het bigint COMMENT 'Diploid genotypes of different alleles, an ALT that substitutes bases among them',
    hom_alt bigint COMMENT 'Diploid genotypes of one ALT that substitutes bases',
    haploid_ref bigint COMMENT 'Haploid genotypes of REF',
    haploid_alt bigint COMMENT 'Haploid genotypes of an ALT',
    indels bigint COMMENT 'Genotypes with an insertion or deletion',
    indel_het bigint COMMENT 'Diploid genotypes of different alleles, an insertion or deletion among them',
    indel_hom bigint COMMENT 'Diploid genotypes of one insertion or deletion',
    transitions bigint COMMENT 'Genotypes with a transition',
    transversions bigint COMMENT 'Genotypes with a transversion',
    depth_sum bigint COMMENT 'Reads, summed over the records',
    depth_records bigint COMMENT 'Records that have a depth',
    quality_sum bigint COMMENT 'Genotype qualities, summed over the records',
    quality_records bigint COMMENT 'Records that have a genotype quality',
    x_variants bigint COMMENT 'Genotypes with an ALT on X, outside of the pseudoautosomal regions',
    x_het bigint COMMENT 'Heterozygous ones of these')
COMMENT 'Calls counted, one row for each VCF file and sample';

-- The files whose rows must go: those that are no longer there, or no longer the same
DELETE FROM silver_files
WHERE table_name = 'silver_sample_counts'
  AND (digest NOT IN (SELECT digest FROM bronze_files WHERE format = 'vcf')
    OR depends_on IS DISTINCT FROM (SELECT coalesce(aliases_digest, '') FROM settings));

DELETE FROM silver_sample_counts
WHERE source_digest NOT IN (SELECT digest FROM silver_files WHERE table_name = 'silver_sample_counts' AND loaded);

-- The files whose rows must come
INSERT INTO silver_files
SELECT 'silver_sample_counts', f.path, f.format, f.size, f.modified, f.digest, (SELECT coalesce(aliases_digest, '') FROM settings), FALSE, f.content_digest
FROM bronze_files f
WHERE f.format = 'vcf' AND f.digest NOT IN (SELECT digest FROM silver_files WHERE table_name = 'silver_sample_counts');

INSERT INTO silver_sample_counts
WITH calls AS (
    SELECT
        g.*,
        g.ploidy = 2 AND g.called_alleles = 2 AS is_diploid,
        g.ploidy = 1 AND g.called_alleles = 1 AS is_haploid,
        g.called_alleles > g.ref_copies AS has_alt,
        g.chrom IN ('chrX', 'X') AND g.pos BETWEEN 2781480 AND 154931043 AS is_x
    FROM bronze_genotypes g
    WHERE g.path IN (SELECT path FROM silver_files WHERE table_name = 'silver_sample_counts' AND NOT loaded))
SELECT
    c.path,
    f.digest,
    coalesce(a.sample, c.sample),
    count_if(NOT c.is_block),
    count_if(c.is_block),
    count_if(NOT c.is_block AND coalesce(c.called_alleles, 0) = 0),
    count_if(NOT c.is_block AND c.called_alleles > 0 AND c.called_alleles < c.ploidy),
    count_if(NOT c.is_block AND c.is_diploid AND NOT c.has_alt),
    count_if(c.is_diploid AND c.has_alt AND c.different_alleles > 1 AND c.has_substitution),
    count_if(c.is_diploid AND c.has_alt AND c.different_alleles = 1 AND c.has_substitution),
    count_if(NOT c.is_block AND c.is_haploid AND NOT c.has_alt),
    count_if(c.is_haploid AND c.has_alt),
    count_if(c.has_indel),
    count_if(c.is_diploid AND c.different_alleles > 1 AND c.has_indel),
    count_if(c.is_diploid AND c.different_alleles = 1 AND c.has_indel),
    count_if(c.has_transition),
    count_if(c.has_transversion),
    coalesce(sum(c.depth) FILTER (WHERE NOT c.is_block), 0),
    count(c.depth) FILTER (WHERE NOT c.is_block),
    coalesce(sum(c.quality) FILTER (WHERE NOT c.is_block), 0),
    count(c.quality) FILTER (WHERE NOT c.is_block),
    count_if(c.is_x AND c.has_alt),
    count_if(c.is_x AND c.has_alt AND c.different_alleles > 1)
FROM calls c
JOIN silver_files f ON f.path = c.path AND f.size = c.file_size AND f.modified = c.file_modified
LEFT JOIN aliases a ON a.name = c.sample
WHERE f.table_name = 'silver_sample_counts' AND NOT f.loaded
GROUP BY c.path, f.digest, coalesce(a.sample, c.sample);

-- A file that was replaced in the meantime is not loaded: the next run reads it
UPDATE silver_files SET loaded = TRUE WHERE table_name = 'silver_sample_counts' AND NOT loaded AND digest IN (SELECT digest FROM bronze_files WHERE format = 'vcf');

-- Provenance: the raw files, and the build
INSERT INTO lake.provenance.inputs
SELECT DISTINCT input_digest, path, format, size, modified, digest, content_digest
FROM table_inputs
WHERE table_name = 'silver_sample_counts' AND input_digest NOT IN (SELECT input_digest FROM lake.provenance.inputs);

INSERT INTO lake.provenance.builds SELECT * FROM table_builds WHERE table_name = 'silver_sample_counts';
