-- Purpose:    enter causes of objections, and take out those that are gone.
-- Grain:      one cause.
-- Reads:      nothing.
-- Writes:     core.objection_cause.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM core.objection_cause
    USING jsonb_populate_recordset(NULL::core.objection_cause, %(gone)s::jsonb) AS gone_entry
    WHERE objection_cause.cause_code = gone_entry.cause_code
)

INSERT INTO core.objection_cause (
    cause_code, ordinal, name_vi
)
SELECT
    entry.cause_code,
    entry.ordinal,
    entry.name_vi
FROM jsonb_populate_recordset(NULL::core.objection_cause, %(entries)s::jsonb) AS entry
ON CONFLICT (cause_code) DO UPDATE SET
    ordinal = excluded.ordinal,
    name_vi = excluded.name_vi
