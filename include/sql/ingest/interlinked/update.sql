-- Purpose:    update known interlinked requests (liên thông) to a newer version.
-- Grain:      one record.
-- Reads:      staging.resolved_interlinked, decision.
-- Writes:     core.interlinked.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
UPDATE core.interlinked SET
    request_code = staged.request_code,
    dossier_code = staged.dossier_code,
    interlinked_group = staged.interlinked_group,
    unit_id = staged.unit_id,
    received_at = staged.received_at,
    due_at = staged.due_at,
    partner_status = staged.partner_status,
    justice_status = staged.justice_status,
    ended_at = staged.ended_at,
    steps = staged.steps,
    waits = staged.waits,
    asks_identity_card = staged.asks_identity_card,
    is_verified = staged.is_verified,
    asks_later_rule = staged.asks_later_rule,
    is_deleted = staged.is_deleted,
    source_updated_at = staged.source_updated_at,
    read_as_of = staged.read_as_of,
    record_hash = staged.record_hash,
    publish_seq = %(known_seq)s
FROM staging.resolved_interlinked AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE
    staged.batch_id = %(batch_id)s
    AND decision.outcome = 'updated'
    AND interlinked.source_id = %(source_id)s
    AND interlinked.record_key = staged.record_key
