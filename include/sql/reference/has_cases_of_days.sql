-- Purpose:    whether changed days of a calendar reach any case: only then is the change one of the facts.
-- Grain:      one answer.
-- Reads:      core.cases_of_days.
-- Writes:     nothing.
-- Parameters: calendar_code, days (array).
-- Rerun:      reads only.
SELECT
    EXISTS(
        SELECT 1
        FROM core.cases_of_days(
            %(calendar_code)s,
            (SELECT range_agg(daterange(changed.day, changed.day, '[]')) FROM unnest(%(days)s::date[]) AS changed (day))
        )
    )
