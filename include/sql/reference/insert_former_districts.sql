-- Purpose:    give each district of before an area, named like it.
-- Grain:      one district.
-- Reads:      core.unit.
-- Writes:     core.area.
-- Parameters: none.
-- Rerun:      adds nothing the second time.
INSERT INTO core.area (area_id, area_code, kind, name)
SELECT
    (SELECT coalesce(max(area.area_id), 0) FROM core.area) + row_number() OVER (ORDER BY district.unit_code),
    'D' || district.unit_code,
    'former_district',
    district.name
FROM core.unit AS district
WHERE
    district.kind = 'district'
    AND NOT EXISTS (SELECT 1 FROM core.area WHERE area.area_code = 'D' || district.unit_code)
