-- Purpose:    kinds of agencies of interlinked steps, as the warehouse has them, and whether they are in use.
-- Grain:      one kind of agencies.
-- Reads:      core.interlinked_agency.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT to_jsonb(interlinked_agency) AS entry, FALSE AS is_in_use
FROM core.interlinked_agency
ORDER BY interlinked_agency.ordinal
