-- Purpose:    put into clusters and types of units whom the catalogue names.
-- Grain:      one unit of an area.
-- Reads:      core.area, core.unit.
-- Writes:     core.area_member.
-- Parameters: entries (JSON, all clusters).
-- Rerun:      changes nothing the second time.
-- A code means in each life the unit of that life, so a span may have several units of one code.
WITH wanted AS (
    SELECT area.area_id, unit.unit_id, unit.valid * entry.valid AS valid
    FROM jsonb_to_recordset(%(entries)s::jsonb) AS entry (area_code text, units text[], valid daterange)
    INNER JOIN core.area ON entry.area_code = area.area_code
    INNER JOIN core.unit
        ON unit.unit_code = ANY(entry.units) AND unit.kind = 'commune' AND unit.valid && entry.valid
)

INSERT INTO core.area_member (area_id, unit_id, valid)
SELECT wanted.area_id, wanted.unit_id, wanted.valid
FROM wanted
WHERE NOT EXISTS (
    SELECT 1
    FROM core.area_member AS known
    WHERE
        known.area_id = wanted.area_id
        AND known.unit_id = wanted.unit_id
        AND known.valid = wanted.valid
)
