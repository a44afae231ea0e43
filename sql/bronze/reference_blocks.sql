-- What:      bronze_reference_blocks, the blocks of the gVCF files, which say where a sample is known to have no variant
-- From:      genomics.<project>.genotypes, of the files whose header declares such an ALT
-- How often: once; the view always shows the files as they are, or as they were in the snapshot
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Variables:
--   ${as_of} =                       FOR VERSION AS OF 'NAME', by --snapshot
--   ${block_depth} = g.format.DP     the reads of a block; g.format.MIN_DP where the files have it
--   ${block_gq} = g.format.GQ        the quality of a block, Phred-scaled

CREATE OR REPLACE VIEW bronze_reference_blocks
COMMENT 'Blocks of the gVCF files: a sample has no variant there that its reads show'
SECURITY INVOKER
AS SELECT
    CAST(g."$path" AS varchar) AS path,
    CAST(g."$bin" AS bigint) AS bin,
    CAST(g.sample AS varchar) AS sample,
    CAST(g.chrom AS varchar) AS chrom,
    CAST(g.pos AS bigint) AS pos,
    CAST(g.end_pos AS bigint) AS end_pos,
    CAST(g.gt AS varchar) AS gt,
    CAST(cardinality(filter(g.alleles, x -> x = 0)) AS bigint) AS ref_copies,
    CAST(${block_depth} AS bigint) AS depth,
    CAST(${block_gq} AS bigint) AS quality
FROM genomics."${schema}".genotypes ${as_of} g
WHERE g."$path" IN (SELECT h.file FROM genomics."${schema}".header_lines ${as_of} h WHERE h.key = 'ALT' AND h.id IN ('NON_REF', '*'))
  AND cardinality(g.alt) = 1 AND g.alt[1] IN ('<NON_REF>', '<*>') AND all_match(g.alleles, x -> x = 0);

COMMENT ON COLUMN bronze_reference_blocks.path IS 'Location of the file';
COMMENT ON COLUMN bronze_reference_blocks.bin IS 'Bin of the block, to join sites by';
COMMENT ON COLUMN bronze_reference_blocks.sample IS 'Name of the sample in the header';
COMMENT ON COLUMN bronze_reference_blocks.chrom IS 'Contig, as the file names it';
COMMENT ON COLUMN bronze_reference_blocks.pos IS 'First base, 1-based';
COMMENT ON COLUMN bronze_reference_blocks.end_pos IS 'Last base, 1-based, included';
COMMENT ON COLUMN bronze_reference_blocks.gt IS 'Genotype, as written';
COMMENT ON COLUMN bronze_reference_blocks.ref_copies IS 'Number of copies of REF';
COMMENT ON COLUMN bronze_reference_blocks.depth IS 'Reads of the block';
COMMENT ON COLUMN bronze_reference_blocks.quality IS 'Quality of the genotype, Phred-scaled';
