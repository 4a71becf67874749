-- Purpose:    give the staged interlinked requests (liên thông) of a batch their unit: whom the code means on the
--             day that decides.
-- Grain:      one staged record.
-- Reads:      staging.interlinked, core.unit_meant.
-- Writes:     staging.resolved_interlinked.
-- Parameters: batch_id.
-- Rerun:      adds the rows again: what was resolved of the batch is cleared before.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO staging.resolved_interlinked (
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
    request_code,
    interlinked_group,
    unit_code,
    received_at,
    due_at,
    partner_status,
    justice_status,
    ended_at,
    steps,
    waits,
    asks_identity_card,
    is_verified,
    asks_later_rule,
    decided_on,
    unit_id
)
WITH sent_codes AS (
    SELECT DISTINCT interlinked.unit_code AS code FROM staging.interlinked WHERE interlinked.batch_id = %(batch_id)s
),

meant AS MATERIALIZED (
    SELECT unit_meant.*
    FROM sent_codes
    INNER JOIN core.unit_meant ON sent_codes.code = unit_meant.code
),

staged AS (
    SELECT
        interlinked.*,
        coalesce(interlinked.received_at, interlinked.read_as_of)::date AS decided_on
    FROM staging.interlinked
    WHERE interlinked.batch_id = %(batch_id)s
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
    staged.request_code,
    staged.interlinked_group,
    staged.unit_code,
    staged.received_at,
    staged.due_at,
    staged.partner_status,
    staged.justice_status,
    staged.ended_at,
    staged.steps,
    staged.waits,
    staged.asks_identity_card,
    staged.is_verified,
    staged.asks_later_rule,
    staged.decided_on,
    meant.unit_id
FROM staged
LEFT JOIN meant
    ON
        staged.unit_code = meant.code
        AND staged.decided_on >= meant.valid_from
        AND staged.decided_on < meant.valid_before
