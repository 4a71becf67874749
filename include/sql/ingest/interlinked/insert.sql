-- Purpose:    insert interlinked requests (liên thông) that were not known.
-- Grain:      one record.
-- Reads:      staging.resolved_interlinked, decision.
-- Writes:     core.interlinked.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO core.interlinked (
    source_id,
    record_key,
    request_code,
    dossier_code,
    interlinked_group,
    unit_id,
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
    is_deleted,
    source_updated_at,
    read_as_of,
    record_hash,
    publish_seq
)
SELECT
    %(source_id)s,
    staged.record_key,
    staged.request_code,
    staged.dossier_code,
    staged.interlinked_group,
    staged.unit_id,
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
    staged.is_deleted,
    staged.source_updated_at,
    staged.read_as_of,
    staged.record_hash,
    %(known_seq)s
FROM staging.resolved_interlinked AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE staged.batch_id = %(batch_id)s AND decision.outcome = 'inserted'
