-- Purpose:    units to be ranked that are not in form II.06a exactly once, where the period has the form. Units that no
--             source has named have no figures and are not ranked.
-- Grain:      one unit.
-- Reads:      mart.area_member, mart.unit, mart.period, mart.period_kind, mart.form_ii06a.
-- Writes:     nothing.
-- Parameters: area_ids (array), period_id, bases (array).
-- Rerun:      reads only.
-- Severity:   high
-- Vietnamese: Mỗi đơn vị có nguồn dữ liệu của địa bàn phải có đúng một dòng tổng trong biểu II.06a của kỳ có biểu này.
-- English:    A fed unit of the area must have exactly one row of totals in form II.06a of a period that has the form.
SELECT DISTINCT unit.unit_code AS record_key
FROM mart.area_member
INNER JOIN mart.unit ON area_member.unit_id = unit.unit_id AND unit.is_fed
INNER JOIN mart.period
    ON
        period.period_end >= coalesce(area_member.valid_from, '-infinity')
        AND period.period_end <= coalesce(area_member.valid_to, 'infinity')
INNER JOIN mart.period_kind ON period.kind = period_kind.kind AND period_kind.has_form
CROSS JOIN unnest(%(bases)s) AS role (basis)
WHERE
    area_member.area_id = ANY(%(area_ids)s)
    AND period.period_id = %(period_id)s
    AND 1 <> (
        SELECT count(*)
        FROM mart.form_ii06a
        WHERE
            form_ii06a.unit_id = area_member.unit_id
            AND form_ii06a.period_id = period.period_id
            AND form_ii06a.basis = role.basis
            AND form_ii06a.sector_code = '*'
    )
ORDER BY record_key
