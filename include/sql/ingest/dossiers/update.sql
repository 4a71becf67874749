-- Purpose:    update known dossiers to a newer version.
-- Grain:      one dossier.
-- Reads:      staging.resolved_dossier, decision.
-- Writes:     core.dossier.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
UPDATE core.dossier SET
    other_code = staged.other_code,
    procedure_code = staged.procedure_code,
    sector_code = staged.sector_code,
    receiving_unit_id = staged.receiving_unit_id,
    responsible_unit_id = staged.responsible_unit_id,
    holding_unit_id = staged.holding_unit_id,
    step = staged.step,
    holding_since = staged.holding_since,
    delay_cause = staged.delay_cause,
    channel = staged.channel,
    status = staged.status,
    submitted_at = staged.submitted_at,
    received_at = staged.counted_received_at,
    acknowledged_at = staged.acknowledged_at,
    competent_got_at = staged.competent_got_at,
    due_at = staged.due_at,
    finished_at = staged.finished_at,
    returned_at = staged.returned_at,
    refused_at = staged.refused_at,
    return_method = staged.return_method,
    has_digitized_component = staged.has_digitized_component,
    is_vneid_verified = staged.is_vneid_verified,
    online_payment_code = staged.online_payment_code,
    has_e_certified_copy = staged.has_e_certified_copy,
    supplements = staged.supplements,
    extensions = staged.extensions,
    component_count = staged.component_count,
    digitized_count = staged.digitized_count,
    is_reused = staged.is_reused,
    is_from_national_store = staged.is_from_national_store,
    is_population_linked = staged.is_population_linked,
    has_result_file = staged.has_result_file,
    has_electronic_result = staged.has_electronic_result,
    is_free = staged.is_free,
    is_test = coalesce(staged.is_test, FALSE),
    received_on = staged.counted_received_at::date,
    ended_at = staged.ended_at,
    is_deleted = staged.is_deleted,
    source_updated_at = staged.source_updated_at,
    read_as_of = staged.read_as_of,
    record_hash = staged.record_hash,
    publish_seq = %(known_seq)s
FROM staging.resolved_dossier AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE
    staged.batch_id = %(batch_id)s
    AND decision.outcome = 'updated'
    AND dossier.source_id = %(source_id)s
    AND dossier.dossier_code = staged.dossier_code
