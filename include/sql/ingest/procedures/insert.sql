-- Purpose:    insert procedures that were not known.
-- Grain:      one procedure.
-- Reads:      staging.resolved_procedure, decision.
-- Writes:     core.procedure.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO core.procedure (
    source_id,
    procedure_code,
    valid_from,
    procedure_code_raw,
    name,
    sector_code,
    executing_levels,
    online_level,
    statutory_limit,
    promised_limit,
    limit_unit,
    has_fee,
    has_online_payment,
    has_result,
    interlinked_group,
    valid_to,
    is_deleted,
    source_updated_at,
    read_as_of,
    record_hash,
    publish_seq
)
SELECT
    %(source_id)s,
    staged.procedure_code,
    staged.valid_from,
    staged.procedure_code_raw,
    staged.name,
    staged.sector_code,
    staged.executing_levels,
    staged.online_level,
    staged.statutory_limit,
    staged.promised_limit,
    staged.limit_unit,
    coalesce(staged.has_fee, FALSE),
    coalesce(staged.has_online_payment, FALSE),
    coalesce(staged.has_result, FALSE),
    staged.interlinked_group,
    staged.valid_to,
    staged.is_deleted,
    staged.source_updated_at,
    staged.read_as_of,
    staged.record_hash,
    %(publish_seq)s
FROM staging.resolved_procedure AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE staged.batch_id = %(batch_id)s AND decision.outcome = 'inserted'
