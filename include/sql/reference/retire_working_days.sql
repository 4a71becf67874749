-- Purpose:    take the days of the version before out of force.
-- Grain:      one day.
-- Reads:      nothing.
-- Writes:     core.working_day.
-- Parameters: calendar_code.
-- Rerun:      changes nothing the second time.
UPDATE core.working_day SET is_in_force = FALSE
WHERE working_day.is_in_force AND working_day.calendar_code = %(calendar_code)s
