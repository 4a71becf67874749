-- Purpose:    give ids to the listed units that nobody knew, in the order of code and span, after the known ones.
-- Grain:      one listed unit.
-- Reads:      core.unit.
-- Writes:     listed_unit.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
UPDATE listed_unit SET
    unit_id = numbered.next_id
FROM (
    SELECT
        fresh.kind,
        fresh.code,
        fresh.valid,
        (SELECT coalesce(max(unit.unit_id), 0) FROM core.unit)
        + row_number() OVER (ORDER BY fresh.code, fresh.valid, fresh.kind) AS next_id
    FROM listed_unit AS fresh
    WHERE fresh.unit_id IS NULL
) AS numbered
WHERE listed_unit.kind = numbered.kind AND listed_unit.code = numbered.code AND listed_unit.valid = numbered.valid
