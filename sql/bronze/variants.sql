-- What:      bronze_variants, a row for each record and ALT of the VCF files, with scalar columns only
-- From:      genomics.<project>.variants
-- How often: once; the view always shows the files as they are, or as they were in the snapshot
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Variables: an expression for each field of INFO that is used further on; NULL where the files do not have it
--   ${as_of} =                                  FOR VERSION AS OF 'NAME', by --snapshot
--   ${gene} = v.info.GENE                       the gene of a record
--   ${impact} = element_at(v.info.IMPACT, a.allele)  the effect of an ALT: HIGH, MODERATE, LOW or MODIFIER

CREATE OR REPLACE VIEW bronze_variants
COMMENT 'Records of the VCF files, one row for each ALT'
SECURITY INVOKER
AS SELECT
    CAST(v."$path" AS varchar) AS path,
    CAST(v."$file_size" AS bigint) AS file_size,
    CAST(v."$file_modified_time" AS timestamp(6) with time zone) AS file_modified,
    CAST(v."$virtual_offset" AS bigint) AS record_offset,
    CAST(v."$bin" AS bigint) AS bin,
    CAST(v."$sample" AS varchar) AS sample,
    CAST(v.chrom AS varchar) AS chrom,
    CAST(v.pos AS bigint) AS pos,
    CAST(v.end_pos AS bigint) AS end_pos,
    CAST(v.id AS varchar) AS id,
    CAST(v.ref AS varchar) AS ref,
    CAST(a.alt AS varchar) AS alt,
    CAST(a.allele AS bigint) AS allele,
    CAST(v.qual AS double) AS qual,
    CAST(array_join(v.filter, ';') AS varchar) AS filter,
    CAST(v.call_counts.an AS bigint) AS an,
    CAST(element_at(v.call_counts.ac, a.allele) AS bigint) AS ac,
    CAST(element_at(v.call_counts.het, a.allele) AS bigint) AS het,
    CAST(element_at(v.call_counts.hom, a.allele) AS bigint) AS hom,
    CAST(element_at(v.call_counts.hemi, a.allele) AS bigint) AS hemi,
    CAST(v.call_counts.missing AS bigint) AS missing,
    CAST(${gene} AS varchar) AS gene,
    CAST(${impact} AS varchar) AS impact
FROM genomics."${schema}".variants ${as_of} v
LEFT JOIN UNNEST(v.alt) WITH ORDINALITY AS a (alt, allele) ON TRUE;

COMMENT ON COLUMN bronze_variants.path IS 'Location of the file';
COMMENT ON COLUMN bronze_variants.file_size IS 'Size of the file in bytes';
COMMENT ON COLUMN bronze_variants.file_modified IS 'When the file was last modified';
COMMENT ON COLUMN bronze_variants.record_offset IS 'Where the record begins in its file: with the path, its identity';
COMMENT ON COLUMN bronze_variants.bin IS 'Bin of the record, to join regions by';
COMMENT ON COLUMN bronze_variants.sample IS 'Sample of a file with one sample, else NULL';
COMMENT ON COLUMN bronze_variants.chrom IS 'Contig, as the file names it';
COMMENT ON COLUMN bronze_variants.pos IS 'First base, 1-based';
COMMENT ON COLUMN bronze_variants.end_pos IS 'Last base, 1-based, included';
COMMENT ON COLUMN bronze_variants.id IS 'ID, as written';
COMMENT ON COLUMN bronze_variants.ref IS 'REF, as written';
COMMENT ON COLUMN bronze_variants.alt IS 'One ALT, as written; NULL where the record has none';
COMMENT ON COLUMN bronze_variants.allele IS 'Place of the ALT in the record, from 1';
COMMENT ON COLUMN bronze_variants.qual IS 'QUAL, Phred-scaled';
COMMENT ON COLUMN bronze_variants.filter IS 'FILTER: PASS, names joined by ; or NULL where not applied';
COMMENT ON COLUMN bronze_variants.an IS 'Called alleles of the record';
COMMENT ON COLUMN bronze_variants.ac IS 'Copies of the ALT';
COMMENT ON COLUMN bronze_variants.het IS 'Heterozygous calls with the ALT';
COMMENT ON COLUMN bronze_variants.hom IS 'Copies of the ALT in homozygous calls: two a diploid call';
COMMENT ON COLUMN bronze_variants.hemi IS 'Haploid and partly missing calls of the ALT alone';
COMMENT ON COLUMN bronze_variants.missing IS 'Samples of the file without a called allele';
COMMENT ON COLUMN bronze_variants.gene IS 'Gene that the record lies in';
COMMENT ON COLUMN bronze_variants.impact IS 'Effect of the ALT on the gene';
