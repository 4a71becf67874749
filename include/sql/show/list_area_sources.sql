-- Purpose:    of each area with rankings, how far the sources of its units were read, and what waits of them.
-- Grain:      one area, source and feed.
-- Reads:      mart.publication, mart.area, mart.area_member, mart.source_status, core.unit_source,
--             quarantine.record.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
-- A source that has sent no dossier yet may be of any area, so it stands with each.
WITH fed AS (
    SELECT DISTINCT
        area_member.area_id,
        unit_source.source_id
    FROM core.unit_source
    INNER JOIN mart.area_member ON unit_source.unit_id = area_member.unit_id
),

waiting AS (
    SELECT
        record.source_id,
        record.feed,
        count(*) AS quarantined
    FROM quarantine.record
    WHERE record.status = 'open'
    GROUP BY record.source_id, record.feed
)

SELECT
    area.area_code,
    coalesce(source_status.source_id, source_status.connection_name) AS source_id,
    source_status.feed,
    source_status.as_of,
    source_status.pending,
    source_status.held,
    coalesce(waiting.quarantined, 0) AS quarantined
FROM mart.area
CROSS JOIN mart.source_status
LEFT JOIN waiting ON source_status.source_id = waiting.source_id AND source_status.feed = waiting.feed
WHERE
    area.area_id IN (SELECT publication.area_id FROM mart.publication)
    AND (
        EXISTS (
            SELECT 1
            FROM fed
            WHERE fed.area_id = area.area_id AND fed.source_id = source_status.source_id
        )
        OR NOT EXISTS (SELECT 1 FROM fed WHERE fed.source_id = source_status.source_id)
    )
ORDER BY area.area_code, source_id, source_status.feed
