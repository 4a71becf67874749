-- Purpose:    make the stored forms of some units and periods those of the measures.
-- Grain:      one unit, basis, period and sector.
-- Reads:      mart.form_rows, mart.period, core.unit.
-- Writes:     mart.form_ii06a.
-- Parameters: unit_ids, basis, period_ids.
-- Rerun:      changes nothing the second time.
MERGE INTO mart.form_ii06a
USING (
    SELECT
        counted.*,
        period.period_id,
        period.period_start,
        period.period_end,
        unit.unit_code
    FROM (
        SELECT
            array_agg(period.period_start) AS starts,
            array_agg(period.counted_to) AS ends
        FROM mart.period
        WHERE period.period_id = ANY(%(period_ids)s::text[])
    ) AS wanted
    CROSS JOIN LATERAL mart.form_rows(%(unit_ids)s::integer[], %(basis)s, wanted.starts, wanted.ends) AS counted
    INNER JOIN mart.period
        ON
            counted.range_from = period.period_start
            AND counted.range_to = period.counted_to
            AND period.period_id = ANY(%(period_ids)s::text[])
    INNER JOIN core.unit ON counted.unit_id = unit.unit_id
) AS counted
    ON
        form_ii06a.unit_id = counted.unit_id
        AND form_ii06a.basis = %(basis)s
        AND form_ii06a.period_id = counted.period_id
        AND form_ii06a.sector_code = counted.sector_code
WHEN MATCHED AND (
    form_ii06a.unit_code, form_ii06a.received_total, form_ii06a.received_online,
    form_ii06a.received_direct_postal, form_ii06a.carried_over, form_ii06a.resolved_total,
    form_ii06a.resolved_early, form_ii06a.resolved_on_time, form_ii06a.resolved_overdue,
    form_ii06a.in_progress_total, form_ii06a.in_progress_within, form_ii06a.in_progress_overdue,
    form_ii06a.resolved_no_due_date, form_ii06a.in_progress_no_due_date, form_ii06a.paused,
    form_ii06a.withdrawn, form_ii06a.refused, form_ii06a.stopped, form_ii06a.transferred_in,
    form_ii06a.transferred_out
) IS DISTINCT FROM (
    counted.unit_code, counted.received_total, counted.received_online, counted.received_direct_postal,
    counted.carried_over, counted.resolved_total, counted.resolved_early, counted.resolved_on_time,
    counted.resolved_overdue, counted.in_progress_total, counted.in_progress_within,
    counted.in_progress_overdue, counted.resolved_no_due_date, counted.in_progress_no_due_date, counted.paused,
    counted.withdrawn, counted.refused, counted.stopped, counted.transferred_in, counted.transferred_out
) THEN UPDATE SET
    unit_code = counted.unit_code,
    received_total = counted.received_total,
    received_online = counted.received_online,
    received_direct_postal = counted.received_direct_postal,
    carried_over = counted.carried_over,
    resolved_total = counted.resolved_total,
    resolved_early = counted.resolved_early,
    resolved_on_time = counted.resolved_on_time,
    resolved_overdue = counted.resolved_overdue,
    in_progress_total = counted.in_progress_total,
    in_progress_within = counted.in_progress_within,
    in_progress_overdue = counted.in_progress_overdue,
    resolved_no_due_date = counted.resolved_no_due_date,
    in_progress_no_due_date = counted.in_progress_no_due_date,
    paused = counted.paused,
    withdrawn = counted.withdrawn,
    refused = counted.refused,
    stopped = counted.stopped,
    transferred_in = counted.transferred_in,
    transferred_out = counted.transferred_out
WHEN NOT MATCHED BY TARGET THEN INSERT (
    unit_id, basis, period_id, sector_code, unit_code, period_start, period_end, received_total,
    received_online, received_direct_postal, carried_over, resolved_total, resolved_early, resolved_on_time,
    resolved_overdue, in_progress_total, in_progress_within, in_progress_overdue, resolved_no_due_date,
    in_progress_no_due_date, paused, withdrawn, refused, stopped, transferred_in, transferred_out
) VALUES (
    counted.unit_id, %(basis)s, counted.period_id, counted.sector_code, counted.unit_code,
    counted.period_start, counted.period_end, counted.received_total, counted.received_online,
    counted.received_direct_postal, counted.carried_over, counted.resolved_total, counted.resolved_early,
    counted.resolved_on_time, counted.resolved_overdue, counted.in_progress_total, counted.in_progress_within,
    counted.in_progress_overdue, counted.resolved_no_due_date, counted.in_progress_no_due_date, counted.paused,
    counted.withdrawn, counted.refused, counted.stopped, counted.transferred_in, counted.transferred_out
)
WHEN NOT MATCHED BY SOURCE
    AND form_ii06a.unit_id = ANY(%(unit_ids)s::integer[])
    AND form_ii06a.basis = %(basis)s
    AND form_ii06a.period_id = ANY(%(period_ids)s::text[])
    THEN DELETE
