-- Purpose:    form II.06a of the units of a publication as it was frozen, in the role of its scheme, the total last.
-- Grain:      one unit and sector.
-- Reads:      mart.publication, mart.scheme, mart.published_form, mart.sector.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    published_form.unit_id,
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
FROM mart.publication
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
INNER JOIN mart.published_form
    ON
        publication.publication_id = published_form.publication_id
        AND scheme.basis = published_form.basis
        AND publication.period_id = published_form.period_id
LEFT JOIN mart.sector ON published_form.sector_code = sector.sector_code
WHERE publication.publication_id = %(publication_id)s
ORDER BY published_form.unit_id, published_form.sector_code = '*', sector.name, published_form.sector_code
