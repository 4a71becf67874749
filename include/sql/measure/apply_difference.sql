-- Purpose:    move the measures by the difference.
-- Grain:      one unit, basis, day and sector.
-- Reads:      difference.
-- Writes:     mart.measure_day.
-- Parameters: none.
-- Rerun:      under the writer lock and in the transaction that moves the applied sequence, so once.
MERGE INTO mart.measure_day
USING difference
    ON
        measure_day.unit_id = difference.unit_id
        AND measure_day.basis = difference.basis
        AND measure_day.day = difference.day
        AND measure_day.sector_code = difference.sector_code
WHEN MATCHED THEN UPDATE SET
    received_in_person = measure_day.received_in_person + difference.received_in_person,
    received_online = measure_day.received_online + difference.received_online,
    received_postal = measure_day.received_postal + difference.received_postal,
    resolved_early = measure_day.resolved_early + difference.resolved_early,
    resolved_on_time = measure_day.resolved_on_time + difference.resolved_on_time,
    resolved_overdue = measure_day.resolved_overdue + difference.resolved_overdue,
    resolved_no_due_date = measure_day.resolved_no_due_date + difference.resolved_no_due_date,
    withdrawn = measure_day.withdrawn + difference.withdrawn,
    refused = measure_day.refused + difference.refused,
    stopped = measure_day.stopped + difference.stopped,
    transferred_in = measure_day.transferred_in + difference.transferred_in,
    transferred_out = measure_day.transferred_out + difference.transferred_out,
    within_enter = measure_day.within_enter + difference.within_enter,
    within_leave = measure_day.within_leave + difference.within_leave,
    overdue_enter = measure_day.overdue_enter + difference.overdue_enter,
    overdue_leave = measure_day.overdue_leave + difference.overdue_leave,
    no_due_date_enter = measure_day.no_due_date_enter + difference.no_due_date_enter,
    no_due_date_leave = measure_day.no_due_date_leave + difference.no_due_date_leave,
    paused_enter = measure_day.paused_enter + difference.paused_enter,
    paused_leave = measure_day.paused_leave + difference.paused_leave
WHEN NOT MATCHED THEN INSERT (
    unit_id, basis, day, sector_code, received_in_person, received_online, received_postal, resolved_early,
    resolved_on_time, resolved_overdue, resolved_no_due_date, withdrawn, refused, stopped, transferred_in,
    transferred_out, within_enter, within_leave, overdue_enter, overdue_leave, no_due_date_enter,
    no_due_date_leave, paused_enter, paused_leave
) VALUES (
    difference.unit_id, difference.basis, difference.day, difference.sector_code,
    difference.received_in_person, difference.received_online, difference.received_postal,
    difference.resolved_early, difference.resolved_on_time, difference.resolved_overdue,
    difference.resolved_no_due_date, difference.withdrawn, difference.refused, difference.stopped,
    difference.transferred_in, difference.transferred_out, difference.within_enter, difference.within_leave,
    difference.overdue_enter, difference.overdue_leave, difference.no_due_date_enter,
    difference.no_due_date_leave, difference.paused_enter, difference.paused_leave
)
