-- Purpose:    what is to be published now, or looked at whether it needs a correction; oldest period first, so that each
--             finds the ranks of the period before.
-- Grain:      one publication.
-- Reads:      audit.publications_due, mart.scheme.
-- Writes:     nothing.
-- Parameters: clock_on (day of the business clock).
-- Rerun:      reads only.
SELECT
    due.kind,
    due.area_id,
    due.area_code,
    due.period_id,
    due.period_end,
    due.scheme_code,
    due.scheme_version,
    scheme.basis,
    due.version,
    due.status,
    due.latest_publication_id,
    due.correction_points
FROM audit.publications_due(%(clock_on)s) AS due
INNER JOIN mart.scheme ON due.scheme_code = scheme.scheme_code AND due.scheme_version = scheme.scheme_version
ORDER BY due.period_end, due.period_id, due.area_code, due.scheme_code
