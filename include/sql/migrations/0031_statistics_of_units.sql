-- Purpose:    the pipeline tells the planner of the units that it enters.
-- Grain:      one table.
-- Reads:      core.unit, core.unit_code, core.unit_alias, core.unit_succession, core.area, core.area_member.
-- Writes:     grants.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

-- Not measured here: what an earlier version entered has statistics by now, and of empty tables they mislead.
GRANT MAINTAIN ON core.unit, core.unit_code, core.unit_alias, core.unit_succession, core.area, core.area_member -- noqa
TO onestop_pipeline;
