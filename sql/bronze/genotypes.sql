-- What:      bronze_genotypes, a row for each record and sample of the VCF files, and bronze_genotype_alleles, a row for each ALT of these
-- From:      genomics.<project>.genotypes
-- How often: once; the views always show the files as they are, or as they were in the snapshot
-- Who:       may create views in the project's schema of lake, and read the raw project
-- Variables: an expression for each field of FORMAT that is used further on; NULL where the files do not have it
--   ${as_of} =                       FOR VERSION AS OF 'NAME', by --snapshot
--   ${depth} = g.format.DP           the reads over the site
--   ${quality} = g.format.GQ         the quality of the genotype, Phred-scaled
--   ${allele_depths} = g.format.AD   the reads with each allele, an array

CREATE OR REPLACE VIEW bronze_genotypes
COMMENT 'Genotypes of the VCF files, one row for each record and sample'
SECURITY INVOKER
AS SELECT
    CAST(g."$path" AS varchar) AS path,
    CAST(g."$file_size" AS bigint) AS file_size,
    CAST(g."$file_modified_time" AS timestamp(6) with time zone) AS file_modified,
    CAST(g."$virtual_offset" AS bigint) AS record_offset,
    CAST(g."$bin" AS bigint) AS bin,
    CAST(g.sample AS varchar) AS sample,
    CAST(g.chrom AS varchar) AS chrom,
    CAST(g.pos AS bigint) AS pos,
    CAST(g.end_pos AS bigint) AS end_pos,
    CAST(g.ref AS varchar) AS ref,
    CAST(array_join(g.alt, ',') AS varchar) AS alts,
    CAST(array_join(g.filter, ';') AS varchar) AS filter,
    CAST(g.gt AS varchar) AS gt,
    CAST(cardinality(g.alleles) AS bigint) AS ploidy,
    CAST(cardinality(filter(g.alleles, x -> x IS NOT NULL)) AS bigint) AS called_alleles,
    CAST(cardinality(filter(g.alleles, x -> x = 0)) AS bigint) AS ref_copies,
    CAST(IF(g.dosage = 0, least(cardinality(g.alleles), 1), cardinality(array_distinct(filter(g.alleles, x -> x IS NOT NULL)))) AS bigint) AS different_alleles,
    IF(coalesce(g.dosage, 1) > 0, any_match(g.alleles, x -> x > 0 AND variant_type(g.ref, g.alt[x]) IN ('SNV', 'MNV')), FALSE) AS has_substitution,
    IF(coalesce(g.dosage, 1) > 0, any_match(g.alleles, x -> x > 0 AND variant_type(g.ref, g.alt[x]) IN ('INS', 'DEL', 'DELINS') AND g.alt[x] NOT LIKE '<%'), FALSE) AS has_indel,
    IF(coalesce(g.dosage, 1) > 0, any_match(g.alleles, x -> x > 0 AND is_transition(g.ref, g.alt[x])), FALSE) AS has_transition,
    IF(coalesce(g.dosage, 1) > 0, any_match(g.alleles, x -> x > 0 AND variant_type(g.ref, g.alt[x]) = 'SNV' AND NOT is_transition(g.ref, g.alt[x])), FALSE) AS has_transversion,
    all_match(g.alt, x -> x IN ('<NON_REF>', '<*>')) AND cardinality(g.alt) > 0 AS is_block,
    CAST(${depth} AS bigint) AS depth,
    CAST(${quality} AS bigint) AS quality
FROM genomics."${schema}".genotypes ${as_of} g;

COMMENT ON COLUMN bronze_genotypes.path IS 'Location of the file';
COMMENT ON COLUMN bronze_genotypes.file_size IS 'Size of the file in bytes';
COMMENT ON COLUMN bronze_genotypes.file_modified IS 'When the file was last modified';
COMMENT ON COLUMN bronze_genotypes.record_offset IS 'Where the record begins in its file: with the path, its identity';
COMMENT ON COLUMN bronze_genotypes.bin IS 'Bin of the record, to join regions by';
COMMENT ON COLUMN bronze_genotypes.sample IS 'Name of the sample in the header';
COMMENT ON COLUMN bronze_genotypes.chrom IS 'Contig, as the file names it';
COMMENT ON COLUMN bronze_genotypes.pos IS 'First base, 1-based';
COMMENT ON COLUMN bronze_genotypes.end_pos IS 'Last base, 1-based, included';
COMMENT ON COLUMN bronze_genotypes.ref IS 'REF, as written';
COMMENT ON COLUMN bronze_genotypes.alts IS 'ALT, as written';
COMMENT ON COLUMN bronze_genotypes.filter IS 'FILTER: PASS, names joined by ; or NULL where not applied';
COMMENT ON COLUMN bronze_genotypes.gt IS 'Genotype, as written';
COMMENT ON COLUMN bronze_genotypes.ploidy IS 'Number of alleles of the genotype, missing ones too';
COMMENT ON COLUMN bronze_genotypes.called_alleles IS 'Number of its alleles that are called';
COMMENT ON COLUMN bronze_genotypes.ref_copies IS 'Number of its alleles that are REF';
COMMENT ON COLUMN bronze_genotypes.different_alleles IS 'Number of different alleles among the called ones';
COMMENT ON COLUMN bronze_genotypes.has_substitution IS 'Whether an ALT of the genotype replaces as many bases as it has';
COMMENT ON COLUMN bronze_genotypes.has_indel IS 'Whether an ALT of the genotype inserts or deletes bases';
COMMENT ON COLUMN bronze_genotypes.has_transition IS 'Whether an ALT of the genotype is a transition';
COMMENT ON COLUMN bronze_genotypes.has_transversion IS 'Whether an ALT of the genotype is a transversion';
COMMENT ON COLUMN bronze_genotypes.is_block IS 'Whether the record is a block of a gVCF';
COMMENT ON COLUMN bronze_genotypes.depth IS 'Reads over the site';
COMMENT ON COLUMN bronze_genotypes.quality IS 'Quality of the genotype, Phred-scaled';

