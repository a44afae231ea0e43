-- Splits records of several ALTs, and left-aligns and trims each, as `bcftools norm -f -m -any` does: a row is a record with one ALT, or
-- with none.
--
-- From: variants of a project, the session's schema, and the reference 'example' of the catalog (genomics.reference.example). Its field lines
-- are those of AC, AF, AN, DP, MLEAC and MLEAF; fields.sql writes those of any other header. How often: with every new file; WHERE "$path" =
-- '...' takes that file alone.
SELECT
    v.chrom,
    coalesce(n.pos, v.pos) AS pos,
    v.id,
    coalesce(n.ref, v.ref) AS ref,
    IF(n.alt IS NULL, v.alt, ARRAY[n.alt]) AS alt,
    v.qual,
    v.filter,
    -- fields: normalize INFO
    coalesce(remap_a(v.info."AC", n.allele), v.info."AC") AS "AC",
    coalesce(remap_a(v.info."AF", n.allele), v.info."AF") AS "AF",
    v.info."AN" AS "AN",
    v.info."DP" AS "DP",
    coalesce(remap_a(v.info."MLEAC", n.allele), v.info."MLEAC") AS "MLEAC",
    coalesce(remap_a(v.info."MLEAF", n.allele), v.info."MLEAF") AS "MLEAF",
    -- end of fields
    n.allele,
    v."$path" AS path
FROM variants v
LEFT JOIN UNNEST(genomics.functions.normalize_variants('example', v.chrom, v.pos, v.ref, v.alt)) AS n (pos, ref, alt, allele) ON TRUE;
