-- Purpose:    update known feedback and recommendations (PAKN) to a newer version.
-- Grain:      one record.
-- Reads:      staging.resolved_feedback, decision.
-- Writes:     core.feedback.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
UPDATE core.feedback SET
    feedback_code = staged.feedback_code,
    unit_id = staged.unit_id,
    dossier_code = staged.dossier_code,
    kind = staged.kind,
    status_raw = staged.status_raw,
    received_at = staged.received_at,
    due_at = staged.due_at,
    answered_at = staged.answered_at,
    published_at = staged.published_at,
    likes = staged.likes,
    dislikes = staged.dislikes,
    is_deleted = staged.is_deleted,
    source_updated_at = staged.source_updated_at,
    read_as_of = staged.read_as_of,
    record_hash = staged.record_hash,
    publish_seq = %(known_seq)s
FROM staging.resolved_feedback AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE
    staged.batch_id = %(batch_id)s
    AND decision.outcome = 'updated'
    AND feedback.source_id = %(source_id)s
    AND feedback.record_key = staged.record_key
