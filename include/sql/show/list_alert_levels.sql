-- Purpose:    the levels of attention, with what to do, what comes first in a list first.
-- Grain:      one level.
-- Reads:      mart.alert_level.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    alert_level.level,
    alert_level.name_vi,
    alert_level.action_vi
FROM mart.alert_level
ORDER BY alert_level.ordinal
