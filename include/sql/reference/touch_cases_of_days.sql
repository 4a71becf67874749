-- Purpose:    touch the cases whose working time the changed days of a calendar may change.
-- Grain:      one case.
-- Reads:      core.cases_of_days.
-- Writes:     audit.touched.
-- Parameters: publish_seq, calendar_code, days (array).
-- Rerun:      adds nothing the second time.
INSERT INTO audit.touched (publish_seq, case_id)
SELECT DISTINCT
    %(publish_seq)s::bigint,
    reached.case_id
FROM core.cases_of_days(
    %(calendar_code)s,
    (SELECT range_agg(daterange(changed.day, changed.day, '[]')) FROM unnest(%(days)s::date[]) AS changed (day))
) AS reached (case_id)
ON CONFLICT (publish_seq, case_id) DO NOTHING
