-- Purpose:    which units' measures moved, their own or those of a unit that moved into them, and from which day on.
-- Grain:      one basis.
-- Reads:      difference, mart.unit_counts_for.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    difference.basis,
    array_agg(DISTINCT unit_counts_for.counts_for_unit_id) AS unit_ids,
    min(difference.day) AS since
FROM difference
INNER JOIN mart.unit_counts_for ON difference.unit_id = unit_counts_for.unit_id
GROUP BY difference.basis
ORDER BY difference.basis
