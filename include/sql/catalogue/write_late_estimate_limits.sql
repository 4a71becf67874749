-- Purpose:    enter limits of estimates, and take out those that are gone.
-- Grain:      one sector, or all others.
-- Reads:      nothing.
-- Writes:     mart.late_estimate_limit.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM mart.late_estimate_limit
    USING jsonb_populate_recordset(NULL::mart.late_estimate_limit, %(gone)s::jsonb) AS gone_entry
    WHERE late_estimate_limit.sector_code = gone_entry.sector_code
)

INSERT INTO mart.late_estimate_limit (sector_code, is_shown, high_from, medium_from, min_cases, min_settled)
SELECT
    entry.sector_code,
    entry.is_shown,
    entry.high_from,
    entry.medium_from,
    entry.min_cases,
    entry.min_settled
FROM jsonb_populate_recordset(NULL::mart.late_estimate_limit, %(entries)s::jsonb) AS entry
ON CONFLICT (sector_code) DO UPDATE SET
    is_shown = excluded.is_shown,
    high_from = excluded.high_from,
    medium_from = excluded.medium_from,
    min_cases = excluded.min_cases,
    min_settled = excluded.min_settled
