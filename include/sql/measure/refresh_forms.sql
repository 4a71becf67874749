-- Purpose:    make the stored forms of the reached units and periods those of the figures.
-- Grain:      one unit, basis, period and sector.
-- Reads:      reached, mart.period_figure, mart.period, mart.period_kind, core.unit.
-- Writes:     mart.form_ii06a.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
WITH reached_form AS (
    SELECT reached.unit_id, reached.basis, period.period_id, period.period_start, period.period_end, unit.unit_code
    FROM reached
    INNER JOIN mart.period ON reached.period_id = period.period_id
    INNER JOIN mart.period_kind ON period.kind = period_kind.kind AND period_kind.has_form
    INNER JOIN core.unit ON reached.unit_id = unit.unit_id
),

fresh AS (
    SELECT
        reached_form.unit_id,
        reached_form.basis,
        reached_form.period_id,
        period_figure.sector_code,
        reached_form.unit_code,
        reached_form.period_start,
        reached_form.period_end,
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
    FROM reached_form
    INNER JOIN mart.period_figure
        ON
            period_figure.subject_kind = 'unit'
            AND reached_form.unit_id = period_figure.subject_id
            AND reached_form.basis = period_figure.basis
            AND reached_form.period_id = period_figure.period_id
    CROSS JOIN LATERAL jsonb_populate_record(NULL::mart.form_ii06a, period_figure.figures) AS form
    WHERE
        period_figure.sector_code = '*'
        OR 0 < num_nonnulls(
            form.received_total, form.resolved_total, form.withdrawn, form.refused, form.stopped, form.transferred_in,
            form.transferred_out
        )
),

stored AS (
    SELECT
        form_ii06a.unit_id,
        form_ii06a.basis,
        form_ii06a.period_id,
        form_ii06a.sector_code,
        form_ii06a.unit_code,
        form_ii06a.period_start,
        form_ii06a.period_end,
        form_ii06a.received_total,
        form_ii06a.received_online,
        form_ii06a.received_direct_postal,
        form_ii06a.carried_over,
        form_ii06a.resolved_total,
        form_ii06a.resolved_early,
        form_ii06a.resolved_on_time,
        form_ii06a.resolved_overdue,
        form_ii06a.in_progress_total,
        form_ii06a.in_progress_within,
        form_ii06a.in_progress_overdue,
        form_ii06a.resolved_no_due_date,
        form_ii06a.in_progress_no_due_date,
        form_ii06a.paused,
        form_ii06a.withdrawn,
        form_ii06a.refused,
        form_ii06a.stopped,
        form_ii06a.transferred_in,
        form_ii06a.transferred_out
    FROM reached_form
    INNER JOIN mart.form_ii06a
        ON
            reached_form.unit_id = form_ii06a.unit_id
            AND reached_form.basis = form_ii06a.basis
            AND reached_form.period_id = form_ii06a.period_id
),

gone AS (
    DELETE FROM mart.form_ii06a
    USING (
        SELECT unit_id, basis, period_id, sector_code FROM stored
        EXCEPT
        SELECT unit_id, basis, period_id, sector_code FROM fresh
    ) AS without
    WHERE
        form_ii06a.unit_id = without.unit_id
        AND form_ii06a.basis = without.basis
        AND form_ii06a.period_id = without.period_id
        AND form_ii06a.sector_code = without.sector_code
)

INSERT INTO mart.form_ii06a (
    unit_id, basis, period_id, sector_code, unit_code, period_start, period_end, received_total, received_online,
    received_direct_postal, carried_over, resolved_total, resolved_early, resolved_on_time, resolved_overdue,
    in_progress_total, in_progress_within, in_progress_overdue, resolved_no_due_date, in_progress_no_due_date,
    paused, withdrawn, refused, stopped, transferred_in, transferred_out
)
SELECT * FROM fresh
EXCEPT
SELECT * FROM stored
ON CONFLICT (unit_id, basis, period_id, sector_code) DO UPDATE SET
    unit_code = excluded.unit_code,
    received_total = excluded.received_total,
    received_online = excluded.received_online,
    received_direct_postal = excluded.received_direct_postal,
    carried_over = excluded.carried_over,
    resolved_total = excluded.resolved_total,
    resolved_early = excluded.resolved_early,
    resolved_on_time = excluded.resolved_on_time,
    resolved_overdue = excluded.resolved_overdue,
    in_progress_total = excluded.in_progress_total,
    in_progress_within = excluded.in_progress_within,
    in_progress_overdue = excluded.in_progress_overdue,
    resolved_no_due_date = excluded.resolved_no_due_date,
    in_progress_no_due_date = excluded.in_progress_no_due_date,
    paused = excluded.paused,
    withdrawn = excluded.withdrawn,
    refused = excluded.refused,
    stopped = excluded.stopped,
    transferred_in = excluded.transferred_in,
    transferred_out = excluded.transferred_out
