-- Purpose:    procedures of interlinked groups, as the warehouse has them, and whether they are in use.
-- Grain:      one procedure and span.
-- Reads:      core.interlinked_procedure.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT to_jsonb(interlinked_procedure) AS entry, FALSE AS is_in_use
FROM core.interlinked_procedure
ORDER BY interlinked_procedure.procedure_code, interlinked_procedure.valid_from
