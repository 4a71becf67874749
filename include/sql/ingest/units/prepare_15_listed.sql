-- Purpose:    let a unit that only the country's list knew take name and parent from the source that names it first.
-- Grain:      one unit.
-- Reads:      staging.unit, decision, core.unit, core.span_of.
-- Writes:     core.unit.
-- Parameters: batch_id.
-- Rerun:      changes nothing the second time.
-- The span stays that of the list. Where a sent span reaches over several lives of its code, the latest is meant.
WITH meant AS (
    SELECT DISTINCT ON (known.unit_id)
        known.unit_id,
        unit.name,
        unit.name_sort,
        unit.parent_code
    FROM staging.unit
    INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
    CROSS JOIN LATERAL (
        SELECT
            candidate.unit_id,
            candidate.is_fed
        FROM core.unit AS candidate
        WHERE
            candidate.kind = unit.kind
            AND candidate.unit_code = CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END
            AND candidate.valid && core.span_of(unit.valid_from, unit.valid_to)
        ORDER BY upper(candidate.valid) DESC, candidate.unit_id
        LIMIT 1
    ) AS known
    WHERE
        unit.batch_id = %(batch_id)s
        AND decision.outcome IN ('inserted', 'updated')
        AND NOT known.is_fed
    ORDER BY known.unit_id, unit.source_updated_at DESC, unit.agency_code
)

UPDATE core.unit SET
    name = meant.name,
    name_sort = meant.name_sort,
    parent_code = meant.parent_code,
    is_fed = TRUE
FROM meant
WHERE unit.unit_id = meant.unit_id
