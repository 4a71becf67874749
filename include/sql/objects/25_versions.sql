-- Purpose:    what every feed has in common: a staged candidate, and the version that is known of a record.
-- Grain:      one staged record; one known record.
-- Reads:      staging.unit, staging.procedure, staging.dossier, core.unit_record, core.procedure, core.dossier.
-- Writes:     views staging.candidate, core.known_version.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE VIEW staging.candidate AS
SELECT
    'units' AS feed, batch_id, page_no, ordinal, record_key, source_updated_at, read_as_of, record_hash
FROM staging.unit
UNION ALL
SELECT
    'procedures', batch_id, page_no, ordinal, record_key, source_updated_at, read_as_of, record_hash
FROM staging.procedure
UNION ALL
SELECT
    'dossiers', batch_id, page_no, ordinal, record_key, source_updated_at, read_as_of, record_hash
FROM staging.dossier;
COMMENT ON VIEW staging.candidate IS 'The staged records of every feed by what decides between versions.';

CREATE VIEW core.known_version AS
SELECT
    'units' AS feed, source_id, agency_code AS record_key, source_updated_at, read_as_of, record_hash
FROM core.unit_record
UNION ALL
SELECT
    'procedures', source_id, procedure_code || '@' || valid_from::text, source_updated_at, read_as_of, record_hash
FROM core.procedure
UNION ALL
SELECT
    'dossiers', source_id, dossier_code, source_updated_at, read_as_of, record_hash
FROM core.dossier;
COMMENT ON VIEW core.known_version IS 'The version of each record that the warehouse holds, for every feed.';
