-- Purpose:    tell the planner how many units there are: what is read within the next minute would be matched by scans.
-- Grain:      one table.
-- Reads:      core.unit, core.unit_code, core.unit_alias, core.unit_succession, core.area, core.area_member.
-- Writes:     planner statistics.
-- Parameters: none.
-- Rerun:      measures again.
ANALYZE core.unit, core.unit_code, core.unit_alias, core.unit_succession, core.area, core.area_member
