-- Purpose:    groups of interlinked procedures, as the warehouse has them, and whether they are in use.
-- Grain:      one group.
-- Reads:      core.interlinked_group.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT to_jsonb(interlinked_group) AS entry, FALSE AS is_in_use
FROM core.interlinked_group
ORDER BY interlinked_group.group_code
