-- Purpose:    update known procedures to a newer version.
-- Grain:      one procedure.
-- Reads:      staging.resolved_procedure, decision.
-- Writes:     core.procedure.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
UPDATE core.procedure SET
    procedure_code_raw = staged.procedure_code_raw,
    name = staged.name,
    sector_code = staged.sector_code,
    executing_levels = staged.executing_levels,
    online_level = staged.online_level,
    statutory_limit = staged.statutory_limit,
    promised_limit = staged.promised_limit,
    limit_unit = staged.limit_unit,
    has_fee = coalesce(staged.has_fee, FALSE),
    has_online_payment = coalesce(staged.has_online_payment, FALSE),
    has_result = coalesce(staged.has_result, FALSE),
    interlinked_group = staged.interlinked_group,
    valid_to = staged.valid_to,
    is_deleted = staged.is_deleted,
    source_updated_at = staged.source_updated_at,
    read_as_of = staged.read_as_of,
    record_hash = staged.record_hash,
    publish_seq = %(publish_seq)s
FROM staging.resolved_procedure AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE
    staged.batch_id = %(batch_id)s
    AND decision.outcome = 'updated'
    AND procedure.source_id = %(source_id)s
    AND procedure.procedure_code = staged.procedure_code
    AND procedure.valid_from = staged.valid_from
