-- Purpose:    what the difference of the counts by day adds to figures: by the unit that it counts for in each role.
-- Grain:      one row of moved_day.
-- Reads:      difference (temporary table), core.unit_succession.
-- Writes:     moved_day (temporary table).
-- Parameters: none.
-- Rerun:      adds it once more.
-- Generated from include/catalogue/measures.yaml by `make sql`.
-- A stock by what enters with the day less what leaves. Days that no period of a kind parts are put together, as their first:
-- they add to the same periods. Days before all periods make their openings.
WITH role AS (
    SELECT DISTINCT role.unit_id
    FROM difference AS counted
    CROSS JOIN LATERAL (
        VALUES (counted.receiving_unit_id), (counted.responsible_unit_id), (counted.holding_unit_id)
    ) AS role (unit_id)
    WHERE role.unit_id <> 0
),

-- A unit counts for itself, and for the one that it moved into as a whole.
counts_for AS MATERIALIZED (
    SELECT role.unit_id, counts_for.unit_id AS counts_for_unit_id
    FROM role
    CROSS JOIN LATERAL (
        SELECT role.unit_id
        UNION ALL
        SELECT unit_succession.successor_id
        FROM core.unit_succession
        WHERE unit_succession.predecessor_id = role.unit_id AND unit_succession.kind = 'whole'
    ) AS counts_for
),

class AS MATERIALIZED (
    SELECT
        reading.by_sector,
        array_agg(DISTINCT boundary.day ORDER BY boundary.day) AS days,
        array_agg(DISTINCT basis.basis) AS bases
    FROM reading
    CROSS JOIN LATERAL (VALUES (date '-infinity'), (reading.first_day), (reading.last_day + 1)) AS boundary (day)
    CROSS JOIN LATERAL unnest(reading.bases) AS basis (basis)
    GROUP BY reading.by_sector
)


