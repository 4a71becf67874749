-- Purpose:    give the staged events of a batch their state and their unit: whom the code means on the day of the event.
-- Grain:      one staged record.
-- Reads:      staging.event, staging.origin, core.code_map, core.unit_meant.
-- Writes:     staging.resolved_event.
-- Parameters: batch_id.
-- Rerun:      adds the rows again: what was resolved of the batch is cleared before.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO staging.resolved_event (
    batch_id,
    page_no,
    ordinal,
    read_as_of,
    record_hash,
    record_key,
    source_updated_at,
    is_deleted,
    unreadable,
    noticed,
    dossier_code,
    event_key,
    happened_at,
    status_raw,
    holding_code,
    department,
    step_started_at,
    step_due_at,
    status,
    decided_on,
    holding_unit_id
)
WITH sender AS MATERIALIZED (
    SELECT origin.page_no, origin.source_id, origin.schema_version
    FROM staging.origin
    WHERE origin.batch_id = %(batch_id)s
),

meaning AS MATERIALIZED (
    SELECT DISTINCT ON (version.schema_version, code_map.raw)
        version.schema_version, code_map.raw, code_map.meaning
    FROM (SELECT DISTINCT sender.source_id, sender.schema_version FROM sender) AS version
    INNER JOIN core.code_map
        ON
            code_map.list = 'status'
            AND code_map.source_id IN (version.source_id, '*')
            AND code_map.schema_version IN (version.schema_version, '*')
    ORDER BY version.schema_version, code_map.raw, code_map.source_id = '*', code_map.schema_version = '*'
),

sent_codes AS (
    SELECT DISTINCT event.holding_code AS code FROM staging.event WHERE event.batch_id = %(batch_id)s
),

meant AS MATERIALIZED (
    SELECT unit_meant.*
    FROM sent_codes
    INNER JOIN core.unit_meant ON sent_codes.code = unit_meant.code
),

staged AS (
    SELECT
        event.*,
        meaning.meaning AS status,
        coalesce(event.happened_at, event.read_as_of)::date AS decided_on
    FROM staging.event
    INNER JOIN sender ON event.page_no = sender.page_no
    LEFT JOIN meaning ON sender.schema_version = meaning.schema_version AND event.status_raw = meaning.raw
    WHERE event.batch_id = %(batch_id)s
)

SELECT
    staged.batch_id,
    staged.page_no,
    staged.ordinal,
    staged.read_as_of,
    staged.record_hash,
    staged.record_key,
    staged.source_updated_at,
    staged.is_deleted,
    staged.unreadable,
    staged.noticed,
    staged.dossier_code,
    staged.event_key,
    staged.happened_at,
    staged.status_raw,
    staged.holding_code,
    staged.department,
    staged.step_started_at,
    staged.step_due_at,
    staged.status,
    staged.decided_on,
    meant.unit_id
FROM staged
LEFT JOIN meant
    ON
        staged.holding_code = meant.code
        AND staged.decided_on >= meant.valid_from
        AND staged.decided_on < meant.valid_before
