-- Purpose:    form II.06a of the units of a publication as it was frozen and is printed, in the role of its scheme, the
--             total last.
-- Grain:      one unit and sector.
-- Reads:      mart.publication_head, mart.printed_form, mart.unit.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    printed_form.unit_id,
    unit.name AS unit_name,
    printed_form.sector_code,
    printed_form.sector_vi,
    printed_form.received_total,
    printed_form.received_online,
    printed_form.received_direct_postal,
    printed_form.carried_over,
    printed_form.resolved_total,
    printed_form.resolved_early,
    printed_form.resolved_on_time,
    printed_form.resolved_overdue,
    printed_form.in_progress_total,
    printed_form.in_progress_within,
    printed_form.in_progress_overdue,
    printed_form.resolved_no_due_date,
    printed_form.in_progress_no_due_date,
    printed_form.paused,
    printed_form.withdrawn,
    printed_form.refused,
    printed_form.stopped,
    printed_form.transferred_in,
    printed_form.transferred_out,
    printed_form.footnote_vi
FROM mart.printed_form
INNER JOIN mart.unit ON printed_form.unit_id = unit.unit_id
WHERE
    printed_form.publication_id = %(publication_id)s
    AND (printed_form.basis, printed_form.period_id) = (
        SELECT
            head.basis,
            head.period_id
        FROM mart.publication_head AS head
        WHERE head.publication_id = %(publication_id)s
    )
ORDER BY
    unit.name_sort, unit.unit_code, printed_form.sector_code = '*',
    nullif(printed_form.sector_vi, 'Chưa rõ lĩnh vực') NULLS LAST, printed_form.sector_code
