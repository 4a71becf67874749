-- Purpose:    make each commune of today a member of the former district from which it took most whole communes.
-- Grain:      one commune.
-- Reads:      core.unit, core.unit_succession, core.area.
-- Writes:     core.area_member.
-- Parameters: took_effect.
-- Rerun:      adds nothing the second time.
-- Where two districts gave as many, the lower code counts. A commune that took only parts of communes is in none.
WITH taken AS (
    SELECT
        unit_succession.successor_id,
        CASE WHEN predecessor.kind = 'district' THEN predecessor.unit_code ELSE predecessor.parent_code END AS district_code,
        count(*) AS communes
    FROM core.unit_succession
    INNER JOIN core.unit AS predecessor ON unit_succession.predecessor_id = predecessor.unit_id
    WHERE unit_succession.kind = 'whole' AND unit_succession.took_effect = %(took_effect)s
    GROUP BY unit_succession.successor_id, district_code
),

chosen AS (
    SELECT DISTINCT ON (taken.successor_id)
        taken.successor_id,
        taken.district_code
    FROM taken
    ORDER BY taken.successor_id, taken.communes DESC, taken.district_code
)

INSERT INTO core.area_member (area_id, unit_id, valid)
SELECT
    area.area_id,
    unit.unit_id,
    unit.valid * daterange(%(took_effect)s, NULL)
FROM chosen
INNER JOIN core.area ON area.kind = 'former_district' AND area.area_code = 'D' || chosen.district_code
INNER JOIN core.unit ON chosen.successor_id = unit.unit_id
WHERE NOT EXISTS (
    SELECT 1
    FROM core.area_member AS known
    INNER JOIN core.area AS other ON known.area_id = other.area_id
    WHERE known.unit_id = chosen.successor_id AND other.kind = 'former_district'
)
