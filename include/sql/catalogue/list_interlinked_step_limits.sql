-- Purpose:    limits of interlinked steps, as the warehouse has them, and whether they are in use.
-- Grain:      one step and span.
-- Reads:      core.interlinked_step_limit.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT to_jsonb(interlinked_step_limit) AS entry, FALSE AS is_in_use
FROM core.interlinked_step_limit
ORDER BY
    interlinked_step_limit.group_code, interlinked_step_limit.step_code, interlinked_step_limit.agency,
    interlinked_step_limit.with_verification, interlinked_step_limit.valid_from
