-- Purpose:    the totals of form II.06a as a publication froze them.
-- Grain:      one unit.
-- Reads:      mart.published_form, mart.unit.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    unit.name AS unit_name,
    published_form.*
FROM mart.published_form
INNER JOIN mart.unit ON published_form.unit_id = unit.unit_id
WHERE
    published_form.publication_id = %(publication_id)s
    AND published_form.basis = 'receiving'
    AND published_form.sector_code = '*'
ORDER BY unit.name_sort, unit.unit_code
