-- Purpose:    planned rankings, as the warehouse has them, and whether they are in use.
-- Grain:      one kind of area, kind of period and scheme.
-- Reads:      mart.publication_plan.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
-- What was published by a plan does not need it.
SELECT to_jsonb(publication_plan) AS entry, FALSE AS is_in_use
FROM mart.publication_plan
ORDER BY publication_plan.area_kind, publication_plan.period_kind, publication_plan.scheme_code
