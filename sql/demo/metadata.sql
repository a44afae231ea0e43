-- What:      what is registered of the invented people of the demo lake: sex, family, phenotype, population
-- From:      nothing; of a lake of yours it comes from where it is kept
-- How often: once
-- Who:       may write the project's schema of lake
-- Run:       ./genolake run --schema cohort sql/demo/metadata.sql

DELETE FROM metadata_samples;

INSERT INTO metadata_samples
SELECT
    sample,
    IF(number % 2 = 0, 'male', 'female'),
    NULL,
    NULL,
    NULL,
    number % 3 = 0 OR sample LIKE 'PAT%',
    IF(number % 4 < 2, 'north', 'south'),
    IF(number % 3 = 0 OR sample LIKE 'PAT%', 'affected', 'healthy')
FROM (SELECT DISTINCT sample, CAST(substr(sample, 4) AS bigint) AS number FROM bronze_samples WHERE regexp_like(sample, '^(COH|PAT|GEN)[0-9]+$'))
UNION ALL
SELECT sample, sex, family, father, mother, affected, population, phenotype
FROM (VALUES
    ('FAM01', 'male', 'FAM', 'FAM02', 'FAM03', TRUE, 'north', 'affected'),
    ('FAM02', 'male', 'FAM', NULL, NULL, FALSE, 'north', 'healthy'),
    ('FAM03', 'female', 'FAM', NULL, NULL, FALSE, 'south', 'healthy')) AS t (sample, sex, family, father, mother, affected, population, phenotype)
WHERE sample IN (SELECT sample FROM bronze_samples);
