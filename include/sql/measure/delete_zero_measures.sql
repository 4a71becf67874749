-- Purpose:    drop measures that came to nothing, so that the table is a function of the facts.
-- Grain:      one unit, basis, day and sector.
-- Reads:      difference, mart.measure_day.
-- Writes:     mart.measure_day.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM mart.measure_day
USING difference
WHERE
    measure_day.unit_id = difference.unit_id
    AND measure_day.basis = difference.basis
    AND measure_day.day = difference.day
    AND measure_day.sector_code = difference.sector_code
    AND 0 = (
        measure_day.received_in_person
        + measure_day.received_online
        + measure_day.received_postal
        + measure_day.resolved_early
        + measure_day.resolved_on_time
        + measure_day.resolved_overdue
        + measure_day.resolved_no_due_date
        + measure_day.withdrawn
        + measure_day.refused
        + measure_day.stopped
        + measure_day.transferred_in
        + measure_day.transferred_out
        + measure_day.within_enter
        + measure_day.within_leave
        + measure_day.overdue_enter
        + measure_day.overdue_leave
        + measure_day.no_due_date_enter
        + measure_day.no_due_date_leave
        + measure_day.paused_enter
        + measure_day.paused_leave
    )
