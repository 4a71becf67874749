-- Purpose:    insert the days of a version on which people decided differently, with the document.
-- Grain:      one day.
-- Reads:      nothing.
-- Writes:     core.calendar_exception.
-- Parameters: calendar_code, version, day, is_working, reason, document (arrays, a place a day).
-- Rerun:      with its version, so once.
INSERT INTO core.calendar_exception (calendar_code, version, day, is_working, reason, document)
SELECT
    %(calendar_code)s,
    %(version)s,
    decided.day,
    decided.is_working,
    decided.reason,
    decided.document
FROM unnest(
    %(day)s::date[], %(is_working)s::boolean[], %(reason)s::text[], %(document)s::text[]
) AS decided (day, is_working, reason, document)
