-- Writes the field lines of the other queries of this folder for the headers of a project: a row is the line of a field in a query.
--
-- From: header_lines of a project, the session's schema. How often: once, and again when files with other fields come.
WITH fields AS (
    SELECT DISTINCT
        key,
        id,
        number,
        '"' || field_name || '"' AS name,
        CASE type WHEN 'Integer' THEN 'bigint' WHEN 'Float' THEN 'double' ELSE 'varchar' END AS type
    FROM header_lines
    WHERE key IN ('INFO', 'FORMAT') AND id <> 'GT'),
columns AS (
    SELECT *, lower(key) || '.' || name AS field, IF(number IN ('A', 'R', 'G'), number) AS per
    FROM fields)
SELECT
    q.query,
    c.key,
    c.id,
    CASE
        WHEN q.query IN ('split', 'normalize') THEN
            CASE c.per
                WHEN 'A' THEN format('coalesce(remap_a(v.%1$s, n.allele), v.%1$s)', c.field)
                WHEN 'R' THEN format('coalesce(remap_r(v.%1$s, n.allele), v.%1$s)', c.field)
                WHEN 'G' THEN format('coalesce(remap_g(v.%1$s, 1 + cardinality(v.alt), n.allele), v.%1$s)', c.field)
                ELSE 'v.' || c.field
            END
        WHEN q.query = 'atomize' THEN
            CASE c.per
                WHEN 'A' THEN format('coalesce(remap_a(v.%1$s, n.allele_map, n.alts), v.%1$s)', c.field)
                WHEN 'R' THEN format('coalesce(%2$s(v.%1$s, n.allele_map, n.alts), v.%1$s)', c.field, IF(c.id IN ('AD', 'QS') AND c.type = 'bigint', 'remap_r_sum', 'remap_r'))
                WHEN 'G' THEN format('coalesce(remap_g(v.%1$s, n.allele_map, n.alts), v.%1$s)', c.field)
                ELSE 'v.' || c.field
            END
        ELSE
            CASE c.per
                WHEN 'A' THEN format('array_agg(element_at(%s, 1) ORDER BY allele) FILTER (WHERE is_last)', c.field)
                WHEN 'R' THEN format('max_by(element_at(%1$s, 1), record) || array_agg(element_at(%1$s, 2) ORDER BY allele) FILTER (WHERE is_last)', c.field)
                WHEN 'G' THEN format(
                    'reduce(array_agg(remap_g(%s, ARRAY[0, allele], repeat(''N'', cardinality(joined.alts))) ORDER BY record) FILTER (WHERE allele IS NOT NULL), '
                        || 'CAST(ARRAY[] AS array(%s)), (joined_values, x) -> coalesce(zip_with(joined_values, x, (before, value) -> coalesce(value, before)), joined_values), joined_values -> joined_values)',
                    c.field, c.type)
                ELSE format('min_by(%s, record)', c.field)
            END
    END || ' AS ' || c.name || ',' AS line
FROM columns c
CROSS JOIN (VALUES 'split', 'normalize', 'atomize', 'join') AS q (query)
ORDER BY q.query, c.key, c.id;
