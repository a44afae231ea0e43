-- Joins the records of a position into one, as `bcftools norm -m +any` does: a row is a position of a file.
--
-- From: variants of a project, the session's schema, with records of one ALT at most: split others first. Its field lines are those of AC, AF,
-- AN, DP, MLEAC and MLEAF; fields.sql writes those of any other header. How often: with every new file; WHERE "$path" = '...' takes that
-- file alone.
WITH records AS (
    SELECT
        *,
        "$path" AS path,
        "$virtual_offset" AS record,
        join_variants(pos, ref, alt) OVER (
            PARTITION BY "$path", chrom, pos
            ORDER BY "$virtual_offset" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS joined
    FROM variants),
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
    SELECT *, allele IS NOT NULL AND record = max(record) OVER (PARTITION BY path, chrom, pos, allele) AS is_last
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
    -- fields: join INFO
    array_agg(element_at(info."AC", 1) ORDER BY allele) FILTER (WHERE is_last) AS "AC",
    array_agg(element_at(info."AF", 1) ORDER BY allele) FILTER (WHERE is_last) AS "AF",
    min_by(info."AN", record) AS "AN",
    min_by(info."DP", record) AS "DP",
    array_agg(element_at(info."MLEAC", 1) ORDER BY allele) FILTER (WHERE is_last) AS "MLEAC",
    array_agg(element_at(info."MLEAF", 1) ORDER BY allele) FILTER (WHERE is_last) AS "MLEAF",
    -- end of fields
    path
FROM v
GROUP BY path, chrom, pos, joined;
