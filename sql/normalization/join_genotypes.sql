-- Joins the genotypes of a sample in the records of a position into one, as `bcftools norm -m +any` does: a row is a sample at a position of a
-- file.
--
-- From: genotypes of a project, the session's schema, with records of one ALT at most: split others first. Its field lines are those of AD, DP,
-- GQ and PL; fields.sql writes those of any other header. How often: with every new file; WHERE "$path" = '...' takes that file alone.
WITH records AS (
    SELECT
        *,
        "$path" AS path,
        "$virtual_offset" AS record,
        join_variants(pos, ref, alt) OVER (
            PARTITION BY "$path", chrom, pos, sample
            ORDER BY "$virtual_offset" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS joined
    FROM genotypes),
-- the place of a record's ALT among the joined ones, once it is as long as they are
alleles AS (
    SELECT
        *,
        array_position(
            joined.alts,
            element_at(transform(alt, a -> IF(regexp_like(a, '^[A-Za-z]+$'), a || substr(joined.ref, 1 + length(ref)), a)), 1)) AS allele
    FROM records),
-- of two records with one ALT the last one has the ALT's values
v AS (
    SELECT *, allele IS NOT NULL AND record = max(record) OVER (PARTITION BY path, chrom, pos, sample, allele) AS is_last
    FROM alleles)
SELECT
    chrom,
    pos,
    array_join(array_distinct(array_agg(id ORDER BY record) FILTER (WHERE id IS NOT NULL)), ';') AS id,
    joined.ref,
    joined.alts AS alt,
    max(qual) AS qual,
    coalesce(
        nullif(array_remove(array_distinct(flatten(array_agg(filter ORDER BY record) FILTER (WHERE filter IS NOT NULL))), 'PASS'), ARRAY[]),
        arbitrary(filter)) AS filter,
    sample,
    coalesce(join_gt(gt, allele ORDER BY record), min_by(gt, record)) AS gt,
    -- fields: join FORMAT
    max_by(element_at(format."AD", 1), record) || array_agg(element_at(format."AD", 2) ORDER BY allele) FILTER (WHERE is_last) AS "AD",
    min_by(format."DP", record) AS "DP",
    min_by(format."GQ", record) AS "GQ",
    reduce(
        array_agg(remap_g(format."PL", ARRAY[0, allele], repeat('N', cardinality(joined.alts))) ORDER BY record) FILTER (WHERE allele IS NOT NULL),
        CAST(ARRAY[] AS array(bigint)), (joined_values, x) -> coalesce(zip_with(joined_values, x, (before, value) -> coalesce(value, before)), joined_values), joined_values -> joined_values) AS "PL",
    -- end of fields
    path
FROM v
GROUP BY path, chrom, pos, sample, joined;
