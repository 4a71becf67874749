-- Purpose:    give the staged feedback and recommendations (PAKN) of a batch their unit: whom the code means on the
--             day that decides.
-- Grain:      one staged record.
-- Reads:      staging.feedback, core.unit_meant.
-- Writes:     staging.resolved_feedback.
-- Parameters: batch_id.
-- Rerun:      adds the rows again: what was resolved of the batch is cleared before.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO staging.resolved_feedback (
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
    feedback_code,
    unit_code,
    kind,
    status_raw,
    received_at,
    due_at,
    answered_at,
    published_at,
    likes,
    dislikes,
    decided_on,
    unit_id
)
WITH sent_codes AS (
    SELECT DISTINCT feedback.unit_code AS code FROM staging.feedback WHERE feedback.batch_id = %(batch_id)s
),

meant AS MATERIALIZED (
    SELECT unit_meant.*
    FROM sent_codes
    INNER JOIN core.unit_meant ON sent_codes.code = unit_meant.code
),

staged AS (
    SELECT
        feedback.*,
        coalesce(feedback.received_at, feedback.read_as_of)::date AS decided_on
    FROM staging.feedback
    WHERE feedback.batch_id = %(batch_id)s
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
    staged.feedback_code,
    staged.unit_code,
    staged.kind,
    staged.status_raw,
    staged.received_at,
    staged.due_at,
    staged.answered_at,
    staged.published_at,
    staged.likes,
    staged.dislikes,
    staged.decided_on,
    meant.unit_id
FROM staged
LEFT JOIN meant
    ON
        staged.unit_code = meant.code
        AND staged.decided_on >= meant.valid_from
        AND staged.decided_on < meant.valid_before
