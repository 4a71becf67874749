-- Purpose:    move the durations of resolved dossiers by the difference.
-- Grain:      one unit, basis, day, sector and number of minutes.
-- Reads:      moved.
-- Writes:     mart.duration_day.
-- Parameters: none.
-- Rerun:      under the writer lock and in the transaction that moves the applied sequence, so once.
MERGE INTO mart.duration_day
USING (
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
) AS difference
    ON
        duration_day.unit_id = difference.unit_id
        AND duration_day.basis = difference.basis
        AND duration_day.day = difference.day
        AND duration_day.sector_code = difference.sector_code
        AND duration_day.minutes = difference.minutes
WHEN MATCHED AND duration_day.n + difference.n = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET n = duration_day.n + difference.n
WHEN NOT MATCHED THEN INSERT (unit_id, basis, day, sector_code, minutes, n)
    VALUES (
        difference.unit_id, difference.basis, difference.day, difference.sector_code, difference.minutes, difference.n
    )
