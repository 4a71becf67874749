-- Purpose:    whether the outages of a sheet fell into the life of any interlinked case.
-- Grain:      one boolean.
-- Reads:      core.cases_of_outages.
-- Writes:     nothing.
-- Parameters: sheet_id.
-- Rerun:      reads only.
SELECT count(*) > 0 AS has_cases
FROM core.cases_of_outages(%(sheet_id)s)
