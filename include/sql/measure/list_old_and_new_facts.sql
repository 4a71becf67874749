-- Purpose:    list the stored facts of the changed cases, to be subtracted, and their new facts, to be added.
-- Grain:      one case and sign.
-- Reads:      core.case_fact, changed_case, fresh_fact.
-- Writes:     temporary table signed_fact.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
-- Generated from the columns of a fact by `make sql`.
CREATE TEMPORARY TABLE signed_fact ON COMMIT DROP AS
SELECT
    -1 AS sign,
    counted.receiving_unit_id,
    counted.responsible_unit_id,
    counted.last_holder_id,
    counted.received_on,
    counted.ended_on,
    counted.channel,
    counted.component_count,
    counted.digitized_count,
    counted.supplement_count,
    counted.processing_minutes,
    counted.status_lag_minutes,
    counted.has_due_date,
    counted.is_accepted_late,
    counted.is_digitized,
    counted.is_reused,
    counted.is_from_national_store,
    counted.is_population_linked,
    counted.is_payable,
    counted.is_paid_online,
    counted.is_resolved,
    counted.is_within_original,
    counted.is_within_limit,
    counted.is_timely_at_portal,
    counted.is_delayed_by_other,
    counted.is_interlinked_late,
    counted.is_interlinked_stopped,
    counted.has_result,
    counted.has_electronic_result,
    counted.has_result_file,
    counted.has_e_certified_copy,
    counted.has_ending_event,
    counted.outcome,
    counted.interlinked_group,
    counted.counted_group,
    counted.sector_code,
    counted.procedure_code,
    counted.moments,
    counted.stretches
FROM changed_case
INNER JOIN core.case_fact AS counted ON changed_case.case_id = counted.case_id
WHERE changed_case.is_in_figures
UNION ALL
SELECT
    1,
    fresh.receiving_unit_id,
    fresh.responsible_unit_id,
    fresh.last_holder_id,
    fresh.received_on,
    fresh.ended_on,
    fresh.channel,
    fresh.component_count,
    fresh.digitized_count,
    fresh.supplement_count,
    fresh.processing_minutes,
    fresh.status_lag_minutes,
    fresh.has_due_date,
    fresh.is_accepted_late,
    fresh.is_digitized,
    fresh.is_reused,
    fresh.is_from_national_store,
    fresh.is_population_linked,
    fresh.is_payable,
    fresh.is_paid_online,
    fresh.is_resolved,
    fresh.is_within_original,
    fresh.is_within_limit,
    fresh.is_timely_at_portal,
    fresh.is_delayed_by_other,
    fresh.is_interlinked_late,
    fresh.is_interlinked_stopped,
    fresh.has_result,
    fresh.has_electronic_result,
    fresh.has_result_file,
    fresh.has_e_certified_copy,
    fresh.has_ending_event,
    fresh.outcome,
    fresh.interlinked_group,
    fresh.counted_group,
    fresh.sector_code,
    fresh.procedure_code,
    fresh.moments,
    fresh.stretches
FROM changed_case
INNER JOIN fresh_fact AS fresh ON changed_case.case_id = fresh.case_id
