-- Purpose:    rows of form II.06a with a negative count.
-- Grain:      one unit and sector.
-- Reads:      mart.form_ii06a, mart.area_member.
-- Writes:     nothing.
-- Parameters: area_ids (array), period_id.
-- Rerun:      reads only.
-- Severity:   high
-- Vietnamese: Biểu II.06a không được có số lượng âm.
-- English:    Form II.06a must hold no negative count.
SELECT DISTINCT form_ii06a.unit_code || ' ' || form_ii06a.sector_code AS record_key
FROM mart.form_ii06a
INNER JOIN mart.area_member ON form_ii06a.unit_id = area_member.unit_id
WHERE
    area_member.area_id = ANY(%(area_ids)s)
    AND form_ii06a.period_id = %(period_id)s
    AND least(
        form_ii06a.received_total, form_ii06a.received_online, form_ii06a.received_direct_postal,
        form_ii06a.carried_over, form_ii06a.resolved_total, form_ii06a.resolved_early, form_ii06a.resolved_on_time,
        form_ii06a.resolved_overdue, form_ii06a.resolved_no_due_date, form_ii06a.in_progress_total,
        form_ii06a.in_progress_within, form_ii06a.in_progress_overdue, form_ii06a.in_progress_no_due_date,
        form_ii06a.paused, form_ii06a.withdrawn, form_ii06a.refused, form_ii06a.stopped, form_ii06a.transferred_in,
        form_ii06a.transferred_out
    ) < 0
ORDER BY record_key
