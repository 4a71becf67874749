-- Purpose:    give each province an area of its communes.
-- Grain:      one province.
-- Reads:      core.unit.
-- Writes:     core.area.
-- Parameters: none.
-- Rerun:      adds nothing the second time.
-- The area is the place, not its People's Committee (Ủy ban nhân dân).
MERGE INTO core.area
USING (
    SELECT
        latest.unit_code,
        upper(left(latest.place, 1)) || substr(latest.place, 2) AS name,
        (SELECT coalesce(max(area.area_id), 0) FROM core.area)
        + row_number() OVER (ORDER BY latest.unit_code) AS next_id
    FROM (
        SELECT DISTINCT ON (unit.unit_code)
            unit.unit_code,
            regexp_replace(unit.name, '^(Ủy ban nhân dân|UBND) +', '') AS place
        FROM core.unit
        WHERE unit.kind = 'province' AND unit.is_fed
        ORDER BY unit.unit_code, unit.valid DESC
    ) AS latest
) AS province
    ON area.area_code = province.unit_code
WHEN MATCHED AND area.name <> province.name THEN UPDATE SET name = province.name
WHEN NOT MATCHED THEN INSERT (area_id, area_code, kind, name)
    VALUES (province.next_id, province.unit_code, 'province', province.name)
