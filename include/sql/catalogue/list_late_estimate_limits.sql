-- Purpose:    limits of estimates, as the warehouse has them, and whether they are in use.
-- Grain:      one sector, or all others.
-- Reads:      mart.late_estimate_limit.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT to_jsonb(late_estimate_limit) AS entry, FALSE AS is_in_use
FROM mart.late_estimate_limit
ORDER BY late_estimate_limit.sector_code
