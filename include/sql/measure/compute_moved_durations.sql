-- Purpose:    the difference of the durations of resolved dossiers.
-- Grain:      one unit, basis, day, sector and number of minutes.
-- Reads:      moved.
-- Writes:     temporary table moved_durations.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE moved_durations ON COMMIT DROP AS
SELECT
    moved.of_unit_id AS unit_id,
    moved.of_basis AS basis,
    moved.day,
    moved.sector_code,
    coalesce(moved.processing_minutes, 0) AS minutes,
    sum(moved.sign) AS n
FROM moved
WHERE
    0 < num_nonnulls(
        moved.resolved_early, moved.resolved_on_time, moved.resolved_overdue, moved.resolved_no_due_date
    )
GROUP BY moved.of_unit_id, moved.of_basis, moved.day, moved.sector_code, coalesce(moved.processing_minutes, 0)
HAVING sum(moved.sign) <> 0
