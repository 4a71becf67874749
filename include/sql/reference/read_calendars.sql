-- Purpose:    know the calendars that are installed, each with its highest version and what it holds.
-- Grain:      one calendar.
-- Reads:      core.calendar_version.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT DISTINCT ON (calendar_version.calendar_code)
    calendar_version.calendar_code,
    calendar_version.version,
    calendar_version.digest
FROM core.calendar_version
ORDER BY calendar_version.calendar_code, calendar_version.version DESC
