-- Purpose:    insert events (tiến độ xử lý) that were not known.
-- Grain:      one record.
-- Reads:      staging.resolved_event, decision.
-- Writes:     core.event.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO core.event (
    source_id,
    record_key,
    dossier_code,
    happened_at,
    status,
    holding_unit_id,
    department,
    step_started_at,
    step_due_at,
    is_deleted,
    source_updated_at,
    read_as_of,
    record_hash,
    publish_seq
)
SELECT
    %(source_id)s,
    staged.record_key,
    staged.dossier_code,
    staged.happened_at,
    staged.status,
    staged.holding_unit_id,
    staged.department,
    staged.step_started_at,
    staged.step_due_at,
    staged.is_deleted,
    staged.source_updated_at,
    staged.read_as_of,
    staged.record_hash,
    %(known_seq)s
FROM staging.resolved_event AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE staged.batch_id = %(batch_id)s AND decision.outcome = 'inserted'
