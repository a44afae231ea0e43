-- Takes the genotypes of MNVs and other complex variants apart into those of single bases and indels, as `bcftools norm -a` does: a row is a
-- sample in a record of such.
--
-- From: genotypes of a project, the session's schema. Its field lines are those of AD, DP, GQ and PL; fields.sql writes those of any other
-- header. How often: with every new file; WHERE "$path" = '...' takes that file alone.
SELECT
    v.chrom,
    coalesce(n.pos, v.pos) AS pos,
    v.id,
    coalesce(n.ref, v.ref) AS ref,
    coalesce(n.alts, v.alt) AS alt,
    v.qual,
    v.filter,
    v.sample,
    coalesce(remap_gt(v.gt, n.allele_map), v.gt) AS gt,
    -- fields: atomize FORMAT
    coalesce(remap_r_sum(v.format."AD", n.allele_map, n.alts), v.format."AD") AS "AD",
    v.format."DP" AS "DP",
    v.format."GQ" AS "GQ",
    coalesce(remap_g(v.format."PL", n.allele_map, n.alts), v.format."PL") AS "PL",
    -- end of fields
    n.allele_map,
    v."$path" AS path
FROM genotypes v
-- a record that is its own and only part stays as it is: the map is NULL, and so is what is made by it
LEFT JOIN UNNEST(filter(atomize_variants(v.pos, v.ref, v.alt), a -> a.ref <> v.ref OR a.alts <> v.alt)) AS n (pos, ref, alts, allele_map) ON TRUE;
