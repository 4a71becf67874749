-- Purpose:    the totals of form II.06a of each unit of an area, confirmed ones as they were confirmed.
-- Grain:      one unit.
-- Reads:      mart.printed_form, mart.form_state, mart.unit, mart.area, mart.area_member, mart.period.
-- Writes:     nothing.
-- Parameters: area_code, period_id.
-- Rerun:      reads only.
SELECT
    unit.name AS unit_name,
    coalesce(form_state.state, 'draft') AS state,
    form_state.document_number,
    form_state.has_moved,
    printed_form.*
FROM mart.area
INNER JOIN mart.area_member ON area.area_id = area_member.area_id
INNER JOIN mart.period ON period.period_id = %(period_id)s
INNER JOIN mart.unit ON area_member.unit_id = unit.unit_id
LEFT JOIN mart.form_state
    ON
        unit.unit_id = form_state.unit_id
        AND form_state.basis = 'receiving'
        AND form_state.period_id = %(period_id)s
INNER JOIN mart.printed_form
    ON
        unit.unit_id = printed_form.unit_id
        AND printed_form.basis = 'receiving'
        AND printed_form.period_id = %(period_id)s
        AND printed_form.sector_code = '*'
        AND printed_form.publication_id IS NULL
        AND printed_form.form_id IS NOT DISTINCT FROM form_state.form_id
WHERE
    area.area_code = %(area_code)s
    AND coalesce(area_member.valid_from, '-infinity') <= period.period_end
    AND coalesce(area_member.valid_to, 'infinity') >= period.period_end
ORDER BY unit.name_sort, unit.unit_code
