-- Purpose:    put the staged procedures of a batch where rules and facts read them; nothing is to be found for them.
-- Grain:      one staged record.
-- Reads:      staging.procedure.
-- Writes:     staging.resolved_procedure.
-- Parameters: batch_id.
-- Rerun:      adds the rows again: what was resolved of the batch is cleared before.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO staging.resolved_procedure (
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
    procedure_code,
    procedure_code_raw,
    name,
    sector_code,
    sector_name,
    executing_levels,
    online_level,
    statutory_limit,
    promised_limit,
    limit_unit,
    has_fee,
    has_online_payment,
    has_result,
    interlinked_group,
    valid_from,
    valid_to
)
SELECT
    procedure.batch_id,
    procedure.page_no,
    procedure.ordinal,
    procedure.read_as_of,
    procedure.record_hash,
    procedure.record_key,
    procedure.source_updated_at,
    procedure.is_deleted,
    procedure.unreadable,
    procedure.noticed,
    procedure.dossier_code,
    procedure.procedure_code,
    procedure.procedure_code_raw,
    procedure.name,
    procedure.sector_code,
    procedure.sector_name,
    procedure.executing_levels,
    procedure.online_level,
    procedure.statutory_limit,
    procedure.promised_limit,
    procedure.limit_unit,
    procedure.has_fee,
    procedure.has_online_payment,
    procedure.has_result,
    procedure.interlinked_group,
    procedure.valid_from,
    procedure.valid_to
FROM staging.procedure
WHERE procedure.batch_id = %(batch_id)s
