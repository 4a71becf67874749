-- Purpose:    mark every listed unit that a source names by one of its codes as fed.
-- Grain:      one unit.
-- Reads:      core.unit_alias, core.unit_code.
-- Writes:     core.unit.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
UPDATE core.unit SET is_fed = TRUE
WHERE
    unit.is_listed
    AND NOT unit.is_fed
    AND EXISTS (
        SELECT 1
        FROM core.unit_alias
        INNER JOIN core.unit_code ON unit_alias.code_id = unit_code.code_id
        WHERE unit_alias.unit_id = unit.unit_id AND unit_code.scheme <> 'gso'
    )
