-- Purpose:    ask whether this slot is still to be told: somebody works on the day, and no earlier look told it.
-- Grain:      one row.
-- Reads:      core.working_day, audit.alert_run.
-- Writes:     nothing.
-- Parameters: run_on, slot.
-- Rerun:      false once the slot was told.
SELECT
    EXISTS (
        SELECT 1
        FROM core.working_day
        WHERE working_day.is_in_force AND working_day.day = %(run_on)s AND working_day.is_working
    )
    AND NOT EXISTS (
        SELECT 1
        FROM audit.alert_run
        WHERE alert_run.run_on = %(run_on)s AND alert_run.slot = %(slot)s
    ) AS is_to_tell
