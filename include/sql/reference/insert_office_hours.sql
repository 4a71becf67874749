-- Purpose:    enter the office hours of a version.
-- Grain:      one span of time.
-- Reads:      nothing.
-- Writes:     core.office_hours.
-- Parameters: calendar_code, version, valid_from, valid_to, morning_open, morning_close, afternoon_open, afternoon_close,
--             late_after, document (arrays, a place a span).
-- Rerun:      with its version, so once.
INSERT INTO core.office_hours (
    calendar_code, version, valid, morning_open, morning_close, afternoon_open, afternoon_close, late_after, document
)
SELECT
    %(calendar_code)s,
    %(version)s,
    daterange(span.valid_from, span.valid_to, '[]'),
    span.morning_open,
    span.morning_close,
    span.afternoon_open,
    span.afternoon_close,
    span.late_after,
    span.document
FROM unnest(
    %(valid_from)s::date[],
    %(valid_to)s::date[],
    %(morning_open)s::time[],
    %(morning_close)s::time[],
    %(afternoon_open)s::time[],
    %(afternoon_close)s::time[],
    %(late_after)s::time[],
    %(document)s::text[]
) AS span (
    valid_from, valid_to, morning_open, morning_close, afternoon_open, afternoon_close, late_after, document
)
