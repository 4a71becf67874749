-- Purpose:    causes of objections, as the warehouse has them, and whether they are in use.
-- Grain:      one cause.
-- Reads:      core.objection_cause, core.objection.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    to_jsonb(objection_cause) AS entry,
    objection_cause.cause_code IN (SELECT objection.cause_code FROM core.objection) AS is_in_use
FROM core.objection_cause
ORDER BY objection_cause.ordinal
