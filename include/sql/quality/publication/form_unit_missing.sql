-- Purpose:    units to be ranked that are not in form II.06a exactly once, where the period has the form.
-- Grain:      one unit.
-- Reads:      mart.area_member, mart.unit, mart.period, mart.period_kind, mart.scheme, mart.form_ii06a.
-- Writes:     nothing.
-- Parameters: area_id, period_id, scheme_code, scheme_version.
-- Rerun:      reads only.
-- Severity:   high
-- Vietnamese: Mỗi đơn vị của địa bàn phải có đúng một dòng tổng trong biểu II.06a của kỳ có biểu này.
-- English:    Every unit of the area must have exactly one row of totals in form II.06a of a period that has the form.
SELECT unit.unit_code AS record_key
FROM mart.area_member
INNER JOIN mart.unit ON area_member.unit_id = unit.unit_id
INNER JOIN mart.period
    ON
        period.period_end >= coalesce(area_member.valid_from, '-infinity')
        AND period.period_end <= coalesce(area_member.valid_to, 'infinity')
INNER JOIN mart.period_kind ON period.kind = period_kind.kind AND period_kind.has_form
INNER JOIN mart.scheme ON scheme.scheme_code = %(scheme_code)s AND scheme.scheme_version = %(scheme_version)s
WHERE
    area_member.area_id = %(area_id)s
    AND period.period_id = %(period_id)s
    AND 1 <> (
        SELECT count(*)
        FROM mart.form_ii06a
        WHERE
            form_ii06a.unit_id = area_member.unit_id
            AND form_ii06a.period_id = period.period_id
            AND form_ii06a.basis = scheme.basis
            AND form_ii06a.sector_code = '*'
    )
ORDER BY record_key
