-- Purpose:    the latest version of each ranking of an area for a period.
-- Grain:      one ranking.
-- Reads:      mart.publication_head.
-- Writes:     nothing.
-- Parameters: area_code, period_id.
-- Rerun:      reads only.
SELECT head.*
FROM mart.publication_head AS head
WHERE head.area_code = %(area_code)s AND head.period_id = %(period_id)s AND head.is_standing
ORDER BY head.scheme_code
