-- Purpose:    enter procedures of interlinked groups, and take out those that are gone.
-- Grain:      one procedure and span.
-- Reads:      nothing.
-- Writes:     core.interlinked_procedure.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM core.interlinked_procedure
    USING jsonb_populate_recordset(NULL::core.interlinked_procedure, %(gone)s::jsonb) AS gone_entry
    WHERE
        interlinked_procedure.procedure_code = gone_entry.procedure_code
        AND interlinked_procedure.valid_from = gone_entry.valid_from
)

INSERT INTO core.interlinked_procedure (
    procedure_code, group_code, valid, source
)
SELECT
    entry.procedure_code,
    entry.group_code,
    entry.valid,
    entry.source
FROM jsonb_populate_recordset(NULL::core.interlinked_procedure, %(entries)s::jsonb) AS entry
ON CONFLICT (procedure_code, valid_from) DO UPDATE SET
    group_code = excluded.group_code,
    valid = excluded.valid,
    source = excluded.source
