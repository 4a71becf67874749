-- Purpose:    the table of a publication, ranked units first, in Vietnamese order of names within a rank.
-- Grain:      one unit.
-- Reads:      mart.ranking, mart.unit, mart.published_form, mart.published_value.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    ranking.rank,
    ranking.previous_rank,
    ranking.score,
    ranking.unranked_reason,
    ranking.unit_code,
    unit.name AS unit_name,
    form.received_online + form.received_direct_postal AS received,
    form.resolved_total,
    form.resolved_early + form.resolved_on_time AS resolved_in_time,
    form.resolved_overdue,
    form.resolved_no_due_date,
    form.in_progress_overdue,
    online.value AS online_rate
FROM mart.ranking
INNER JOIN mart.unit ON ranking.unit_id = unit.unit_id
LEFT JOIN mart.published_form AS form
    ON
        ranking.publication_id = form.publication_id
        AND ranking.unit_id = form.unit_id
        AND form.basis = 'receiving'
        AND form.sector_code = '*'
LEFT JOIN mart.published_value AS online
    ON
        ranking.publication_id = online.publication_id
        AND online.subject_kind = 'unit'
        AND ranking.unit_id = online.subject_id
        AND online.basis = 'receiving'
        AND online.sector_code = '*'
        AND online.indicator_code = 'online_rate'
WHERE ranking.publication_id = %(publication_id)s
ORDER BY ranking.rank NULLS LAST, unit.name_sort, ranking.unit_code
