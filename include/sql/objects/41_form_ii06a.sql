-- Purpose:    form II.06a of units by period, and over any range of days.
-- Grain:      one unit, basis, period or range and sector (*: all) in which anything arose.
-- Reads:      mart.figure, mart.period, mart.period_kind, core.unit, mart.unit, mart.figures_between.
-- Writes:     view mart.form_ii06a, function mart.form_ii06a_between.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
-- Generated from include/catalogue/measures.yaml by `make sql`.

CREATE VIEW mart.form_ii06a AS
SELECT
    figure.subject_id AS unit_id,
    figure.basis,
    period.period_id,
    figure.sector_code,
    unit.unit_code,
    period.period_start,
    period.period_end,
    (
        coalesce(figure.received_online, 0)
        + coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0)
        + coalesce(figure.within_at_start, 0)
        + coalesce(figure.overdue_at_start, 0)
        + coalesce(figure.no_due_date_at_start, 0)
        + coalesce(figure.waiting_supplement_at_start, 0)
        + coalesce(figure.waiting_payment_at_start, 0)
    )::integer AS received_total,
    (
        coalesce(figure.received_online, 0)
    )::integer AS received_online,
    (
        coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0)
    )::integer AS received_direct_postal,
    (
        coalesce(figure.within_at_start, 0)
        + coalesce(figure.overdue_at_start, 0)
        + coalesce(figure.no_due_date_at_start, 0)
        + coalesce(figure.waiting_supplement_at_start, 0)
        + coalesce(figure.waiting_payment_at_start, 0)
    )::integer AS carried_over,
    (
        coalesce(figure.resolved_early, 0)
        + coalesce(figure.resolved_on_time, 0)
        + coalesce(figure.resolved_overdue, 0)
        + coalesce(figure.resolved_no_due_date, 0)
    )::integer AS resolved_total,
    (
        coalesce(figure.resolved_early, 0)
    )::integer AS resolved_early,
    (
        coalesce(figure.resolved_on_time, 0)
    )::integer AS resolved_on_time,
    (
        coalesce(figure.resolved_overdue, 0)
    )::integer AS resolved_overdue,
    (
        coalesce(figure.within, 0)
        + coalesce(figure.overdue, 0)
        + coalesce(figure.no_due_date, 0)
        + coalesce(figure.waiting_supplement, 0)
        + coalesce(figure.waiting_payment, 0)
    )::integer AS in_progress_total,
    (
        coalesce(figure.within, 0)
    )::integer AS in_progress_within,
    (
        coalesce(figure.overdue, 0)
    )::integer AS in_progress_overdue,
    (
        coalesce(figure.resolved_no_due_date, 0)
    )::integer AS resolved_no_due_date,
    (
        coalesce(figure.no_due_date, 0)
    )::integer AS in_progress_no_due_date,
    (
        coalesce(figure.waiting_supplement, 0)
        + coalesce(figure.waiting_payment, 0)
    )::integer AS paused,
    (
        coalesce(figure.withdrawn, 0)
    )::integer AS withdrawn,
    (
        coalesce(figure.refused, 0)
    )::integer AS refused,
    (
        coalesce(figure.stopped, 0)
    )::integer AS stopped,
    (
        coalesce(figure.transferred_in, 0)
    )::integer AS transferred_in,
    (
        coalesce(figure.transferred_out, 0)
    )::integer AS transferred_out
FROM mart.figure
INNER JOIN mart.period ON figure.period_no = period.period_no
INNER JOIN mart.period_kind ON period.kind = period_kind.kind AND period_kind.has_form
INNER JOIN core.unit ON figure.subject_id = unit.unit_id
WHERE
    figure.subject_kind = 'unit'
    AND (
        figure.sector_code = '*'
        OR 0 < num_nonnulls(
            figure.received_online,
            figure.received_in_person,
            figure.received_postal,
            figure.within_at_start,
            figure.overdue_at_start,
            figure.no_due_date_at_start,
            figure.waiting_supplement_at_start,
            figure.waiting_payment_at_start,
            figure.resolved_early,
            figure.resolved_on_time,
            figure.resolved_overdue,
            figure.resolved_no_due_date,
            figure.withdrawn,
            figure.refused,
            figure.stopped,
            figure.transferred_in,
            figure.transferred_out
        )
    )
;
COMMENT ON VIEW mart.form_ii06a IS 'Form II.06a/VPCP/KSTT by unit, basis, period and sector (* = all sectors): received, resolved and in-progress dossiers. Columns balance because the figures that they are made of do (mart.figure).';
GRANT SELECT ON mart.form_ii06a TO onestop_reader, onestop_pipeline;

