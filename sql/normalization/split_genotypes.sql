-- Splits genotypes of records of several ALTs into one for each ALT, as `bcftools norm -m -any` does: a row is a sample in a record with one
-- ALT, or with none. Another ALT is 0 in GT; remap_gt(gt, allele, '.') has it missing (--multi-overlaps).
--
-- From: genotypes of a project, the session's schema. Its field lines are those of AD, DP, GQ and PL; fields.sql writes those of any other
-- header. How often: with every new file; WHERE "$path" = '...' takes that file alone.
SELECT
    v.chrom,
    v.pos,
    v.id,
    v.ref,
    coalesce(slice(v.alt, n.allele, 1), v.alt) AS alt,
    v.qual,
    v.filter,
    v.sample,
    coalesce(remap_gt(v.gt, n.allele), v.gt) AS gt,
    -- fields: split FORMAT
    coalesce(remap_r(v.format."AD", n.allele), v.format."AD") AS "AD",
    v.format."DP" AS "DP",
    v.format."GQ" AS "GQ",
    coalesce(remap_g(v.format."PL", 1 + cardinality(v.alt), n.allele), v.format."PL") AS "PL",
    -- end of fields
    n.allele,
    v."$path" AS path
FROM genotypes v
-- a record of one ALT stays as it is: its allele is NULL, and so is what is made by it
CROSS JOIN UNNEST(IF(cardinality(v.alt) > 1, sequence(1, cardinality(v.alt)), ARRAY[NULL])) AS n (allele);
