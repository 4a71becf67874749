-- Purpose:    enter clusters and types of units; who belongs to them follows.
-- Grain:      one area.
-- Reads:      nothing.
-- Writes:     core.area.
-- Parameters: entries (JSON, all clusters).
-- Rerun:      changes nothing the second time.
-- It is called as its latest entry says. One that is gone keeps its row, since rankings were published of it: it has no
-- members any more.
MERGE INTO core.area
USING (
    SELECT
        latest.area_code,
        latest.kind,
        latest.name,
        (SELECT coalesce(max(area.area_id), 0) FROM core.area)
        + row_number() OVER (
            ORDER BY EXISTS (SELECT 1 FROM core.area WHERE area.area_code = latest.area_code), latest.area_code
        ) AS next_id
    FROM (
        SELECT DISTINCT ON (entry.area_code)
            entry.area_code,
            entry.kind,
            entry.name
        FROM jsonb_to_recordset(%(entries)s::jsonb) AS entry (area_code text, kind text, name text, valid_from date)
        ORDER BY entry.area_code, entry.valid_from DESC
    ) AS latest
) AS cluster
    ON area.area_code = cluster.area_code
WHEN MATCHED AND (area.name, area.kind) <> (cluster.name, cluster.kind)
    THEN UPDATE SET name = cluster.name, kind = cluster.kind
WHEN NOT MATCHED THEN INSERT (area_id, area_code, kind, name)
    VALUES (cluster.next_id, cluster.area_code, cluster.kind, cluster.name)
