-- Purpose:    what was overdue of each unit of a publication, and of that what another agency has or caused; the most first.
-- Grain:      one unit.
-- Reads:      mart.ranking, mart.publication_head, mart.unit, mart.published_value.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    unit.unit_code,
    unit.name AS unit_name,
    sum(figure.value) FILTER (WHERE figure.indicator_code = 'in_progress_overdue_count') AS in_progress,
    sum(figure.value) FILTER (WHERE figure.indicator_code = 'overdue_elsewhere_count') AS elsewhere,
    sum(figure.value) FILTER (WHERE figure.indicator_code = 'resolved_overdue_count') AS resolved,
    sum(figure.value) FILTER (WHERE figure.indicator_code = 'resolved_overdue_other_agency_count') AS by_others
FROM mart.ranking
INNER JOIN mart.publication_head AS head ON ranking.publication_id = head.publication_id
INNER JOIN mart.unit ON ranking.unit_id = unit.unit_id
LEFT JOIN mart.published_value AS figure
    ON
        ranking.publication_id = figure.publication_id
        AND figure.subject_kind = 'unit'
        AND ranking.unit_id = figure.subject_id
        AND head.basis = figure.basis
        AND figure.sector_code = '*'
WHERE ranking.publication_id = %(publication_id)s
GROUP BY unit.unit_id, unit.unit_code, unit.name, unit.name_sort
ORDER BY in_progress DESC NULLS LAST, resolved DESC NULLS LAST, unit.name_sort, unit.unit_code
