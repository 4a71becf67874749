-- Purpose:    insert feedback and recommendations (PAKN) that were not known.
-- Grain:      one record.
-- Reads:      staging.resolved_feedback, decision.
-- Writes:     core.feedback.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO core.feedback (
    source_id,
    record_key,
    feedback_code,
    unit_id,
    dossier_code,
    kind,
    status_raw,
    received_at,
    due_at,
    answered_at,
    published_at,
    likes,
    dislikes,
    is_deleted,
    source_updated_at,
    read_as_of,
    record_hash,
    publish_seq
)
SELECT
    %(source_id)s,
    staged.record_key,
    staged.feedback_code,
    staged.unit_id,
    staged.dossier_code,
    staged.kind,
    staged.status_raw,
    staged.received_at,
    staged.due_at,
    staged.answered_at,
    staged.published_at,
    staged.likes,
    staged.dislikes,
    staged.is_deleted,
    staged.source_updated_at,
    staged.read_as_of,
    staged.record_hash,
    %(known_seq)s
FROM staging.resolved_feedback AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE staged.batch_id = %(batch_id)s AND decision.outcome = 'inserted'
