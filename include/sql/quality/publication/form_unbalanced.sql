-- Purpose:    rows of form II.06a whose columns do not add up.
-- Grain:      one unit and sector.
-- Reads:      mart.form_ii06a, mart.area_member.
-- Writes:     nothing.
-- Parameters: area_ids (array), period_id.
-- Rerun:      reads only.
-- Severity:   high
-- Vietnamese: Các cột của biểu II.06a phải cân đối: tổng bằng tổng các thành phần.
-- English:    The columns of form II.06a must add up to their totals.
SELECT DISTINCT form_ii06a.unit_code || ' ' || form_ii06a.sector_code AS record_key
FROM mart.form_ii06a
INNER JOIN mart.area_member ON form_ii06a.unit_id = area_member.unit_id
WHERE
    area_member.area_id = ANY(%(area_ids)s)
    AND form_ii06a.period_id = %(period_id)s
    -- That each total is that of its parts follows from how the form is made.
    AND form_ii06a.received_total + form_ii06a.transferred_in
    <> form_ii06a.resolved_total + form_ii06a.in_progress_total + form_ii06a.withdrawn + form_ii06a.refused
    + form_ii06a.stopped + form_ii06a.transferred_out
ORDER BY record_key
