-- Purpose:    move the durations of resolved cases by the difference.
-- Grain:      one day, set of units in their roles, sector and number of minutes.
-- Reads:      moved_durations.
-- Writes:     core.duration_count.
-- Parameters: none.
-- Rerun:      under the writer lock and in the transaction that moves the applied sequence, so once.
MERGE INTO core.duration_count AS known
USING moved_durations AS difference
    ON
        known.receiving_unit_id = difference.receiving_unit_id
        AND known.day = difference.day
        AND known.responsible_unit_id = difference.responsible_unit_id
        AND known.holding_unit_id = difference.holding_unit_id
        AND known.sector_code = difference.sector_code
        AND known.minutes = difference.minutes
WHEN MATCHED AND known.n + difference.n = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET n = known.n + difference.n
WHEN NOT MATCHED THEN INSERT (
    day, receiving_unit_id, responsible_unit_id, holding_unit_id, sector_code, minutes, n
) VALUES (
    difference.day, difference.receiving_unit_id, difference.responsible_unit_id, difference.holding_unit_id,
    difference.sector_code, difference.minutes, difference.n
)
