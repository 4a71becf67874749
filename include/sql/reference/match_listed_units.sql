-- Purpose:    find the listed units that are known already: same kind and code in an overlapping span.
-- Grain:      one listed unit.
-- Reads:      core.unit.
-- Writes:     listed_unit.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
-- A known unit that a source gave a span over several lives of its code is the latest of them; one of the list, whose span
-- was corrected, is the one that begins with it.
WITH latest AS (
    SELECT DISTINCT ON (unit.unit_id)
        unit.unit_id,
        listed_unit.kind,
        listed_unit.code,
        listed_unit.valid
    FROM core.unit
    INNER JOIN listed_unit
        ON unit.kind = listed_unit.kind AND unit.unit_code = listed_unit.code AND unit.valid && listed_unit.valid
    ORDER BY
        unit.unit_id,
        unit.is_listed AND lower(unit.valid) IS NOT DISTINCT FROM lower(listed_unit.valid) DESC,
        upper(listed_unit.valid) DESC
)

UPDATE listed_unit SET
    unit_id = known.unit_id,
    is_fresh = FALSE
FROM (
    SELECT
        min(latest.unit_id) AS unit_id,
        latest.kind,
        latest.code,
        latest.valid
    FROM latest
    GROUP BY latest.kind, latest.code, latest.valid
) AS known
WHERE listed_unit.kind = known.kind AND listed_unit.code = known.code AND listed_unit.valid = known.valid
