-- Purpose:    enter levels of attention, and take out those that are gone.
-- Grain:      one level.
-- Reads:      nothing.
-- Writes:     mart.alert_level.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM mart.alert_level
    USING jsonb_populate_recordset(NULL::mart.alert_level, %(gone)s::jsonb) AS gone_entry
    WHERE alert_level.level = gone_entry.level
)

INSERT INTO mart.alert_level (
    level, ordinal, severity, is_for_holder, name_vi, action_vi
)
SELECT
    entry.level,
    entry.ordinal,
    entry.severity,
    entry.is_for_holder,
    entry.name_vi,
    entry.action_vi
FROM jsonb_populate_recordset(NULL::mart.alert_level, %(entries)s::jsonb) AS entry
ON CONFLICT (level) DO UPDATE SET
    ordinal = excluded.ordinal,
    severity = excluded.severity,
    is_for_holder = excluded.is_for_holder,
    name_vi = excluded.name_vi,
    action_vi = excluded.action_vi
