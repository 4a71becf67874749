-- Purpose:    let known units take the name, parent and validity that a newer record gives them.
-- Grain:      one unit.
-- Reads:      staging.unit, decision, core.span_of.
-- Writes:     core.unit.
-- Parameters: batch_id.
-- Rerun:      changes nothing the second time.
WITH sent AS (
    SELECT DISTINCT ON (CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END)
        CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END AS unit_code,
        unit.name,
        unit.name_sort,
        unit.parent_code,
        core.span_of(unit.valid_from, unit.valid_to) AS valid
    FROM staging.unit
    INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
    WHERE unit.batch_id = %(batch_id)s AND decision.outcome = 'updated'
    ORDER BY
        CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END,
        unit.source_updated_at DESC,
        unit.agency_code
)

UPDATE core.unit SET
    name = sent.name,
    name_sort = sent.name_sort,
    parent_code = sent.parent_code,
    valid = sent.valid
FROM sent
WHERE
    unit.unit_code = sent.unit_code
    AND unit.is_fed
    AND unit.valid && sent.valid
    AND (unit.name, unit.parent_code, unit.valid) IS DISTINCT FROM (sent.name, sent.parent_code, sent.valid)
