-- Purpose:    what a fact adds to the counts by day, measure by measure: from a figure to its dossiers.
-- Grain:      one day, set of units in their roles, and measure of a fact.
-- Reads:      audit.measure_state, core.case_fact.
-- Writes:     function core.counts_of, view core.applied_count.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.
-- Generated from include/catalogue/measures.yaml by `make sql`.

CREATE OR REPLACE FUNCTION core.counts_of(fact core.case_fact)
RETURNS TABLE (
    day date, receiving_unit_id integer, responsible_unit_id integer, holding_unit_id integer, measure text, n bigint
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT
    fact.received_on,
    fact.receiving_unit_id,
    fact.responsible_unit_id,
    fact.receiving_unit_id,
    flow.measure,
    flow.n
FROM (
    VALUES
    (
        'received_in_person',
        (coalesce(fact.channel, 1) = 1)::integer
    ),
    (
        'received_online',
        (fact.channel = 2)::integer
    ),
    (
        'received_postal',
        (fact.channel = 3)::integer
    ),
    (
        'accepted_late',
        (fact.is_accepted_late)::integer
    ),
    (
        'received_no_due_date',
        (NOT fact.has_due_date)::integer
    ),
    (
        'received_digitized',
        (fact.is_digitized)::integer
    ),
    (
        'received_reused',
        (fact.is_reused)::integer
    ),
    (
        'received_national_store',
        (fact.is_from_national_store)::integer
    ),
    (
        'received_population_linked',
        (fact.is_population_linked)::integer
    ),
    (
        'components',
        fact.component_count
    ),
    (
        'components_digitized',
        fact.digitized_count
    ),
    (
        'payable',
        (fact.is_payable)::integer
    ),
    (
        'paid_online',
        (fact.is_paid_online)::integer
    ),
    (
        'received_birth',
        (fact.interlinked_group = 'birth')::integer
    ),
    (
        'received_death',
        (fact.interlinked_group = 'death')::integer
    ),
    (
        'interlinked_birth_received',
        (fact.counted_group = 'birth')::integer
    ),
    (
        'interlinked_death_received',
        (fact.counted_group = 'death')::integer
    )
) AS flow (measure, n)
WHERE fact.received_on IS NOT NULL AND flow.n > 0
UNION ALL
SELECT
    fact.ended_on,
    fact.receiving_unit_id,
    fact.responsible_unit_id,
    fact.last_holder_id,
    flow.measure,
    flow.n
FROM (
    VALUES
    (
        'resolved_early',
        (fact.outcome = 'resolved_early')::integer
    ),
    (
        'resolved_on_time',
        (fact.outcome = 'resolved_on_time')::integer
    ),
    (
        'resolved_overdue',
        (fact.outcome = 'resolved_overdue')::integer
    ),
    (
        'resolved_no_due_date',
        (fact.outcome = 'resolved_no_due_date')::integer
    ),
    (
        'resolved_within_original',
        (fact.is_within_original)::integer
    ),
    (
        'resolved_beyond_original',
        (NOT fact.is_within_original)::integer
    ),
    (
        'no_due_within_limit',
        (fact.is_within_limit)::integer
    ),
    (
        'no_due_beyond_limit',
        (NOT fact.is_within_limit)::integer
    ),
    (
        'resolved_yields_result',
        (fact.is_resolved AND fact.has_result)::integer
    ),
    (
        'resolved_e_result',
        (fact.is_resolved AND fact.has_result AND fact.has_electronic_result)::integer
    ),
    (
        'resolved_digitized',
        (fact.is_resolved AND fact.is_digitized AND fact.has_result_file)::integer
    ),
    (
        'resolved_second_supplement',
        (fact.is_resolved AND fact.supplement_count >= 2)::integer
    ),
    (
        'resolved_overdue_other_agency',
        (fact.outcome = 'resolved_overdue' AND fact.is_delayed_by_other)::integer
    ),
    (
        'e_certified_copies',
        (fact.is_resolved AND fact.has_e_certified_copy)::integer
    ),
    (
        'processing_minutes',
        fact.processing_minutes
    ),
    (
        'status_lag_count',
        (fact.has_ending_event)::integer
    ),
    (
        'status_lag_minutes',
        fact.status_lag_minutes
    ),
    (
        'portal_ended_timely',
        (fact.is_timely_at_portal)::integer
    ),
    (
        'refused',
        (fact.outcome = 'refused')::integer
    ),
    (
        'withdrawn',
        (fact.outcome = 'withdrawn')::integer
    ),
    (
        'stopped',
        (fact.outcome = 'stopped')::integer
    ),
    (
        'interlinked_birth_completed',
        (fact.counted_group = 'birth' AND fact.is_resolved)::integer
    ),
    (
        'interlinked_birth_late',
        (fact.counted_group = 'birth' AND fact.is_resolved AND fact.is_interlinked_late)::integer
    ),
    (
        'interlinked_death_completed',
        (fact.counted_group = 'death' AND fact.is_resolved)::integer
    ),
    (
        'interlinked_death_late',
        (fact.counted_group = 'death' AND fact.is_resolved AND fact.is_interlinked_late)::integer
    ),
    (
        'interlinked_refused',
        (fact.counted_group IS NOT NULL AND fact.outcome = 'refused' AND NOT fact.is_interlinked_stopped)::integer
    ),
    (
        'interlinked_stopped',
        (fact.counted_group IS NOT NULL AND fact.outcome IN ('stopped', 'refused') AND fact.is_interlinked_stopped)::integer
    )
) AS flow (measure, n)
WHERE fact.ended_on IS NOT NULL AND flow.n > 0
UNION ALL
SELECT
    moment.day,
    moment.receiving_unit_id,
    moment.responsible_unit_id,
    moment.holding_unit_id,
    moment.measure,
    moment.n
FROM unnest(fact.moments) AS moment
UNION ALL
SELECT
    edge.day,
    stretch.receiving_unit_id,
    stretch.responsible_unit_id,
    stretch.holding_unit_id,
    stretch.state || edge.suffix,
    1
FROM unnest(fact.stretches) AS stretch
CROSS JOIN LATERAL (VALUES (stretch.first_day, '_enter'), (stretch.next_day, '_leave')) AS edge (day, suffix)
WHERE edge.day IS NOT NULL
$$;
COMMENT ON FUNCTION core.counts_of IS 'The counts of a fact as rows; a role that has no part in a count is null.';

CREATE OR REPLACE VIEW core.applied_count AS
SELECT
    case_fact.case_id,
    one.day,
    one.receiving_unit_id,
    one.responsible_unit_id,
    one.holding_unit_id,
    case_fact.sector_code,
    case_fact.procedure_code,
    one.measure,
    one.n
FROM core.case_fact
INNER JOIN audit.measure_state ON case_fact.build = measure_state.build
CROSS JOIN LATERAL core.counts_of(case_fact) AS one;
COMMENT ON VIEW core.applied_count IS 'What is in the counts by day for each case now; a role that has no part in a count is null.';
