-- Purpose:    tell which lists a look made.
-- Grain:      one list.
-- Reads:      audit.alert_list.
-- Writes:     nothing.
-- Parameters: run_on, slot.
-- Rerun:      reads only.
SELECT alert_list.list_id
FROM audit.alert_list
WHERE alert_list.run_on = %(run_on)s AND alert_list.slot = %(slot)s
ORDER BY alert_list.list_id
