-- Purpose:    the known versions that would be judged today as they were when they were published: no rule says anything.
-- Grain:      one known record.
-- Reads:      core.code_map, core.dossier, core.event, core.feedback, core.flag, core.interlinked, core.payment,
--             core.procedure, core.survey, core.unit_record.
-- Writes:     views core.dated_version, core.settled_version.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

-- Units and procedures are few, and much follows from a row of them: they are always checked again.
CREATE OR REPLACE VIEW core.dated_version AS
SELECT
    'dossiers' AS feed,
    source_id,
    dossier_code AS record_key,
    source_updated_at,
    read_as_of,
    record_hash,
    procedure_code,
    received_at IS NOT NULL OR submitted_at IS NOT NULL AS is_dated
FROM core.dossier
UNION ALL
SELECT
    'events', source_id, record_key, source_updated_at, read_as_of, record_hash, NULL, TRUE
FROM core.event
UNION ALL
SELECT
    'payments', source_id, record_key, source_updated_at, read_as_of, record_hash, NULL, requested_at IS NOT NULL
FROM core.payment
UNION ALL
SELECT
    'surveys', source_id, record_key, source_updated_at, read_as_of, record_hash, NULL, TRUE
FROM core.survey
UNION ALL
SELECT
    'feedback', source_id, record_key, source_updated_at, read_as_of, record_hash, NULL, TRUE
FROM core.feedback
UNION ALL
SELECT
    'interlinked', source_id, record_key, source_updated_at, read_as_of, record_hash, NULL, received_at IS NOT NULL
FROM core.interlinked;
COMMENT ON VIEW core.dated_version IS 'The known version of each record but units and procedures, with what the rules about it depend on.';
COMMENT ON COLUMN core.dated_version.procedure_code IS 'The procedure that a rule looks up; of dossiers only.';
COMMENT ON COLUMN core.dated_version.is_dated IS 'The record says itself on which day its unit is looked up; of another the day on which it is read decides.';

-- What a rule says of a record depends on the record and on the units, the procedure and the code list. A rule that is
-- new, or was changed, judges what is read from then on; it does not judge again what is published.
CREATE OR REPLACE VIEW core.settled_version AS
SELECT
    known.feed,
    known.source_id,
    known.record_key,
    known.source_updated_at,
    known.read_as_of,
    known.record_hash
FROM core.dated_version AS known
WHERE
    known.is_dated
    AND known.read_as_of >= (SELECT coalesce(max(unit_record.read_as_of), '-infinity') FROM core.unit_record)
    -- The procedure is looked up only if any has changed since.
    AND (
        known.read_as_of >= (SELECT coalesce(max(procedure.read_as_of), '-infinity') FROM core.procedure)
        OR coalesce(
            (
                SELECT max(procedure.read_as_of)
                FROM core.procedure
                WHERE procedure.source_id = known.source_id AND procedure.procedure_code = known.procedure_code
            ),
            '-infinity'
        ) <= known.read_as_of
    )
    AND NOT EXISTS (
        SELECT 1
        FROM core.flag
        WHERE flag.source_id = known.source_id AND flag.feed = known.feed AND flag.record_key = known.record_key
    )
    -- A list that differs by the version of the contract may say something else of the same code on another page.
    AND NOT EXISTS (SELECT 1 FROM core.code_map WHERE code_map.schema_version <> '*');
COMMENT ON VIEW core.settled_version IS 'The known versions of records of which no rule said anything, and of which no rule would say anything if the same content were read again: neither the units nor their procedure changed since they were read.';
