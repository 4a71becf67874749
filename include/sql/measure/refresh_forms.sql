-- Purpose:    make the stored forms of some units and periods those of the figures.
-- Grain:      one unit, basis, period and sector.
-- Reads:      mart.period_figure, mart.period, mart.period_kind, core.unit.
-- Writes:     mart.form_ii06a.
-- Parameters: unit_ids, basis, period_ids.
-- Rerun:      changes nothing the second time.
MERGE INTO mart.form_ii06a
USING (
    SELECT
        period_figure.subject_id AS unit_id,
        period_figure.sector_code,
        period.period_id,
        period.period_start,
        period.period_end,
        unit.unit_code,
        coalesce(form.received_total, 0) AS received_total,
        coalesce(form.received_online, 0) AS received_online,
        coalesce(form.received_direct_postal, 0) AS received_direct_postal,
        coalesce(form.carried_over, 0) AS carried_over,
        coalesce(form.resolved_total, 0) AS resolved_total,
        coalesce(form.resolved_early, 0) AS resolved_early,
        coalesce(form.resolved_on_time, 0) AS resolved_on_time,
        coalesce(form.resolved_overdue, 0) AS resolved_overdue,
        coalesce(form.in_progress_total, 0) AS in_progress_total,
        coalesce(form.in_progress_within, 0) AS in_progress_within,
        coalesce(form.in_progress_overdue, 0) AS in_progress_overdue,
        coalesce(form.resolved_no_due_date, 0) AS resolved_no_due_date,
        coalesce(form.in_progress_no_due_date, 0) AS in_progress_no_due_date,
        coalesce(form.paused, 0) AS paused,
        coalesce(form.withdrawn, 0) AS withdrawn,
        coalesce(form.refused, 0) AS refused,
        coalesce(form.stopped, 0) AS stopped,
        coalesce(form.transferred_in, 0) AS transferred_in,
        coalesce(form.transferred_out, 0) AS transferred_out
    FROM mart.period_figure
    INNER JOIN mart.period ON period_figure.period_id = period.period_id
    INNER JOIN mart.period_kind ON period.kind = period_kind.kind AND period_kind.has_form
    INNER JOIN core.unit ON period_figure.subject_id = unit.unit_id
    CROSS JOIN LATERAL jsonb_populate_record(NULL::mart.form_ii06a, period_figure.figures) AS form
    WHERE
        period_figure.subject_kind = 'unit'
        AND period_figure.subject_id = ANY(%(unit_ids)s::integer[])
        AND period_figure.basis = %(basis)s
        AND period_figure.period_id = ANY(%(period_ids)s::text[])
        AND (
            period_figure.sector_code = '*'
            OR 0 < num_nonnulls(
                form.received_total, form.resolved_total, form.withdrawn, form.refused, form.stopped,
                form.transferred_in, form.transferred_out
            )
        )
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
