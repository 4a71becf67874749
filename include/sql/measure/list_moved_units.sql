-- Purpose:    which units' measures moved, and from which day on.
-- Grain:      one basis.
-- Reads:      difference.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    difference.basis,
    array_agg(DISTINCT difference.unit_id) AS unit_ids,
    min(difference.day) AS since
FROM difference
GROUP BY difference.basis
ORDER BY difference.basis
