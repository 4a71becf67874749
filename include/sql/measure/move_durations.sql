-- Purpose:    move the durations of resolved dossiers by the difference.
-- Grain:      one unit, basis, day, sector and number of minutes.
-- Reads:      moved_durations.
-- Writes:     mart.duration_day.
-- Parameters: none.
-- Rerun:      under the writer lock and in the transaction that moves the applied sequence, so once.
MERGE INTO mart.duration_day
USING moved_durations AS difference
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
