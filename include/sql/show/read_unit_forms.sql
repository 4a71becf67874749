-- Purpose:    form II.06a of the units of a publication as it was frozen, in the role of its scheme, the total last.
-- Grain:      one unit and sector.
-- Reads:      mart.publication_head, mart.published_form, mart.sector, mart.unit.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    published_form.unit_id,
    unit.name AS unit_name,
    published_form.sector_code,
    CASE
        WHEN published_form.sector_code = '*' THEN 'Tổng cộng'
        ELSE coalesce(sector.name, 'Chưa rõ lĩnh vực')
    END AS sector_vi,
    published_form.received_total,
    published_form.received_online,
    published_form.received_direct_postal,
    published_form.carried_over,
    published_form.resolved_total,
    published_form.resolved_early,
    published_form.resolved_on_time,
    published_form.resolved_overdue,
    published_form.in_progress_total,
    published_form.in_progress_within,
    published_form.in_progress_overdue,
    published_form.resolved_no_due_date,
    published_form.in_progress_no_due_date,
    published_form.paused,
    published_form.withdrawn,
    published_form.refused,
    published_form.stopped,
    published_form.transferred_in,
    published_form.transferred_out
FROM mart.publication_head AS head
INNER JOIN mart.published_form
    ON
        head.publication_id = published_form.publication_id
        AND head.basis = published_form.basis
        AND head.period_id = published_form.period_id
INNER JOIN mart.unit ON published_form.unit_id = unit.unit_id
LEFT JOIN mart.sector ON published_form.sector_code = sector.sector_code
WHERE head.publication_id = %(publication_id)s
ORDER BY unit.name_sort, unit.unit_code, published_form.sector_code = '*', sector.name, published_form.sector_code
