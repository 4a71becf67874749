-- Purpose:    enter limits of alerts, and take out those that are gone.
-- Grain:      one province, or all others.
-- Reads:      nothing.
-- Writes:     mart.alert_limit.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM mart.alert_limit
    USING jsonb_populate_recordset(NULL::mart.alert_limit, %(gone)s::jsonb) AS gone_entry
    WHERE alert_limit.area_code = gone_entry.area_code
)

INSERT INTO mart.alert_limit (
    area_code, due_soon_share, due_soon_working_days, same_day_soon_share, same_day_due_share,
    held_elsewhere_working_days, overdue_long_working_days, acceptance_working_hours, escalate_after_working_days,
    worst_cases
)
SELECT
    entry.area_code,
    entry.due_soon_share,
    entry.due_soon_working_days,
    entry.same_day_soon_share,
    entry.same_day_due_share,
    entry.held_elsewhere_working_days,
    entry.overdue_long_working_days,
    entry.acceptance_working_hours,
    entry.escalate_after_working_days,
    entry.worst_cases
FROM jsonb_populate_recordset(NULL::mart.alert_limit, %(entries)s::jsonb) AS entry
ON CONFLICT (area_code) DO UPDATE SET
    due_soon_share = excluded.due_soon_share,
    due_soon_working_days = excluded.due_soon_working_days,
    same_day_soon_share = excluded.same_day_soon_share,
    same_day_due_share = excluded.same_day_due_share,
    held_elsewhere_working_days = excluded.held_elsewhere_working_days,
    overdue_long_working_days = excluded.overdue_long_working_days,
    acceptance_working_hours = excluded.acceptance_working_hours,
    escalate_after_working_days = excluded.escalate_after_working_days,
    worst_cases = excluded.worst_cases
