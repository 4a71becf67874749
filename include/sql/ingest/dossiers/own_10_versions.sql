-- Purpose:    copy the version of each dossier that a newer one is about to replace.
-- Grain:      one version.
-- Reads:      core.dossier, decision.
-- Writes:     core.superseded_dossier.
-- Parameters: source_id.
-- Rerun:      in the publish transaction, before the update, so once.
-- Generated from the declaration of the feed by `make sql`.
-- OFFSET 0 makes it a look-up by the key: right after a first load the planner knows too little of core.dossier to join it.
INSERT INTO core.superseded_dossier (
    source_id,
    dossier_code,
    is_national_copy,
    other_code,
    procedure_code,
    sector_code,
    receiving_unit_id,
    responsible_unit_id,
    holding_unit_id,
    step,
    holding_since,
    delay_cause,
    channel,
    status,
    submitted_at,
    received_at,
    acknowledged_at,
    competent_got_at,
    due_at,
    finished_at,
    returned_at,
    refused_at,
    return_method,
    has_digitized_component,
    is_vneid_verified,
    online_payment_code,
    has_e_certified_copy,
    supplements,
    extensions,
    component_count,
    digitized_count,
    is_reused,
    is_from_national_store,
    is_population_linked,
    has_result_file,
    has_electronic_result,
    is_free,
    is_test,
    received_on,
    ended_at,
    is_deleted,
    source_updated_at,
    read_as_of,
    record_hash,
    publish_seq
)
SELECT
    dossier.source_id,
    dossier.dossier_code,
    dossier.is_national_copy,
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
    dossier.received_at,
    dossier.acknowledged_at,
    dossier.competent_got_at,
    dossier.due_at,
    dossier.finished_at,
    dossier.returned_at,
    dossier.refused_at,
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
    dossier.received_on,
    dossier.ended_at,
    dossier.is_deleted,
    dossier.source_updated_at,
    dossier.read_as_of,
    dossier.record_hash,
    dossier.publish_seq
FROM decision
CROSS JOIN LATERAL (
    SELECT known.*
    FROM core.dossier AS known
    WHERE known.source_id = %(source_id)s AND known.dossier_code = decision.record_key
    OFFSET 0
) AS dossier
WHERE decision.outcome = 'updated'
