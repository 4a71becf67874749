-- Purpose:    keep every accepted version.
-- Grain:      one version.
-- Reads:      core.dossier, decision.
-- Writes:     core.dossier_version.
-- Parameters: source_id.
-- Rerun:      in the publish transaction, so once.
INSERT INTO core.dossier_version (
    source_id, dossier_code, other_code, procedure_code, sector_code, receiving_unit_id,
    responsible_unit_id, holding_unit_id, step, holding_since, delay_cause, channel, status, submitted_at,
    acknowledged_at, competent_got_at,
    received_at, received_on, due_at, finished_at, returned_at, refused_at, ended_at, return_method,
    has_digitized_component, is_vneid_verified, online_payment_code, has_e_certified_copy, supplements,
    extensions, component_count, digitized_count, is_reused, is_from_national_store,
    is_population_linked, has_result_file, has_electronic_result, is_free, is_test, is_national_copy, is_deleted,
    source_updated_at, read_as_of, record_hash, publish_seq
)
SELECT
    dossier.source_id,
    dossier.dossier_code,
    dossier.other_code,
    dossier.procedure_code,
    dossier.sector_code,
    dossier.receiving_unit_id,
    dossier.responsible_unit_id,
    dossier.holding_unit_id,
    dossier.step,
    dossier.holding_since,
    dossier.delay_cause,
    dossier.channel,
    dossier.status,
    dossier.submitted_at,
    dossier.acknowledged_at,
    dossier.competent_got_at,
    dossier.received_at,
    dossier.received_on,
    dossier.due_at,
    dossier.finished_at,
    dossier.returned_at,
    dossier.refused_at,
    dossier.ended_at,
    dossier.return_method,
    dossier.has_digitized_component,
    dossier.is_vneid_verified,
    dossier.online_payment_code,
    dossier.has_e_certified_copy,
    dossier.supplements,
    dossier.extensions,
    dossier.component_count,
    dossier.digitized_count,
    dossier.is_reused,
    dossier.is_from_national_store,
    dossier.is_population_linked,
    dossier.has_result_file,
    dossier.has_electronic_result,
    dossier.is_free,
    dossier.is_test,
    dossier.is_national_copy,
    dossier.is_deleted,
    dossier.source_updated_at,
    dossier.read_as_of,
    dossier.record_hash,
    dossier.publish_seq
FROM core.dossier
INNER JOIN decision ON dossier.dossier_code = decision.record_key
WHERE dossier.source_id = %(source_id)s AND decision.outcome IN ('inserted', 'updated')
