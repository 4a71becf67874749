-- Purpose:    create the units that no known unit answers to: same main code in an overlapping span of time.
-- Grain:      one unit.
-- Reads:      staging.unit, decision, core.unit.
-- Writes:     core.unit.
-- Parameters: batch_id.
-- Rerun:      creates nothing the second time.
WITH sent AS (
    SELECT DISTINCT ON (unit.kind, CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END)
        unit.kind,
        CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END AS unit_code,
        unit.name,
        unit.name_sort,
        unit.parent_code,
        daterange(unit.valid_from, unit.valid_to, '[]') AS valid
    FROM staging.unit
    INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
    WHERE unit.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
    ORDER BY unit.kind, CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END, unit.source_updated_at DESC, unit.agency_code
)

INSERT INTO core.unit (unit_id, kind, unit_code, name, name_sort, parent_code, valid)
SELECT
    (SELECT coalesce(max(unit.unit_id), 0) FROM core.unit) + row_number() OVER (ORDER BY sent.unit_code, sent.kind),
    sent.kind,
    sent.unit_code,
    sent.name,
    sent.name_sort,
    sent.parent_code,
    sent.valid
FROM sent
WHERE NOT EXISTS (
    SELECT 1 FROM core.unit WHERE unit.unit_code = sent.unit_code AND unit.valid && sent.valid
)