CREATE OR REPLACE VIEW bronze_genotype_alleles
COMMENT 'Genotypes of the VCF files, one row for each record, sample and ALT'
SECURITY INVOKER
AS SELECT
    CAST(g."$path" AS varchar) AS path,
    CAST(g."$file_size" AS bigint) AS file_size,
    CAST(g."$file_modified_time" AS timestamp(6) with time zone) AS file_modified,
    CAST(g."$virtual_offset" AS bigint) AS record_offset,
    CAST(g."$bin" AS bigint) AS bin,
    CAST(g.sample AS varchar) AS sample,
    CAST(g.chrom AS varchar) AS chrom,
    CAST(g.pos AS bigint) AS pos,
    CAST(g.end_pos AS bigint) AS end_pos,
    CAST(g.ref AS varchar) AS ref,
    CAST(a.alt AS varchar) AS alt,
    CAST(a.allele AS bigint) AS allele,
    CAST(g.gt AS varchar) AS gt,
    CAST(g.phased AS boolean) AS phased,
    CAST(cardinality(g.alleles) AS bigint) AS ploidy,
    CAST(cardinality(filter(g.alleles, x -> x IS NOT NULL)) AS bigint) AS called_alleles,
    CAST(cardinality(filter(g.alleles, x -> x = a.allele)) AS bigint) AS copies,
    coalesce(g.dosage, 1) > 0 AS may_carry,
    CAST(${depth} AS bigint) AS depth,
    CAST(${quality} AS bigint) AS quality,
    CAST(element_at(${allele_depths}, 1) AS bigint) AS ref_depth,
    CAST(element_at(${allele_depths}, a.allele + 1) AS bigint) AS alt_depth
FROM genomics."${schema}".genotypes ${as_of} g
CROSS JOIN UNNEST(g.alt) WITH ORDINALITY AS a (alt, allele);

COMMENT ON COLUMN bronze_genotype_alleles.path IS 'Location of the file';
COMMENT ON COLUMN bronze_genotype_alleles.file_size IS 'Size of the file in bytes';
COMMENT ON COLUMN bronze_genotype_alleles.file_modified IS 'When the file was last modified';
COMMENT ON COLUMN bronze_genotype_alleles.record_offset IS 'Where the record begins in its file: with the path, its identity';
COMMENT ON COLUMN bronze_genotype_alleles.bin IS 'Bin of the record, to join regions by';
COMMENT ON COLUMN bronze_genotype_alleles.sample IS 'Name of the sample in the header';
COMMENT ON COLUMN bronze_genotype_alleles.chrom IS 'Contig, as the file names it';
COMMENT ON COLUMN bronze_genotype_alleles.pos IS 'First base, 1-based';
COMMENT ON COLUMN bronze_genotype_alleles.end_pos IS 'Last base, 1-based, included';
COMMENT ON COLUMN bronze_genotype_alleles.ref IS 'REF, as written';
COMMENT ON COLUMN bronze_genotype_alleles.alt IS 'One ALT, as written';
COMMENT ON COLUMN bronze_genotype_alleles.allele IS 'Place of the ALT in the record, from 1';
COMMENT ON COLUMN bronze_genotype_alleles.gt IS 'Genotype, as written';
COMMENT ON COLUMN bronze_genotype_alleles.phased IS 'Whether the genotype is phased';
COMMENT ON COLUMN bronze_genotype_alleles.ploidy IS 'Number of alleles of the genotype, missing ones too';
COMMENT ON COLUMN bronze_genotype_alleles.called_alleles IS 'Number of its alleles that are called';
COMMENT ON COLUMN bronze_genotype_alleles.copies IS 'Number of its alleles that are this ALT';
COMMENT ON COLUMN bronze_genotype_alleles.may_carry IS 'Whether an ALT of the record is in the genotype, or an allele is missing: to leave out the others before anything else of them is read';
COMMENT ON COLUMN bronze_genotype_alleles.depth IS 'Reads over the site';
COMMENT ON COLUMN bronze_genotype_alleles.quality IS 'Quality of the genotype, Phred-scaled';
COMMENT ON COLUMN bronze_genotype_alleles.ref_depth IS 'Reads with REF';
COMMENT ON COLUMN bronze_genotype_alleles.alt_depth IS 'Reads with this ALT';
