-- Purpose:    what stands above and below a form II.06a: who reports what to whom, and what became of it.
-- Grain:      one form, or no row.
-- Reads:      mart.unit, mart.period, mart.form_ii06a, mart.form_state, mart.area, mart.area_member.
-- Writes:     nothing.
-- Parameters: unit_code, basis, period_id.
-- Rerun:      reads only.
SELECT
    unit.unit_id,
    unit.name AS unit_name,
    province.name AS province_name,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    period.counted_to,
    coalesce(form_state.state, 'draft') AS state,
    form_state.form_id,
    form_state.version,
    form_state.confirmed_at,
    form_state.confirmed_by_post,
    form_state.document_number,
    form_state.document_date
FROM mart.form_ii06a AS form
INNER JOIN mart.unit ON form.unit_id = unit.unit_id
INNER JOIN mart.period ON form.period_id = period.period_id
LEFT JOIN mart.form_state
    ON
        form.unit_id = form_state.unit_id
        AND form.basis = form_state.basis
        AND form.period_id = form_state.period_id
LEFT JOIN LATERAL (
    SELECT area.name
    FROM mart.area_member
    INNER JOIN mart.area ON area_member.area_id = area.area_id AND area.kind = 'province'
    WHERE
        area_member.unit_id = form.unit_id
        AND form.period_end >= coalesce(area_member.valid_from, '-infinity')
        AND form.period_end <= coalesce(area_member.valid_to, 'infinity')
    LIMIT 1
) AS province ON TRUE
WHERE
    form.unit_code = %(unit_code)s
    AND form.basis = %(basis)s
    AND form.period_id = %(period_id)s
    AND form.sector_code = '*'
-- A statistical code was one unit's after the other's: meant is who had it at the end of the period, else who had it last.
ORDER BY
    period.period_end BETWEEN coalesce(unit.valid_from, '-infinity') AND coalesce(unit.valid_to, 'infinity') DESC,
    unit.valid_to DESC NULLS FIRST,
    unit.unit_id
LIMIT 1
