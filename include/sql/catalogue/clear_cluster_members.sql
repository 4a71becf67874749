-- Purpose:    take out of clusters and types of units whom the catalogue does not name.
-- Grain:      one unit of an area.
-- Reads:      core.area, core.unit.
-- Writes:     core.area_member.
-- Parameters: entries (JSON, all clusters).
-- Rerun:      changes nothing the second time.
WITH wanted AS (
    SELECT area.area_id, unit.unit_id, unit.valid * entry.valid AS valid
    FROM jsonb_to_recordset(%(entries)s::jsonb) AS entry (area_code text, units text[], valid daterange)
    INNER JOIN core.area ON entry.area_code = area.area_code
    INNER JOIN core.unit
        ON unit.unit_code = ANY(entry.units) AND unit.kind = 'commune' AND unit.valid && entry.valid
)

DELETE FROM core.area_member
USING core.area
WHERE
    area_member.area_id = area.area_id
    AND area.kind IN ('cluster', 'unit_type')
    AND NOT EXISTS (
        SELECT 1
        FROM wanted
        WHERE
            wanted.area_id = area_member.area_id
            AND wanted.unit_id = area_member.unit_id
            AND wanted.valid = area_member.valid
    )
