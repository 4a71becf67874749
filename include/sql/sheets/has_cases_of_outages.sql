-- Purpose:    whether the outages of a sheet fell into the life of any interlinked case.
-- Grain:      one boolean.
-- Reads:      core.cases_of_outages.
-- Writes:     nothing.
-- Parameters: sheet_id.
-- Rerun:      reads only.
SELECT EXISTS (SELECT 1 FROM core.cases_of_outages(%(sheet_id)s)) AS has_cases
