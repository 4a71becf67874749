-- Purpose:    the pipeline tells the planner of the units that it enters.
-- Grain:      one table.
-- Reads:      core.unit, core.unit_code, core.unit_alias, core.unit_succession, core.area, core.area_member.
-- Writes:     planner statistics.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

-- What was entered by an earlier version has statistics by now, unless it was a moment ago.
GRANT MAINTAIN ON core.unit, core.unit_code, core.unit_alias, core.unit_succession, core.area, core.area_member -- noqa
TO onestop_pipeline;
ANALYZE core.unit, core.unit_code, core.unit_alias, core.unit_succession, core.area, core.area_member;
