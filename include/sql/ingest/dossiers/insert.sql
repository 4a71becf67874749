-- Purpose:    enter dossiers that were not known.
-- Grain:      one dossier.
-- Reads:      staging.resolved_dossier, decision, first_known.
-- Writes:     core.dossier.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
-- A case of its own, unless other dossiers of the same case are known: see settle_30_join_cases.
INSERT INTO core.dossier (
    source_id, dossier_code, case_id, other_code, procedure_code, sector_code, receiving_unit_id,
    responsible_unit_id, holding_unit_id, step, holding_since, delay_cause, channel, status, submitted_at,
    acknowledged_at, competent_got_at, received_at, received_on, due_at, finished_at, returned_at, refused_at,
    ended_at, return_method,
    has_digitized_component, is_vneid_verified, online_payment_code, has_e_certified_copy, supplements,
    extensions, component_count, digitized_count, is_reused, is_from_national_store,
    is_population_linked, has_result_file, has_electronic_result, is_free, is_test, is_national_copy, is_deleted,
    source_updated_at, read_as_of, record_hash, publish_seq, first_procedure_code, first_received_on
)
SELECT
    %(source_id)s,
    staged.dossier_code,
    md5(%(source_id)s || chr(31) || staged.dossier_code)::uuid,
    staged.other_code,
    staged.procedure_code,
    staged.sector_code,
    staged.receiving_unit_id,
    staged.responsible_unit_id,
    staged.holding_unit_id,
    staged.step,
    staged.holding_since,
    staged.delay_cause,
    staged.channel,
    staged.status,
    staged.submitted_at,
    staged.acknowledged_at,
    staged.competent_got_at,
    staged.counted_received_at,
    staged.counted_received_at::date,
    staged.due_at,
    staged.finished_at,
    staged.returned_at,
    staged.refused_at,
    staged.ended_at,
    staged.return_method,
    staged.has_digitized_component,
    staged.is_vneid_verified,
    staged.online_payment_code,
    staged.has_e_certified_copy,
    staged.supplements,
    staged.extensions,
    staged.component_count,
    staged.digitized_count,
    staged.is_reused,
    staged.is_from_national_store,
    staged.is_population_linked,
    staged.has_result_file,
    staged.has_electronic_result,
    staged.is_free,
    coalesce(staged.is_test, FALSE),
    staged.is_national_copy,
    staged.is_deleted,
    staged.source_updated_at,
    staged.read_as_of,
    staged.record_hash,
    %(publish_seq)s,
    first_known.first_procedure_code,
    first_known.first_received_on
FROM staging.resolved_dossier AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
INNER JOIN first_known ON staged.page_no = first_known.page_no AND staged.ordinal = first_known.ordinal
WHERE staged.batch_id = %(batch_id)s AND decision.outcome = 'inserted'
