-- Purpose:    note that a source feeds the listed units that a sent row means: of its code, in every life that its span overlaps.
-- Grain:      one unit.
-- Reads:      staging.unit, decision, core.span_of.
-- Writes:     core.unit.
-- Parameters: batch_id.
-- Rerun:      changes nothing the second time.
-- Name, parent and span stay those of the list, which only reviewed files change.
UPDATE core.unit AS known SET is_fed = TRUE
FROM staging.unit
INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
WHERE
    unit.batch_id = %(batch_id)s
    AND decision.outcome IN ('inserted', 'updated')
    AND known.kind = unit.kind
    AND known.unit_code = CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END
    AND known.valid && core.span_of(unit.valid_from, unit.valid_to)
    AND NOT known.is_fed
