-- Purpose:    limits of alerts, as the warehouse has them, and whether they are in use.
-- Grain:      one province, or all others.
-- Reads:      mart.alert_limit.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT to_jsonb(alert_limit) AS entry, FALSE AS is_in_use
FROM mart.alert_limit
ORDER BY alert_limit.area_code
