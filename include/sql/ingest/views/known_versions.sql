-- Purpose:    the version that is known of a record, whatever its feed.
-- Grain:      one known record.
-- Reads:      core.dossier, core.event, core.feedback, core.interlinked, core.payment, core.procedure, core.survey,
--             core.unit_record.
-- Writes:     view core.known_version.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW core.known_version AS
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
FROM core.dossier
UNION ALL
SELECT
    'events', source_id, record_key, source_updated_at, read_as_of, record_hash
FROM core.event
UNION ALL
SELECT
    'payments', source_id, record_key, source_updated_at, read_as_of, record_hash
FROM core.payment
UNION ALL
SELECT
    'surveys', source_id, record_key, source_updated_at, read_as_of, record_hash
FROM core.survey
UNION ALL
SELECT
    'feedback', source_id, record_key, source_updated_at, read_as_of, record_hash
FROM core.feedback
UNION ALL
SELECT
    'interlinked', source_id, record_key, source_updated_at, read_as_of, record_hash
FROM core.interlinked;
COMMENT ON VIEW core.known_version IS 'The version of each record that the warehouse holds, for every feed.';
