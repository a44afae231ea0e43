-- Splits genotypes of records of several ALTs, and left-aligns and trims each ALT, as `bcftools norm -f -m -any` does: a row is a sample in a
-- record with one ALT, or with none.
--
-- From: genotypes of a project, the session's schema, and the reference 'example' of the catalog (genomics.reference.example). Its field lines
-- are those of AD, DP, GQ and PL; fields.sql writes those of any other header. How often: with every new file; WHERE "$path" = '...' takes
-- that file alone.
SELECT
    v.chrom,
    coalesce(n.pos, v.pos) AS pos,
    v.id,
    coalesce(n.ref, v.ref) AS ref,
    IF(n.alt IS NULL, v.alt, ARRAY[n.alt]) AS alt,
    v.qual,
    v.filter,
    v.sample,
    coalesce(remap_gt(v.gt, n.allele), v.gt) AS gt,
    -- fields: normalize FORMAT
    coalesce(remap_r(v.format."AD", n.allele), v.format."AD") AS "AD",
    v.format."DP" AS "DP",
    v.format."GQ" AS "GQ",
    coalesce(remap_g(v.format."PL", 1 + cardinality(v.alt), n.allele), v.format."PL") AS "PL",
    -- end of fields
    n.allele,
    v."$path" AS path
FROM genotypes v
LEFT JOIN UNNEST(genomics.functions.normalize_variants('example', v.chrom, v.pos, v.ref, v.alt)) AS n (pos, ref, alt, allele) ON TRUE;
