-- Purpose:    units that have figures: the communes, and whatever else has measures.
-- Grain:      one unit.
-- Reads:      core.unit, mart.measure_day.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT unit.unit_id FROM core.unit WHERE unit.kind = 'commune'
UNION
SELECT measure_day.unit_id FROM mart.measure_day
