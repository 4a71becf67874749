-- Purpose:    give each province an area of its communes.
-- Grain:      one province.
-- Reads:      core.unit.
-- Writes:     core.area.
-- Parameters: none.
-- Rerun:      adds nothing the second time.
INSERT INTO core.area (area_code, kind, name)
SELECT unit.unit_code, 'province', unit.name
FROM core.unit
WHERE unit.kind = 'province'
ORDER BY unit.unit_code
ON CONFLICT (area_code) DO UPDATE SET name = excluded.name WHERE area.name <> excluded.name
