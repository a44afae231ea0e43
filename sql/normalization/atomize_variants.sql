-- Takes MNVs and other complex variants apart into single bases and indels, as `bcftools norm -a` does: a row is a record of such.
--
-- From: variants of a project, the session's schema. Its field lines are those of AC, AF, AN, DP, MLEAC and MLEAF; fields.sql writes those of
-- any other header. How often: with every new file; WHERE "$path" = '...' takes that file alone.
SELECT
    v.chrom,
    coalesce(n.pos, v.pos) AS pos,
    v.id,
    coalesce(n.ref, v.ref) AS ref,
    coalesce(n.alts, v.alt) AS alt,
    v.qual,
    v.filter,
    -- fields: atomize INFO
    coalesce(remap_a(v.info."AC", n.allele_map, n.alts), v.info."AC") AS "AC",
    coalesce(remap_a(v.info."AF", n.allele_map, n.alts), v.info."AF") AS "AF",
    v.info."AN" AS "AN",
    v.info."DP" AS "DP",
    coalesce(remap_a(v.info."MLEAC", n.allele_map, n.alts), v.info."MLEAC") AS "MLEAC",
    coalesce(remap_a(v.info."MLEAF", n.allele_map, n.alts), v.info."MLEAF") AS "MLEAF",
    -- end of fields
    n.allele_map,
    v."$path" AS path
FROM variants v
-- a record that is its own and only part stays as it is: the map is NULL, and so is what is made by it
LEFT JOIN UNNEST(filter(atomize_variants(v.pos, v.ref, v.alt), a -> a.ref <> v.ref OR a.alts <> v.alt)) AS n (pos, ref, alts, allele_map) ON TRUE;