CREATE FUNCTION mart.form_ii06a_between(p_unit_id integer, p_basis text, p_from date, p_to date)
RETURNS TABLE (
    unit_id integer,
    basis text,
    sector_code text,
    unit_code text,
    period_start date,
    period_end date,
    received_total integer,
    received_online integer,
    received_direct_postal integer,
    carried_over integer,
    resolved_total integer,
    resolved_early integer,
    resolved_on_time integer,
    resolved_overdue integer,
    in_progress_total integer,
    in_progress_within integer,
    in_progress_overdue integer,
    resolved_no_due_date integer,
    in_progress_no_due_date integer,
    paused integer,
    withdrawn integer,
    refused integer,
    stopped integer,
    transferred_in integer,
    transferred_out integer
)
LANGUAGE sql STABLE AS $$
SELECT
    unit.unit_id,
    p_basis,
    figure.sector_code,
    unit.unit_code,
    p_from,
    p_to,
    (
        coalesce(figure.received_online, 0)
        + coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0)
        + coalesce(figure.within_at_start, 0)
        + coalesce(figure.overdue_at_start, 0)
        + coalesce(figure.no_due_date_at_start, 0)
        + coalesce(figure.waiting_supplement_at_start, 0)
        + coalesce(figure.waiting_payment_at_start, 0)
    )::integer AS received_total,
    (
        coalesce(figure.received_online, 0)
    )::integer AS received_online,
    (
        coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0)
    )::integer AS received_direct_postal,
    (
        coalesce(figure.within_at_start, 0)
        + coalesce(figure.overdue_at_start, 0)
        + coalesce(figure.no_due_date_at_start, 0)
        + coalesce(figure.waiting_supplement_at_start, 0)
        + coalesce(figure.waiting_payment_at_start, 0)
    )::integer AS carried_over,
    (
        coalesce(figure.resolved_early, 0)
        + coalesce(figure.resolved_on_time, 0)
        + coalesce(figure.resolved_overdue, 0)
        + coalesce(figure.resolved_no_due_date, 0)
    )::integer AS resolved_total,
    (
        coalesce(figure.resolved_early, 0)
    )::integer AS resolved_early,
    (
        coalesce(figure.resolved_on_time, 0)
    )::integer AS resolved_on_time,
    (
        coalesce(figure.resolved_overdue, 0)
    )::integer AS resolved_overdue,
    (
        coalesce(figure.within, 0)
        + coalesce(figure.overdue, 0)
        + coalesce(figure.no_due_date, 0)
        + coalesce(figure.waiting_supplement, 0)
        + coalesce(figure.waiting_payment, 0)
    )::integer AS in_progress_total,
    (
        coalesce(figure.within, 0)
    )::integer AS in_progress_within,
    (
        coalesce(figure.overdue, 0)
    )::integer AS in_progress_overdue,
    (
        coalesce(figure.resolved_no_due_date, 0)
    )::integer AS resolved_no_due_date,
    (
        coalesce(figure.no_due_date, 0)
    )::integer AS in_progress_no_due_date,
    (
        coalesce(figure.waiting_supplement, 0)
        + coalesce(figure.waiting_payment, 0)
    )::integer AS paused,
    (
        coalesce(figure.withdrawn, 0)
    )::integer AS withdrawn,
    (
        coalesce(figure.refused, 0)
    )::integer AS refused,
    (
        coalesce(figure.stopped, 0)
    )::integer AS stopped,
    (
        coalesce(figure.transferred_in, 0)
    )::integer AS transferred_in,
    (
        coalesce(figure.transferred_out, 0)
    )::integer AS transferred_out
FROM mart.figures_between(p_unit_id, p_basis, p_from, p_to) AS figure
INNER JOIN mart.unit ON unit.unit_id = p_unit_id
WHERE
    TRUE
    AND (
        figure.sector_code = '*'
        OR 0 < num_nonnulls(
            figure.received_online,
            figure.received_in_person,
            figure.received_postal,
            figure.within_at_start,
            figure.overdue_at_start,
            figure.no_due_date_at_start,
            figure.waiting_supplement_at_start,
            figure.waiting_payment_at_start,
            figure.resolved_early,
            figure.resolved_on_time,
            figure.resolved_overdue,
            figure.resolved_no_due_date,
            figure.withdrawn,
            figure.refused,
            figure.stopped,
            figure.transferred_in,
            figure.transferred_out
        )
    )
ORDER BY figure.sector_code
$$;
COMMENT ON FUNCTION mart.form_ii06a_between(integer, text, date, date) IS 'Form II.06a of one unit for any range of days, both ends inclusive.';
