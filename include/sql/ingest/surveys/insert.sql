-- Purpose:    insert survey answers that were not known.
-- Grain:      one record.
-- Reads:      staging.resolved_survey, decision.
-- Writes:     core.survey.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO core.survey (
    source_id,
    record_key,
    form_code,
    criterion,
    dossier_code,
    unit_id,
    sector_code,
    role,
    channel,
    is_valid,
    scale,
    level,
    rated_at,
    is_deleted,
    source_updated_at,
    read_as_of,
    record_hash,
    publish_seq
)
SELECT
    %(source_id)s,
    staged.record_key,
    staged.form_code,
    staged.criterion,
    staged.dossier_code,
    staged.unit_id,
    staged.sector_code,
    staged.role,
    staged.channel,
    staged.is_valid,
    staged.scale,
    staged.level,
    staged.rated_at,
    staged.is_deleted,
    staged.source_updated_at,
    staged.read_as_of,
    staged.record_hash,
    %(known_seq)s
FROM staging.resolved_survey AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE staged.batch_id = %(batch_id)s AND decision.outcome = 'inserted'
