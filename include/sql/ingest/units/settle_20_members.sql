-- Purpose:    make every commune a member of its province's area in the span that both exist, up the tree of parents.
-- Grain:      one commune and province.
-- Reads:      core.unit, core.unit_record, core.unit_at, core.area.
-- Writes:     core.area_member.
-- Parameters: none.
-- Rerun:      adds nothing the second time.
WITH RECURSIVE ancestry AS (
    SELECT unit.unit_id, unit.parent_code, unit.valid
    FROM core.unit
    WHERE unit.kind = 'commune' AND unit.is_fed
    -- A listed unit is below the province of the list; below which body of government it works, its source says.
    UNION
    SELECT
        unit_at.unit_id,
        unit_record.parent_code,
        daterange(nullif(unit_at.valid_from, '-infinity'), nullif(unit_at.valid_before, 'infinity'))
    FROM core.unit_record
    INNER JOIN core.unit_at ON unit_record.agency_code = unit_at.code AND unit_at.scheme = 'agency'
    INNER JOIN core.unit ON unit_at.unit_id = unit.unit_id
    WHERE unit.kind = 'commune' AND unit.is_fed
    UNION
    SELECT ancestry.unit_id, parent.parent_code, ancestry.valid * daterange(unit_at.valid_from, unit_at.valid_before)
    FROM ancestry
    INNER JOIN core.unit_at ON
            ancestry.parent_code = unit_at.code
            AND ancestry.valid && daterange(unit_at.valid_from, unit_at.valid_before)
    INNER JOIN core.unit AS parent ON unit_at.unit_id = parent.unit_id
),

member AS (
    SELECT area.area_id, ancestry.unit_id, ancestry.valid
    FROM ancestry
    INNER JOIN core.area ON ancestry.parent_code = area.area_code AND area.kind = 'province'
)

-- By several ways up the tree there may be several spans; what is known already is left as it is.
INSERT INTO core.area_member (area_id, unit_id, valid)
SELECT
    fresh.area_id,
    fresh.unit_id,
    unnest(fresh.days)
FROM (
    SELECT
        member.area_id,
        member.unit_id,
        range_agg(member.valid) - coalesce(
            (
                SELECT range_agg(known.valid)
                FROM core.area_member AS known
                WHERE known.area_id = member.area_id AND known.unit_id = member.unit_id
            ),
            '{}'::datemultirange
        ) AS days
    FROM member
    GROUP BY member.area_id, member.unit_id
) AS fresh
