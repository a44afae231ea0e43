-- What:      bronze_alignments, the reads of the BAM files, and bronze_aligned_blocks, the stretches of bases that each of them covers
-- From:      genomics.<project>.alignments
-- How often: once; the views always show the files as they are, or as they were in the snapshot
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Variables:
--   ${as_of} =   FOR VERSION AS OF 'NAME', by --snapshot

CREATE OR REPLACE VIEW bronze_alignments
COMMENT 'Records of the BAM files'
SECURITY INVOKER
AS SELECT
    CAST(a."$path" AS varchar) AS path,
    CAST(a."$bin" AS bigint) AS bin,
    CAST(a.sample AS varchar) AS sample,
    CAST(a.read_group AS varchar) AS read_group,
    CAST(a.qname AS varchar) AS qname,
    CAST(a.flag AS bigint) AS flag,
    CAST(a.chrom AS varchar) AS chrom,
    CAST(a.pos AS bigint) AS pos,
    CAST(a.end_pos AS bigint) AS end_pos,
    CAST(a.mapq AS bigint) AS mapq,
    CAST(a.cigar AS varchar) AS cigar,
    CAST(a.mate_chrom AS varchar) AS mate_chrom,
    CAST(a.mate_pos AS bigint) AS mate_pos,
    CAST(a.template_length AS bigint) AS template_length,
    CAST(a.seq AS varchar) AS seq,
    CAST(a.qual AS varchar) AS qual
FROM genomics."${schema}".alignments ${as_of} a;

COMMENT ON COLUMN bronze_alignments.path IS 'Location of the file';
COMMENT ON COLUMN bronze_alignments.bin IS 'Bin of the record, to join regions by';
COMMENT ON COLUMN bronze_alignments.sample IS 'Sample of the read group';
COMMENT ON COLUMN bronze_alignments.read_group IS 'Read group';
COMMENT ON COLUMN bronze_alignments.qname IS 'Name of the read';
COMMENT ON COLUMN bronze_alignments.flag IS 'FLAG, bitwise';
COMMENT ON COLUMN bronze_alignments.chrom IS 'Contig, as the file names it';
COMMENT ON COLUMN bronze_alignments.pos IS 'First base, 1-based';
COMMENT ON COLUMN bronze_alignments.end_pos IS 'Last base, 1-based, included';
COMMENT ON COLUMN bronze_alignments.mapq IS 'Mapping quality, Phred-scaled; 255 is unknown';
COMMENT ON COLUMN bronze_alignments.cigar IS 'CIGAR';
COMMENT ON COLUMN bronze_alignments.mate_chrom IS 'Contig of the mate';
COMMENT ON COLUMN bronze_alignments.mate_pos IS 'First base of the mate, 1-based';
COMMENT ON COLUMN bronze_alignments.template_length IS 'Length of the template in bases, signed';
COMMENT ON COLUMN bronze_alignments.seq IS 'Bases';
COMMENT ON COLUMN bronze_alignments.qual IS 'Base qualities, Phred + 33';

-- A read with a deletion covers the bases before and behind it, as samtools counts. Most reads are one block, and are not taken apart.
CREATE OR REPLACE VIEW bronze_aligned_blocks
COMMENT 'Stretches of bases that the primary, good, mapped, not duplicate reads cover: a read with a deletion has several'
SECURITY INVOKER
AS SELECT
    CAST(a."$path" AS varchar) AS path,
    CAST(a."$bin" AS bigint) AS bin,
    CAST(a.sample AS varchar) AS sample,
    CAST(a.chrom AS varchar) AS chrom,
    CAST(a.pos AS bigint) AS pos,
    CAST(a.end_pos AS bigint) AS end_pos,
    CAST(b.block_pos AS bigint) AS block_pos,
    CAST(b.block_end_pos AS bigint) AS block_end_pos
FROM genomics."${schema}".alignments ${as_of} a
CROSS JOIN UNNEST(
    IF(
        regexp_like(a.cigar, '[DN]'),
        reduce(
            cigar_operations(a.cigar),
            CAST(ROW(a.pos, ARRAY[]) AS row(at bigint, blocks array(row(block_pos bigint, block_end_pos bigint)))),
            (s, o) -> CAST(
                CASE
                    WHEN o.operation IN ('M', '=', 'X') THEN ROW(s.at + o.length, s.blocks || ARRAY[CAST(ROW(s.at, s.at + o.length - 1) AS row(block_pos bigint, block_end_pos bigint))])
                    WHEN o.operation IN ('D', 'N') THEN ROW(s.at + o.length, s.blocks)
                    ELSE ROW(s.at, s.blocks)
                END AS row(at bigint, blocks array(row(block_pos bigint, block_end_pos bigint)))),
            s -> s.blocks),
        ARRAY[CAST(ROW(a.pos, a.end_pos) AS row(block_pos bigint, block_end_pos bigint))])) AS b (block_pos, block_end_pos)
WHERE bitwise_and(a.flag, 1796) = 0;

COMMENT ON COLUMN bronze_aligned_blocks.path IS 'Location of the file';
COMMENT ON COLUMN bronze_aligned_blocks.bin IS 'Bin of the read, to join regions by';
COMMENT ON COLUMN bronze_aligned_blocks.sample IS 'Sample of the read group';
COMMENT ON COLUMN bronze_aligned_blocks.chrom IS 'Contig, as the file names it';
COMMENT ON COLUMN bronze_aligned_blocks.pos IS 'First base of the read, 1-based';
COMMENT ON COLUMN bronze_aligned_blocks.end_pos IS 'Last base of the read, 1-based, included';
COMMENT ON COLUMN bronze_aligned_blocks.block_pos IS 'First base of the stretch, 1-based';
COMMENT ON COLUMN bronze_aligned_blocks.block_end_pos IS 'Last base of the stretch, 1-based, included';
