-- Splits records of several ALTs into one for each, as `bcftools norm -m -any` does: a row is a record with one ALT, or with none.
--
-- From: variants of a project, the session's schema. Its field lines are those of AC, AF, AN, DP, MLEAC and MLEAF; fields.sql writes those of
-- any other header. How often: with every new file; WHERE "$path" = '...' takes that file alone.
SELECT
    v.chrom,
    v.pos,
    v.id,
    v.ref,
    coalesce(slice(v.alt, n.allele, 1), v.alt) AS alt,
    v.qual,
    v.filter,
    -- fields: split INFO
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
-- a record of one ALT stays as it is: its allele is NULL, and so is what is made by it
CROSS JOIN UNNEST(IF(cardinality(v.alt) > 1, sequence(1, cardinality(v.alt)), ARRAY[NULL])) AS n (allele);
