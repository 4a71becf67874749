-- Purpose:    update known events (tiến độ xử lý) to a newer version.
-- Grain:      one record.
-- Reads:      staging.resolved_event, decision.
-- Writes:     core.event.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
UPDATE core.event SET
    dossier_code = staged.dossier_code,
    happened_at = staged.happened_at,
    status = staged.status,
    holding_unit_id = staged.holding_unit_id,
    department = staged.department,
    step_started_at = staged.step_started_at,
    step_due_at = staged.step_due_at,
    is_deleted = staged.is_deleted,
    source_updated_at = staged.source_updated_at,
    read_as_of = staged.read_as_of,
    record_hash = staged.record_hash,
    publish_seq = %(known_seq)s
FROM staging.resolved_event AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE
    staged.batch_id = %(batch_id)s
    AND decision.outcome = 'updated'
    AND event.source_id = %(source_id)s
    AND event.record_key = staged.record_key
