-- Purpose:    list units of clusters that are unknown on all of their days, and clusters with the name of another area.
-- Grain:      one entry of a cluster and unit; without a unit: the entry.
-- Reads:      core.unit, core.area.
-- Writes:     nothing.
-- Parameters: entries (JSON, all clusters).
-- Rerun:      reads only.
WITH cluster AS (
    SELECT entry.*
    FROM jsonb_to_recordset(%(entries)s::jsonb) AS entry (area_code text, valid_from date, units text[], valid daterange)
)

SELECT cluster.area_code, cluster.valid_from, wanted.unit_code
FROM cluster
CROSS JOIN LATERAL unnest(cluster.units) AS wanted (unit_code)
WHERE
    NOT EXISTS (
        SELECT 1
        FROM core.unit
        WHERE unit.unit_code = wanted.unit_code AND unit.kind = 'commune' AND unit.valid && cluster.valid
    )
UNION ALL
SELECT cluster.area_code, cluster.valid_from, NULL
FROM cluster
INNER JOIN core.area ON cluster.area_code = area.area_code
WHERE area.kind NOT IN ('cluster', 'unit_type')
ORDER BY area_code, valid_from, unit_code
