SELECT
    gene,
    count(DISTINCT variant) AS variants,
    count(DISTINCT variant) FILTER (WHERE impact IN ('HIGH', 'MODERATE')) AS variants_of_effect
FROM {{ source('project', 'silver_variants') }}
WHERE is_passed AND gene IS NOT NULL AND variant_type <> 'REF'
GROUP BY gene
