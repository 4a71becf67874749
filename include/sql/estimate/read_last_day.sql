-- Purpose:    the last day on which open dossiers were estimated, earlier days that were estimated afterwards left aside.
-- Grain:      one row.
-- Reads:      audit.estimate_day.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT max(estimate_day.estimated_on) AS last_day
FROM audit.estimate_day
WHERE NOT estimate_day.is_replayed
