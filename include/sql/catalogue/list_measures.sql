-- Purpose:    measures, as the warehouse has them; the catalogue may change each of them, and the cases are counted again.
-- Grain:      one measure.
-- Reads:      mart.measure.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    to_jsonb(known) AS entry,
    FALSE AS is_in_use
FROM mart.measure AS known
ORDER BY known.measure
