-- Purpose:    enter the procedures that the source's catalogue did not have.
-- Grain:      one procedure.
-- Reads:      staging.procedure, decision.
-- Writes:     core.procedure.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
INSERT INTO core.procedure (
    source_id, procedure_code, procedure_code_raw, valid_from, valid_to, name, sector_code, executing_levels, online_level,
    statutory_limit, promised_limit, limit_unit, has_fee, has_online_payment, has_result, interlinked_group,
    is_deleted, source_updated_at, read_as_of, record_hash, publish_seq
)
SELECT
    %(source_id)s,
    procedure.procedure_code,
    procedure.procedure_code_raw,
    procedure.valid_from,
    procedure.valid_to,
    procedure.name,
    procedure.sector_code,
    procedure.executing_levels,
    procedure.online_level,
    procedure.statutory_limit,
    procedure.promised_limit,
    procedure.limit_unit,
    coalesce(procedure.has_fee, FALSE),
    coalesce(procedure.has_online_payment, FALSE),
    coalesce(procedure.has_result, FALSE),
    procedure.interlinked_group,
    procedure.is_deleted,
    procedure.source_updated_at,
    procedure.read_as_of,
    procedure.record_hash,
    %(publish_seq)s
FROM staging.procedure
INNER JOIN decision ON procedure.page_no = decision.page_no AND procedure.ordinal = decision.ordinal
WHERE procedure.batch_id = %(batch_id)s AND decision.outcome = 'inserted'
