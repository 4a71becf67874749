-- Purpose:    let known units that are in no list take the name, parent and validity that a newer record gives them.
-- Grain:      one unit.
-- Reads:      staging.unit, decision, core.span_of.
-- Writes:     core.unit.
-- Parameters: batch_id.
-- Rerun:      changes nothing the second time.
WITH sent AS (
    SELECT DISTINCT ON (known.unit_id)
        known.unit_id,
        unit.name,
        unit.name_sort,
        unit.parent_code,
        core.span_of(unit.valid_from, unit.valid_to) AS valid
    FROM staging.unit
    INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
    INNER JOIN core.unit AS known
        ON
            unit.kind = known.kind
            AND known.unit_code = CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END
            AND known.valid && core.span_of(unit.valid_from, unit.valid_to)
    WHERE
        unit.batch_id = %(batch_id)s
        AND decision.outcome = 'updated'
        AND known.is_fed
        AND NOT known.is_listed
        -- A row whose span reaches over another life of the code says nothing of either: the code alone is taken from it.
        AND NOT EXISTS (
            SELECT 1
            FROM core.unit AS other
            WHERE
                other.kind = known.kind
                AND other.unit_code = known.unit_code
                AND other.unit_id <> known.unit_id
                AND other.valid && core.span_of(unit.valid_from, unit.valid_to)
        )
    ORDER BY known.unit_id, unit.source_updated_at DESC, unit.agency_code
)

UPDATE core.unit SET
    name = sent.name,
    name_sort = sent.name_sort,
    parent_code = sent.parent_code,
    valid = sent.valid
FROM sent
WHERE
    unit.unit_id = sent.unit_id
    AND (unit.name, unit.parent_code, unit.valid) IS DISTINCT FROM (sent.name, sent.parent_code, sent.valid)
