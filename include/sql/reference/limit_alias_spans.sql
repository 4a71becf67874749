-- Purpose:    limit the aliases of listed units: in each life of a code it means only the unit of that life.
-- Grain:      one code and span.
-- Reads:      core.unit, core.unit_code.
-- Writes:     core.unit_alias.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
-- A source may have named a unit before the list did, in a span that covers several lives.
WITH longer AS (
    DELETE FROM core.unit_alias
    USING core.unit
    WHERE unit_alias.unit_id = unit.unit_id AND unit.is_listed AND NOT unit_alias.valid <@ unit.valid
    RETURNING unit_alias.code_id, unit_alias.valid, unit.kind, unit.unit_code
)

INSERT INTO core.unit_alias (code_id, unit_id, valid)
SELECT
    longer.code_id,
    life.unit_id,
    CASE WHEN unit_code.scheme = 'gso' THEN life.valid ELSE longer.valid * life.valid END
FROM longer
INNER JOIN core.unit_code ON longer.code_id = unit_code.code_id
INNER JOIN core.unit AS life
    ON longer.kind = life.kind AND longer.unit_code = life.unit_code AND longer.valid && life.valid AND life.is_listed
