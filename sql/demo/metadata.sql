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
FROM (SELECT DISTINCT sample, CAST(substr(sample, 4) AS bigint) AS number FROM bronze_samples WHERE regexp_like(sample, '^(COH|PAT|GEN)[0-9]+$'));
