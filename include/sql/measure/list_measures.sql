-- Purpose:    the measures with their kind of aggregation, for the page that describes them.
-- Grain:      one measure.
-- Reads:      mart.measure.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    measure.measure,
    measure.kind,
    measure.parts,
    measure.share,
    measure.definition,
    measure.source
FROM mart.measure
ORDER BY
    array_position(ARRAY['flow', 'stock', 'opening', 'sum', 'distinct', 'distribution'], measure.kind),
    measure.measure
