-- Purpose:    update known survey answers to a newer version.
-- Grain:      one record.
-- Reads:      staging.resolved_survey, decision.
-- Writes:     core.survey.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
UPDATE core.survey SET
    form_code = staged.form_code,
    criterion = staged.criterion,
    dossier_code = staged.dossier_code,
    unit_id = staged.unit_id,
    sector_code = staged.sector_code,
    role = staged.role,
    channel = staged.channel,
    is_valid = staged.is_valid,
    scale = staged.scale,
    level = staged.level,
    rated_at = staged.rated_at,
    is_deleted = staged.is_deleted,
    source_updated_at = staged.source_updated_at,
    read_as_of = staged.read_as_of,
    record_hash = staged.record_hash,
    publish_seq = %(known_seq)s
FROM staging.resolved_survey AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE
    staged.batch_id = %(batch_id)s
    AND decision.outcome = 'updated'
    AND survey.source_id = %(source_id)s
    AND survey.record_key = staged.record_key
