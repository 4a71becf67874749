-- Purpose:    the latest overview of each area and scheme, whose workbook offices get with the dossiers of today.
-- Grain:      one area and scheme.
-- Reads:      mart.latest_ranking.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT latest_ranking.*
FROM mart.latest_ranking
WHERE latest_ranking.is_overview
ORDER BY latest_ranking.area_name, latest_ranking.area_id, latest_ranking.scheme_code