INSERT INTO moved_day (
    unit_id, basis, day, by_sector, sector_code,
    received_in_person,
    received_online,
    received_postal,
    accepted_late,
    received_no_due_date,
    received_digitized,
    received_reused,
    received_national_store,
    received_population_linked,
    components,
    components_digitized,
    payable,
    paid_online,
    received_birth,
    received_death,
    interlinked_birth_received,
    interlinked_death_received,
    resolved_early,
    resolved_on_time,
    resolved_overdue,
    resolved_no_due_date,
    resolved_within_original,
    resolved_beyond_original,
    no_due_within_limit,
    no_due_beyond_limit,
    resolved_yields_result,
    resolved_e_result,
    resolved_digitized,
    resolved_second_supplement,
    resolved_overdue_other_agency,
    e_certified_copies,
    processing_minutes,
    status_lag_count,
    status_lag_minutes,
    portal_ended_timely,
    refused,
    withdrawn,
    stopped,
    interlinked_birth_completed,
    interlinked_birth_late,
    interlinked_death_completed,
    interlinked_death_late,
    interlinked_refused,
    interlinked_stopped,
    reopened,
    transferred_in,
    transferred_out,
    supplement_requested,
    second_supplement,
    extension_in_time,
    extension_late,
    apology_missing,
    paid_count,
    paid_vnd,
    refund_count,
    refund_vnd,
    feedback_received,
    feedback_answered_in_time,
    feedback_answered_late,
    feedback_rated,
    feedback_satisfied,
    survey_answers,
    survey_satisfied,
    interlinked_reopened,
    interlinked_commune_done,
    interlinked_commune_late,
    interlinked_police_done,
    interlinked_police_late,
    interlinked_insurance_done,
    interlinked_insurance_late,
    interlinked_other_done,
    interlinked_other_late,
    within,
    overdue,
    no_due_date,
    waiting_supplement,
    waiting_payment,
    overdue_elsewhere,
    portal_timely
)
SELECT
    counts_for.counts_for_unit_id,
    role.basis,
    coalesce(span.of_sectors, span.of_all),
    span.of_sectors IS NOT NULL,
    coalesce(counted.sector_code, '*'),
    nullif(sum(counted.received_in_person::integer), 0)::integer,
    nullif(sum(counted.received_online::integer), 0)::integer,
    nullif(sum(counted.received_postal::integer), 0)::integer,
    nullif(sum(counted.accepted_late::integer), 0)::integer,
    nullif(sum(counted.received_no_due_date::integer), 0)::integer,
    nullif(sum(counted.received_digitized::integer), 0)::integer,
    nullif(sum(counted.received_reused::integer), 0)::integer,
    nullif(sum(counted.received_national_store::integer), 0)::integer,
    nullif(sum(counted.received_population_linked::integer), 0)::integer,
    nullif(sum(counted.components::integer), 0)::integer,
    nullif(sum(counted.components_digitized::integer), 0)::integer,
    nullif(sum(counted.payable::integer), 0)::integer,
    nullif(sum(counted.paid_online::integer), 0)::integer,
    nullif(sum(counted.received_birth::integer), 0)::integer,
    nullif(sum(counted.received_death::integer), 0)::integer,
    nullif(sum(counted.interlinked_birth_received::integer), 0)::integer,
    nullif(sum(counted.interlinked_death_received::integer), 0)::integer,
    nullif(sum(counted.resolved_early::integer), 0)::integer,
    nullif(sum(counted.resolved_on_time::integer), 0)::integer,
    nullif(sum(counted.resolved_overdue::integer), 0)::integer,
    nullif(sum(counted.resolved_no_due_date::integer), 0)::integer,
    nullif(sum(counted.resolved_within_original::integer), 0)::integer,
    nullif(sum(counted.resolved_beyond_original::integer), 0)::integer,
    nullif(sum(counted.no_due_within_limit::integer), 0)::integer,
    nullif(sum(counted.no_due_beyond_limit::integer), 0)::integer,
    nullif(sum(counted.resolved_yields_result::integer), 0)::integer,
    nullif(sum(counted.resolved_e_result::integer), 0)::integer,
    nullif(sum(counted.resolved_digitized::integer), 0)::integer,
    nullif(sum(counted.resolved_second_supplement::integer), 0)::integer,
    nullif(sum(counted.resolved_overdue_other_agency::integer), 0)::integer,
    nullif(sum(counted.e_certified_copies::integer), 0)::integer,
    nullif(sum(counted.processing_minutes), 0)::bigint,
    nullif(sum(counted.status_lag_count::integer), 0)::integer,
    nullif(sum(counted.status_lag_minutes), 0)::bigint,
    nullif(sum(counted.portal_ended_timely::integer), 0)::integer,
    nullif(sum(counted.refused::integer), 0)::integer,
    nullif(sum(counted.withdrawn::integer), 0)::integer,
    nullif(sum(counted.stopped::integer), 0)::integer,
    nullif(sum(counted.interlinked_birth_completed::integer), 0)::integer,
    nullif(sum(counted.interlinked_birth_late::integer), 0)::integer,
    nullif(sum(counted.interlinked_death_completed::integer), 0)::integer,
    nullif(sum(counted.interlinked_death_late::integer), 0)::integer,
    nullif(sum(counted.interlinked_refused::integer), 0)::integer,
    nullif(sum(counted.interlinked_stopped::integer), 0)::integer,
    nullif(sum(counted.reopened::integer), 0)::integer,
    nullif(sum(counted.transferred_in::integer), 0)::integer,
    nullif(sum(counted.transferred_out::integer), 0)::integer,
    nullif(sum(counted.supplement_requested::integer), 0)::integer,
    nullif(sum(counted.second_supplement::integer), 0)::integer,
    nullif(sum(counted.extension_in_time::integer), 0)::integer,
    nullif(sum(counted.extension_late::integer), 0)::integer,
    nullif(sum(counted.apology_missing::integer), 0)::integer,
    nullif(sum(counted.paid_count::integer), 0)::integer,
    nullif(sum(counted.paid_vnd), 0)::bigint,
    nullif(sum(counted.refund_count::integer), 0)::integer,
    nullif(sum(counted.refund_vnd), 0)::bigint,
    nullif(sum(counted.feedback_received::integer), 0)::integer,
    nullif(sum(counted.feedback_answered_in_time::integer), 0)::integer,
    nullif(sum(counted.feedback_answered_late::integer), 0)::integer,
    nullif(sum(counted.feedback_rated::integer), 0)::integer,
    nullif(sum(counted.feedback_satisfied::integer), 0)::integer,
    nullif(sum(counted.survey_answers::integer), 0)::integer,
    nullif(sum(counted.survey_satisfied::integer), 0)::integer,
    nullif(sum(counted.interlinked_reopened::integer), 0)::integer,
    nullif(sum(counted.interlinked_commune_done::integer), 0)::integer,
    nullif(sum(counted.interlinked_commune_late::integer), 0)::integer,
    nullif(sum(counted.interlinked_police_done::integer), 0)::integer,
    nullif(sum(counted.interlinked_police_late::integer), 0)::integer,
    nullif(sum(counted.interlinked_insurance_done::integer), 0)::integer,
    nullif(sum(counted.interlinked_insurance_late::integer), 0)::integer,
    nullif(sum(counted.interlinked_other_done::integer), 0)::integer,
    nullif(sum(counted.interlinked_other_late::integer), 0)::integer,
    nullif(
        coalesce(sum(counted.within_enter::integer), 0)
        - coalesce(sum(counted.within_leave::integer), 0), 0
    )::integer,
    nullif(
        coalesce(sum(counted.overdue_enter::integer), 0)
        - coalesce(sum(counted.overdue_leave::integer), 0), 0
    )::integer,
    nullif(
        coalesce(sum(counted.no_due_date_enter::integer), 0)
        - coalesce(sum(counted.no_due_date_leave::integer), 0), 0
    )::integer,
    nullif(
        coalesce(sum(counted.waiting_supplement_enter::integer), 0)
        - coalesce(sum(counted.waiting_supplement_leave::integer), 0), 0
    )::integer,
    nullif(
        coalesce(sum(counted.waiting_payment_enter::integer), 0)
        - coalesce(sum(counted.waiting_payment_leave::integer), 0), 0
    )::integer,
    nullif(
        coalesce(sum(counted.overdue_elsewhere_enter::integer), 0)
        - coalesce(sum(counted.overdue_elsewhere_leave::integer), 0), 0
    )::integer,
    nullif(
        coalesce(sum(counted.portal_timely_enter::integer), 0)
        - coalesce(sum(counted.portal_timely_leave::integer), 0), 0
    )::integer
FROM difference AS counted
CROSS JOIN LATERAL (
    VALUES
    ('receiving', counted.receiving_unit_id),
    ('responsible', counted.responsible_unit_id),
    ('holding', counted.holding_unit_id)
) AS role (basis, unit_id)
INNER JOIN counts_for ON role.unit_id = counts_for.unit_id
LEFT JOIN class AS sectors ON sectors.by_sector AND role.basis = ANY(sectors.bases)
LEFT JOIN class AS whole ON NOT whole.by_sector AND role.basis = ANY(whole.bases)
CROSS JOIN LATERAL (
    SELECT
        sectors.days[width_bucket(counted.day, sectors.days)] AS of_sectors,
        whole.days[width_bucket(counted.day, whole.days)] AS of_all
) AS span
GROUP BY
    GROUPING SETS (
        (counts_for.counts_for_unit_id, role.basis, span.of_sectors, counted.sector_code),
        (counts_for.counts_for_unit_id, role.basis, span.of_sectors),
        (counts_for.counts_for_unit_id, role.basis, span.of_all)
    )
HAVING num_nonnulls(span.of_sectors, span.of_all) > 0
