-- Purpose:    figures of units and areas by period and over any range of days, form II.06a among them.
-- Grain:      see the comment of each object.
-- Reads:      core.area_member, core.day_count, core.unit, core.unit_succession, mart.duration_day, mart.figure,
--             mart.measure, mart.measure_day, mart.period, mart.period_kind, mart.unit, mart.unit_counts_for.
-- Writes:     functions mart.measure_terms, mart.spread_of, mart.figures_between, mart.named_figures, mart.measured,
--             mart.form_ii06a_between;
--             views mart.period_figure, mart.form_ii06a.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.
-- Generated from include/catalogue/measures.yaml by `make sql`.

-- What a measure is the sum of, down to flows, stocks and openings, however often a part goes in.
CREATE OR REPLACE FUNCTION mart.measure_terms(p_measure text)
RETURNS TABLE (measure text, kind text, parts text[])
LANGUAGE sql STABLE AS $$
WITH RECURSIVE term AS (
    SELECT m.measure, m.kind, m.parts FROM mart.measure AS m WHERE m.measure = p_measure
    UNION ALL
    SELECT m.measure, m.kind, m.parts
    FROM term AS t
    CROSS JOIN LATERAL unnest(t.parts) AS part (measure)
    INNER JOIN mart.measure AS m ON part.measure = m.measure
    WHERE t.kind = 'sum'
)

SELECT t.measure, t.kind, t.parts FROM term AS t WHERE t.kind <> 'sum'
$$;
COMMENT ON FUNCTION mart.measure_terms(text) IS 'The flows, stocks and openings that a measure adds up.';


-- Nothing of it is stored: it is counted over the days of the range whenever somebody asks. Readers see the mart only, so the
-- function reads with its owner's rights.
CREATE OR REPLACE FUNCTION mart.spread_of(
    p_subject_kind text, p_subject_id integer, p_basis text, p_from date, p_to date, p_period_end date, p_measures text[]
)
RETURNS TABLE (sector_code text, figures jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog ROWS 10 COST 100000 AS $$
WITH asked AS (
    SELECT p_subject_id AS unit_id
    WHERE p_subject_kind = 'unit'
    UNION ALL
    SELECT area_member.unit_id
    FROM core.area_member
    WHERE p_subject_kind = 'area' AND area_member.area_id = p_subject_id AND area_member.valid @> p_period_end
),

-- Units that moved into one of these as a whole are in its figures.
counted_unit AS MATERIALIZED (
    SELECT asked.unit_id FROM asked
    UNION
    SELECT unit_succession.predecessor_id
    FROM asked
    INNER JOIN core.unit_succession ON asked.unit_id = unit_succession.successor_id AND unit_succession.kind = 'whole'
),

counted_procedure AS (
    SELECT
        coalesce(counted.sector_code, '*') AS sector_code,
        counted.procedure_code,
        bool_or(
            0 < num_nonnulls(counted.received_online, counted.received_in_person, counted.received_postal)
        ) AS procedures_received,
        bool_or(
            0 < num_nonnulls(counted.received_online)
        ) AS procedures_online,
        bool_or(
            0 < num_nonnulls(counted.payable)
        ) AS procedures_payable,
        bool_or(
            0 < num_nonnulls(counted.paid_online)
        ) AS procedures_paid_online,
        bool_or(
            0 < num_nonnulls(counted.received_population_linked)
        ) AS procedures_population_linked
    FROM counted_unit
    -- Unit by unit: joined, the planner would read every day that there is.
    CROSS JOIN LATERAL (
        SELECT
            day_count.sector_code,
            day_count.procedure_code,
            day_count.received_online,
            day_count.received_in_person,
            day_count.received_postal,
            day_count.payable,
            day_count.paid_online,
            day_count.received_population_linked
        FROM core.day_count
        WHERE
            p_basis = 'receiving'
            AND day_count.receiving_unit_id = counted_unit.unit_id
            AND day_count.day BETWEEN p_from AND p_to
            AND day_count.procedure_code <> '?'
            AND p_measures && ARRAY[
                'procedures_received',
                'procedures_online',
                'procedures_payable',
                'procedures_paid_online',
                'procedures_population_linked'
            ]
        UNION ALL
        SELECT
            day_count.sector_code,
            day_count.procedure_code,
            day_count.received_online,
            day_count.received_in_person,
            day_count.received_postal,
            day_count.payable,
            day_count.paid_online,
            day_count.received_population_linked
        FROM core.day_count
        WHERE
            p_basis = 'responsible'
            AND day_count.responsible_unit_id = counted_unit.unit_id
            AND day_count.day BETWEEN p_from AND p_to
            AND day_count.procedure_code <> '?'
            AND p_measures && ARRAY[
                'procedures_received',
                'procedures_online',
                'procedures_payable',
                'procedures_paid_online',
                'procedures_population_linked'
            ]
        UNION ALL
        SELECT
            day_count.sector_code,
            day_count.procedure_code,
            day_count.received_online,
            day_count.received_in_person,
            day_count.received_postal,
            day_count.payable,
            day_count.paid_online,
            day_count.received_population_linked
        FROM core.day_count
        WHERE
            p_basis = 'holding'
            AND day_count.holding_unit_id = counted_unit.unit_id
            AND day_count.day BETWEEN p_from AND p_to
            AND day_count.procedure_code <> '?'
            AND p_measures && ARRAY[
                'procedures_received',
                'procedures_online',
                'procedures_payable',
                'procedures_paid_online',
                'procedures_population_linked'
            ]
        OFFSET 0
    ) AS counted
    WHERE
        0 < num_nonnulls(
            counted.received_online,
            counted.received_in_person,
            counted.received_postal,
            counted.payable,
            counted.paid_online,
            counted.received_population_linked
        )
    GROUP BY GROUPING SETS ((counted.sector_code, counted.procedure_code), (counted.procedure_code))
),

procedures AS (
    SELECT
        counted_procedure.sector_code,
        nullif(count(*) FILTER (WHERE counted_procedure.procedures_received), 0) AS procedures_received,
        nullif(count(*) FILTER (WHERE counted_procedure.procedures_online), 0) AS procedures_online,
        nullif(count(*) FILTER (WHERE counted_procedure.procedures_payable), 0) AS procedures_payable,
        nullif(count(*) FILTER (WHERE counted_procedure.procedures_paid_online), 0) AS procedures_paid_online,
        nullif(count(*) FILTER (WHERE counted_procedure.procedures_population_linked), 0) AS procedures_population_linked
    FROM counted_procedure
    GROUP BY counted_procedure.sector_code
),

duration AS (
    SELECT
        coalesce(counted.sector_code, '*') AS sector_code,
        counted.minutes,
        sum(counted.n) AS n
    FROM counted_unit
    CROSS JOIN LATERAL (
        SELECT duration_day.sector_code, duration_day.minutes, duration_day.n
        FROM mart.duration_day
        WHERE
            duration_day.unit_id = counted_unit.unit_id
            AND duration_day.basis = p_basis
            AND duration_day.day BETWEEN p_from AND p_to
            AND p_measures && ARRAY[
                'processing_median',
                'processing_p90'
            ]
        OFFSET 0
    ) AS counted
    GROUP BY GROUPING SETS ((counted.sector_code, counted.minutes), (counted.minutes))
),

ranked AS (
    SELECT
        duration.sector_code,
        duration.minutes,
        sum(duration.n) OVER (PARTITION BY duration.sector_code ORDER BY duration.minutes) AS so_far,
        sum(duration.n) OVER (PARTITION BY duration.sector_code) AS n
    FROM duration
),

-- The shortest duration that the share of the dossiers does not pass.
durations AS (
    SELECT
        ranked.sector_code,
        min(ranked.minutes) FILTER (WHERE ranked.so_far >= 0.5 * ranked.n) AS processing_median,
        min(ranked.minutes) FILTER (WHERE ranked.so_far >= 0.9 * ranked.n) AS processing_p90
    FROM ranked
    GROUP BY ranked.sector_code
)

SELECT
    coalesce(procedures.sector_code, durations.sector_code),
    jsonb_strip_nulls(
        jsonb_build_object(
            'procedures_received', procedures.procedures_received,
            'procedures_online', procedures.procedures_online,
            'procedures_payable', procedures.procedures_payable,
            'procedures_paid_online', procedures.procedures_paid_online,
            'procedures_population_linked', procedures.procedures_population_linked,
            'processing_median', durations.processing_median,
            'processing_p90', durations.processing_p90
        )
    )
FROM procedures
FULL JOIN durations ON procedures.sector_code = durations.sector_code
$$;
COMMENT ON FUNCTION mart.spread_of IS 'Distinct procedures and percentiles of a unit, or of those that are in an area on a day, over a range of days in a role, as far as one of the measures asks for it; what is nothing is not named.';
REVOKE EXECUTE ON FUNCTION mart.spread_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mart.spread_of TO onestop_reader, onestop_pipeline;

-- A stock at the end of a day is the sum of enters less leaves up to it; an opening is that of the day before the range.
CREATE OR REPLACE FUNCTION mart.figures_between(p_unit_id integer, p_basis text, p_from date, p_to date)
RETURNS TABLE (
    sector_code text,
    received_in_person integer,
    received_online integer,
    received_postal integer,
    accepted_late integer,
    received_no_due_date integer,
    received_digitized integer,
    received_reused integer,
    received_national_store integer,
    received_population_linked integer,
    components integer,
    components_digitized integer,
    payable integer,
    paid_online integer,
    received_birth integer,
    received_death integer,
    interlinked_birth_received integer,
    interlinked_death_received integer,
    resolved_early integer,
    resolved_on_time integer,
    resolved_overdue integer,
    resolved_no_due_date integer,
    resolved_within_original integer,
    resolved_beyond_original integer,
    no_due_within_limit integer,
    no_due_beyond_limit integer,
    resolved_yields_result integer,
    resolved_e_result integer,
    resolved_digitized integer,
    resolved_second_supplement integer,
    resolved_overdue_other_agency integer,
    e_certified_copies integer,
    processing_minutes bigint,
    status_lag_count integer,
    status_lag_minutes bigint,
    portal_ended_timely integer,
    refused integer,
    withdrawn integer,
    stopped integer,
    interlinked_birth_completed integer,
    interlinked_birth_late integer,
    interlinked_death_completed integer,
    interlinked_death_late integer,
    interlinked_refused integer,
    interlinked_stopped integer,
    reopened integer,
    transferred_in integer,
    transferred_out integer,
    supplement_requested integer,
    second_supplement integer,
    extension_in_time integer,
    extension_late integer,
    apology_missing integer,
    paid_count integer,
    paid_vnd bigint,
    refund_count integer,
    refund_vnd bigint,
    feedback_received integer,
    feedback_answered_in_time integer,
    feedback_answered_late integer,
    feedback_rated integer,
    feedback_satisfied integer,
    survey_answers integer,
    survey_satisfied integer,
    interlinked_reopened integer,
    interlinked_commune_done integer,
    interlinked_commune_late integer,
    interlinked_police_done integer,
    interlinked_police_late integer,
    interlinked_insurance_done integer,
    interlinked_insurance_late integer,
    interlinked_other_done integer,
    interlinked_other_late integer,
    within integer,
    overdue integer,
    no_due_date integer,
    waiting_supplement integer,
    waiting_payment integer,
    overdue_elsewhere integer,
    portal_timely integer,
    within_at_start integer,
    overdue_at_start integer,
    no_due_date_at_start integer,
    waiting_supplement_at_start integer,
    waiting_payment_at_start integer,
    overdue_elsewhere_at_start integer,
    portal_timely_at_start integer
)
LANGUAGE sql STABLE ROWS 10 AS $$
WITH summed AS (
    SELECT
        coalesce(counted.sector_code, '*') AS sector_code,
        nullif(
            sum(counted.received_in_person) FILTER (WHERE counted.day >= p_from), 0
        ) AS received_in_person,
        nullif(
            sum(counted.received_online) FILTER (WHERE counted.day >= p_from), 0
        ) AS received_online,
        nullif(
            sum(counted.received_postal) FILTER (WHERE counted.day >= p_from), 0
        ) AS received_postal,
        nullif(
            sum(counted.accepted_late) FILTER (WHERE counted.day >= p_from), 0
        ) AS accepted_late,
        nullif(
            sum(counted.received_no_due_date) FILTER (WHERE counted.day >= p_from), 0
        ) AS received_no_due_date,
        nullif(
            sum(counted.received_digitized) FILTER (WHERE counted.day >= p_from), 0
        ) AS received_digitized,
        nullif(
            sum(counted.received_reused) FILTER (WHERE counted.day >= p_from), 0
        ) AS received_reused,
        nullif(
            sum(counted.received_national_store) FILTER (WHERE counted.day >= p_from), 0
        ) AS received_national_store,
        nullif(
            sum(counted.received_population_linked) FILTER (WHERE counted.day >= p_from), 0
        ) AS received_population_linked,
        nullif(
            sum(counted.components) FILTER (WHERE counted.day >= p_from), 0
        ) AS components,
        nullif(
            sum(counted.components_digitized) FILTER (WHERE counted.day >= p_from), 0
        ) AS components_digitized,
        nullif(
            sum(counted.payable) FILTER (WHERE counted.day >= p_from), 0
        ) AS payable,
        nullif(
            sum(counted.paid_online) FILTER (WHERE counted.day >= p_from), 0
        ) AS paid_online,
        nullif(
            sum(counted.received_birth) FILTER (WHERE counted.day >= p_from), 0
        ) AS received_birth,
        nullif(
            sum(counted.received_death) FILTER (WHERE counted.day >= p_from), 0
        ) AS received_death,
        nullif(
            sum(counted.interlinked_birth_received) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_birth_received,
        nullif(
            sum(counted.interlinked_death_received) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_death_received,
        nullif(
            sum(counted.resolved_early) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_early,
        nullif(
            sum(counted.resolved_on_time) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_on_time,
        nullif(
            sum(counted.resolved_overdue) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_overdue,
        nullif(
            sum(counted.resolved_no_due_date) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_no_due_date,
        nullif(
            sum(counted.resolved_within_original) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_within_original,
        nullif(
            sum(counted.resolved_beyond_original) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_beyond_original,
        nullif(
            sum(counted.no_due_within_limit) FILTER (WHERE counted.day >= p_from), 0
        ) AS no_due_within_limit,
        nullif(
            sum(counted.no_due_beyond_limit) FILTER (WHERE counted.day >= p_from), 0
        ) AS no_due_beyond_limit,
        nullif(
            sum(counted.resolved_yields_result) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_yields_result,
        nullif(
            sum(counted.resolved_e_result) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_e_result,
        nullif(
            sum(counted.resolved_digitized) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_digitized,
        nullif(
            sum(counted.resolved_second_supplement) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_second_supplement,
        nullif(
            sum(counted.resolved_overdue_other_agency) FILTER (WHERE counted.day >= p_from), 0
        ) AS resolved_overdue_other_agency,
        nullif(
            sum(counted.e_certified_copies) FILTER (WHERE counted.day >= p_from), 0
        ) AS e_certified_copies,
        nullif(
            sum(counted.processing_minutes) FILTER (WHERE counted.day >= p_from), 0
        ) AS processing_minutes,
        nullif(
            sum(counted.status_lag_count) FILTER (WHERE counted.day >= p_from), 0
        ) AS status_lag_count,
        nullif(
            sum(counted.status_lag_minutes) FILTER (WHERE counted.day >= p_from), 0
        ) AS status_lag_minutes,
        nullif(
            sum(counted.portal_ended_timely) FILTER (WHERE counted.day >= p_from), 0
        ) AS portal_ended_timely,
        nullif(
            sum(counted.refused) FILTER (WHERE counted.day >= p_from), 0
        ) AS refused,
        nullif(
            sum(counted.withdrawn) FILTER (WHERE counted.day >= p_from), 0
        ) AS withdrawn,
        nullif(
            sum(counted.stopped) FILTER (WHERE counted.day >= p_from), 0
        ) AS stopped,
        nullif(
            sum(counted.interlinked_birth_completed) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_birth_completed,
        nullif(
            sum(counted.interlinked_birth_late) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_birth_late,
        nullif(
            sum(counted.interlinked_death_completed) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_death_completed,
        nullif(
            sum(counted.interlinked_death_late) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_death_late,
        nullif(
            sum(counted.interlinked_refused) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_refused,
        nullif(
            sum(counted.interlinked_stopped) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_stopped,
        nullif(
            sum(counted.reopened) FILTER (WHERE counted.day >= p_from), 0
        ) AS reopened,
        nullif(
            sum(counted.transferred_in) FILTER (WHERE counted.day >= p_from), 0
        ) AS transferred_in,
        nullif(
            sum(counted.transferred_out) FILTER (WHERE counted.day >= p_from), 0
        ) AS transferred_out,
        nullif(
            sum(counted.supplement_requested) FILTER (WHERE counted.day >= p_from), 0
        ) AS supplement_requested,
        nullif(
            sum(counted.second_supplement) FILTER (WHERE counted.day >= p_from), 0
        ) AS second_supplement,
        nullif(
            sum(counted.extension_in_time) FILTER (WHERE counted.day >= p_from), 0
        ) AS extension_in_time,
        nullif(
            sum(counted.extension_late) FILTER (WHERE counted.day >= p_from), 0
        ) AS extension_late,
        nullif(
            sum(counted.apology_missing) FILTER (WHERE counted.day >= p_from), 0
        ) AS apology_missing,
        nullif(
            sum(counted.paid_count) FILTER (WHERE counted.day >= p_from), 0
        ) AS paid_count,
        nullif(
            sum(counted.paid_vnd) FILTER (WHERE counted.day >= p_from), 0
        ) AS paid_vnd,
        nullif(
            sum(counted.refund_count) FILTER (WHERE counted.day >= p_from), 0
        ) AS refund_count,
        nullif(
            sum(counted.refund_vnd) FILTER (WHERE counted.day >= p_from), 0
        ) AS refund_vnd,
        nullif(
            sum(counted.feedback_received) FILTER (WHERE counted.day >= p_from), 0
        ) AS feedback_received,
        nullif(
            sum(counted.feedback_answered_in_time) FILTER (WHERE counted.day >= p_from), 0
        ) AS feedback_answered_in_time,
        nullif(
            sum(counted.feedback_answered_late) FILTER (WHERE counted.day >= p_from), 0
        ) AS feedback_answered_late,
        nullif(
            sum(counted.feedback_rated) FILTER (WHERE counted.day >= p_from), 0
        ) AS feedback_rated,
        nullif(
            sum(counted.feedback_satisfied) FILTER (WHERE counted.day >= p_from), 0
        ) AS feedback_satisfied,
        nullif(
            sum(counted.survey_answers) FILTER (WHERE counted.day >= p_from), 0
        ) AS survey_answers,
        nullif(
            sum(counted.survey_satisfied) FILTER (WHERE counted.day >= p_from), 0
        ) AS survey_satisfied,
        nullif(
            sum(counted.interlinked_reopened) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_reopened,
        nullif(
            sum(counted.interlinked_commune_done) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_commune_done,
        nullif(
            sum(counted.interlinked_commune_late) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_commune_late,
        nullif(
            sum(counted.interlinked_police_done) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_police_done,
        nullif(
            sum(counted.interlinked_police_late) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_police_late,
        nullif(
            sum(counted.interlinked_insurance_done) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_insurance_done,
        nullif(
            sum(counted.interlinked_insurance_late) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_insurance_late,
        nullif(
            sum(counted.interlinked_other_done) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_other_done,
        nullif(
            sum(counted.interlinked_other_late) FILTER (WHERE counted.day >= p_from), 0
        ) AS interlinked_other_late,
        nullif(
            coalesce(sum(counted.within_enter), 0) - coalesce(sum(counted.within_leave), 0), 0
        ) AS within,
        nullif(
            coalesce(sum(counted.overdue_enter), 0) - coalesce(sum(counted.overdue_leave), 0), 0
        ) AS overdue,
        nullif(
            coalesce(sum(counted.no_due_date_enter), 0) - coalesce(sum(counted.no_due_date_leave), 0), 0
        ) AS no_due_date,
        nullif(
            coalesce(sum(counted.waiting_supplement_enter), 0) - coalesce(sum(counted.waiting_supplement_leave), 0), 0
        ) AS waiting_supplement,
        nullif(
            coalesce(sum(counted.waiting_payment_enter), 0) - coalesce(sum(counted.waiting_payment_leave), 0), 0
        ) AS waiting_payment,
        nullif(
            coalesce(sum(counted.overdue_elsewhere_enter), 0) - coalesce(sum(counted.overdue_elsewhere_leave), 0), 0
        ) AS overdue_elsewhere,
        nullif(
            coalesce(sum(counted.portal_timely_enter), 0) - coalesce(sum(counted.portal_timely_leave), 0), 0
        ) AS portal_timely,
        nullif(
            coalesce(sum(counted.within_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.within_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS within_at_start,
        nullif(
            coalesce(sum(counted.overdue_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.overdue_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS overdue_at_start,
        nullif(
            coalesce(sum(counted.no_due_date_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.no_due_date_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS no_due_date_at_start,
        nullif(
            coalesce(sum(counted.waiting_supplement_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.waiting_supplement_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS waiting_supplement_at_start,
        nullif(
            coalesce(sum(counted.waiting_payment_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.waiting_payment_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS waiting_payment_at_start,
        nullif(
            coalesce(sum(counted.overdue_elsewhere_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.overdue_elsewhere_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS overdue_elsewhere_at_start,
        nullif(
            coalesce(sum(counted.portal_timely_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.portal_timely_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS portal_timely_at_start
    FROM mart.unit_counts_for
    INNER JOIN mart.measure_day AS counted
        ON unit_counts_for.unit_id = counted.unit_id AND counted.basis = p_basis AND counted.day <= p_to
    WHERE unit_counts_for.counts_for_unit_id = p_unit_id
    GROUP BY GROUPING SETS ((counted.sector_code), ())
)

SELECT * FROM summed
WHERE
    summed.sector_code = '*'
    OR 0 < num_nonnulls(
        summed.received_in_person,
        summed.received_online,
        summed.received_postal,
        summed.accepted_late,
        summed.received_no_due_date,
        summed.received_digitized,
        summed.received_reused,
        summed.received_national_store,
        summed.received_population_linked,
        summed.components,
        summed.components_digitized,
        summed.payable,
        summed.paid_online,
        summed.received_birth,
        summed.received_death,
        summed.interlinked_birth_received,
        summed.interlinked_death_received,
        summed.resolved_early,
        summed.resolved_on_time,
        summed.resolved_overdue,
        summed.resolved_no_due_date,
        summed.resolved_within_original,
        summed.resolved_beyond_original,
        summed.no_due_within_limit,
        summed.no_due_beyond_limit,
        summed.resolved_yields_result,
        summed.resolved_e_result,
        summed.resolved_digitized,
        summed.resolved_second_supplement,
        summed.resolved_overdue_other_agency,
        summed.e_certified_copies,
        summed.processing_minutes,
        summed.status_lag_count,
        summed.status_lag_minutes,
        summed.portal_ended_timely,
        summed.refused,
        summed.withdrawn,
        summed.stopped,
        summed.interlinked_birth_completed,
        summed.interlinked_birth_late,
        summed.interlinked_death_completed,
        summed.interlinked_death_late,
        summed.interlinked_refused,
        summed.interlinked_stopped,
        summed.reopened,
        summed.transferred_in,
        summed.transferred_out,
        summed.supplement_requested,
        summed.second_supplement,
        summed.extension_in_time,
        summed.extension_late,
        summed.apology_missing,
        summed.paid_count,
        summed.paid_vnd,
        summed.refund_count,
        summed.refund_vnd,
        summed.feedback_received,
        summed.feedback_answered_in_time,
        summed.feedback_answered_late,
        summed.feedback_rated,
        summed.feedback_satisfied,
        summed.survey_answers,
        summed.survey_satisfied,
        summed.interlinked_reopened,
        summed.interlinked_commune_done,
        summed.interlinked_commune_late,
        summed.interlinked_police_done,
        summed.interlinked_police_late,
        summed.interlinked_insurance_done,
        summed.interlinked_insurance_late,
        summed.interlinked_other_done,
        summed.interlinked_other_late,
        summed.within,
        summed.overdue,
        summed.no_due_date,
        summed.waiting_supplement,
        summed.waiting_payment,
        summed.overdue_elsewhere,
        summed.portal_timely,
        summed.within_at_start,
        summed.overdue_at_start,
        summed.no_due_date_at_start,
        summed.waiting_supplement_at_start,
        summed.waiting_payment_at_start,
        summed.overdue_elsewhere_at_start,
        summed.portal_timely_at_start
    )
$$;
COMMENT ON FUNCTION mart.figures_between IS 'Flows, stocks and openings of a unit over a range of days, both ends inclusive, in a role, by sector and for all sectors (*); null is none.';

-- Written as text: of some hundred measures a unit and period has a third, and what is null costs nothing so.
CREATE OR REPLACE FUNCTION mart.named_figures(figure mart.figure) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT (
    '{' || array_to_string(
        ARRAY[
            '"received_in_person":' || figure.received_in_person,
            '"received_online":' || figure.received_online,
            '"received_postal":' || figure.received_postal,
            '"accepted_late":' || figure.accepted_late,
            '"received_no_due_date":' || figure.received_no_due_date,
            '"received_digitized":' || figure.received_digitized,
            '"received_reused":' || figure.received_reused,
            '"received_national_store":' || figure.received_national_store,
            '"received_population_linked":' || figure.received_population_linked,
            '"components":' || figure.components,
            '"components_digitized":' || figure.components_digitized,
            '"payable":' || figure.payable,
            '"paid_online":' || figure.paid_online,
            '"received_birth":' || figure.received_birth,
            '"received_death":' || figure.received_death,
            '"interlinked_birth_received":' || figure.interlinked_birth_received,
            '"interlinked_death_received":' || figure.interlinked_death_received,
            '"resolved_early":' || figure.resolved_early,
            '"resolved_on_time":' || figure.resolved_on_time,
            '"resolved_overdue":' || figure.resolved_overdue,
            '"resolved_no_due_date":' || figure.resolved_no_due_date,
            '"resolved_within_original":' || figure.resolved_within_original,
            '"resolved_beyond_original":' || figure.resolved_beyond_original,
            '"no_due_within_limit":' || figure.no_due_within_limit,
            '"no_due_beyond_limit":' || figure.no_due_beyond_limit,
            '"resolved_yields_result":' || figure.resolved_yields_result,
            '"resolved_e_result":' || figure.resolved_e_result,
            '"resolved_digitized":' || figure.resolved_digitized,
            '"resolved_second_supplement":' || figure.resolved_second_supplement,
            '"resolved_overdue_other_agency":' || figure.resolved_overdue_other_agency,
            '"e_certified_copies":' || figure.e_certified_copies,
            '"processing_minutes":' || figure.processing_minutes,
            '"status_lag_count":' || figure.status_lag_count,
            '"status_lag_minutes":' || figure.status_lag_minutes,
            '"portal_ended_timely":' || figure.portal_ended_timely,
            '"refused":' || figure.refused,
            '"withdrawn":' || figure.withdrawn,
            '"stopped":' || figure.stopped,
            '"interlinked_birth_completed":' || figure.interlinked_birth_completed,
            '"interlinked_birth_late":' || figure.interlinked_birth_late,
            '"interlinked_death_completed":' || figure.interlinked_death_completed,
            '"interlinked_death_late":' || figure.interlinked_death_late,
            '"interlinked_refused":' || figure.interlinked_refused,
            '"interlinked_stopped":' || figure.interlinked_stopped,
            '"reopened":' || figure.reopened,
            '"transferred_in":' || figure.transferred_in,
            '"transferred_out":' || figure.transferred_out,
            '"supplement_requested":' || figure.supplement_requested,
            '"second_supplement":' || figure.second_supplement,
            '"extension_in_time":' || figure.extension_in_time,
            '"extension_late":' || figure.extension_late,
            '"apology_missing":' || figure.apology_missing,
            '"paid_count":' || figure.paid_count,
            '"paid_vnd":' || figure.paid_vnd,
            '"refund_count":' || figure.refund_count,
            '"refund_vnd":' || figure.refund_vnd,
            '"feedback_received":' || figure.feedback_received,
            '"feedback_answered_in_time":' || figure.feedback_answered_in_time,
            '"feedback_answered_late":' || figure.feedback_answered_late,
            '"feedback_rated":' || figure.feedback_rated,
            '"feedback_satisfied":' || figure.feedback_satisfied,
            '"survey_answers":' || figure.survey_answers,
            '"survey_satisfied":' || figure.survey_satisfied,
            '"interlinked_reopened":' || figure.interlinked_reopened,
            '"interlinked_commune_done":' || figure.interlinked_commune_done,
            '"interlinked_commune_late":' || figure.interlinked_commune_late,
            '"interlinked_police_done":' || figure.interlinked_police_done,
            '"interlinked_police_late":' || figure.interlinked_police_late,
            '"interlinked_insurance_done":' || figure.interlinked_insurance_done,
            '"interlinked_insurance_late":' || figure.interlinked_insurance_late,
            '"interlinked_other_done":' || figure.interlinked_other_done,
            '"interlinked_other_late":' || figure.interlinked_other_late,
            '"within":' || figure.within,
            '"overdue":' || figure.overdue,
            '"no_due_date":' || figure.no_due_date,
            '"waiting_supplement":' || figure.waiting_supplement,
            '"waiting_payment":' || figure.waiting_payment,
            '"overdue_elsewhere":' || figure.overdue_elsewhere,
            '"portal_timely":' || figure.portal_timely,
            '"within_at_start":' || figure.within_at_start,
            '"overdue_at_start":' || figure.overdue_at_start,
            '"no_due_date_at_start":' || figure.no_due_date_at_start,
            '"waiting_supplement_at_start":' || figure.waiting_supplement_at_start,
            '"waiting_payment_at_start":' || figure.waiting_payment_at_start,
            '"overdue_elsewhere_at_start":' || figure.overdue_elsewhere_at_start,
            '"portal_timely_at_start":' || figure.portal_timely_at_start,
            '"received_direct_postal":' || nullif(
                coalesce(figure.received_in_person, 0)
                + coalesce(figure.received_postal, 0), 0
            ),
            '"received_new":' || nullif(
                coalesce(figure.received_online, 0)
                + coalesce(figure.received_in_person, 0)
                + coalesce(figure.received_postal, 0), 0
            ),
            '"carried_over":' || nullif(
                coalesce(figure.within_at_start, 0)
                + coalesce(figure.overdue_at_start, 0)
                + coalesce(figure.no_due_date_at_start, 0)
                + coalesce(figure.waiting_supplement_at_start, 0)
                + coalesce(figure.waiting_payment_at_start, 0), 0
            ),
            '"received_total":' || nullif(
                coalesce(figure.received_online, 0)
                + coalesce(figure.received_in_person, 0)
                + coalesce(figure.received_postal, 0)
                + coalesce(figure.within_at_start, 0)
                + coalesce(figure.overdue_at_start, 0)
                + coalesce(figure.no_due_date_at_start, 0)
                + coalesce(figure.waiting_supplement_at_start, 0)
                + coalesce(figure.waiting_payment_at_start, 0), 0
            ),
            '"resolved_total":' || nullif(
                coalesce(figure.resolved_early, 0)
                + coalesce(figure.resolved_on_time, 0)
                + coalesce(figure.resolved_overdue, 0)
                + coalesce(figure.resolved_no_due_date, 0), 0
            ),
            '"resolved_timely":' || nullif(
                coalesce(figure.resolved_early, 0)
                + coalesce(figure.resolved_on_time, 0), 0
            ),
            '"paused":' || nullif(
                coalesce(figure.waiting_supplement, 0)
                + coalesce(figure.waiting_payment, 0), 0
            ),
            '"in_progress_within":' || figure.within,
            '"in_progress_overdue":' || figure.overdue,
            '"in_progress_no_due_date":' || figure.no_due_date,
            '"in_progress_total":' || nullif(
                coalesce(figure.within, 0)
                + coalesce(figure.overdue, 0)
                + coalesce(figure.no_due_date, 0)
                + coalesce(figure.waiting_supplement, 0)
                + coalesce(figure.waiting_payment, 0), 0
            ),
            '"ended_total":' || nullif(
                coalesce(figure.resolved_early, 0)
                + coalesce(figure.resolved_on_time, 0)
                + coalesce(figure.resolved_overdue, 0)
                + coalesce(figure.resolved_no_due_date, 0)
                + coalesce(figure.refused, 0)
                + coalesce(figure.withdrawn, 0)
                + coalesce(figure.stopped, 0), 0
            ),
            '"feedback_answered":' || nullif(
                coalesce(figure.feedback_answered_in_time, 0)
                + coalesce(figure.feedback_answered_late, 0), 0
            ),
            '"interlinked_completed":' || nullif(
                coalesce(figure.interlinked_birth_completed, 0)
                + coalesce(figure.interlinked_death_completed, 0), 0
            ),
            '"interlinked_late":' || nullif(
                coalesce(figure.interlinked_birth_late, 0)
                + coalesce(figure.interlinked_death_late, 0), 0
            )
        ], ','
    ) || '}'
)::jsonb
$$;
COMMENT ON FUNCTION mart.named_figures IS 'Everything of a row of figures that adds up, by name; what is nothing is not named.';

-- One name of a hundred is read much faster so than all of them as JSON.
CREATE OR REPLACE FUNCTION mart.measured(figure mart.figure, measure text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE measure
    WHEN 'received_in_person' THEN figure.received_in_person
    WHEN 'received_online' THEN figure.received_online
    WHEN 'received_postal' THEN figure.received_postal
    WHEN 'accepted_late' THEN figure.accepted_late
    WHEN 'received_no_due_date' THEN figure.received_no_due_date
    WHEN 'received_digitized' THEN figure.received_digitized
    WHEN 'received_reused' THEN figure.received_reused
    WHEN 'received_national_store' THEN figure.received_national_store
    WHEN 'received_population_linked' THEN figure.received_population_linked
    WHEN 'components' THEN figure.components
    WHEN 'components_digitized' THEN figure.components_digitized
    WHEN 'payable' THEN figure.payable
    WHEN 'paid_online' THEN figure.paid_online
    WHEN 'received_birth' THEN figure.received_birth
    WHEN 'received_death' THEN figure.received_death
    WHEN 'interlinked_birth_received' THEN figure.interlinked_birth_received
    WHEN 'interlinked_death_received' THEN figure.interlinked_death_received
    WHEN 'resolved_early' THEN figure.resolved_early
    WHEN 'resolved_on_time' THEN figure.resolved_on_time
    WHEN 'resolved_overdue' THEN figure.resolved_overdue
    WHEN 'resolved_no_due_date' THEN figure.resolved_no_due_date
    WHEN 'resolved_within_original' THEN figure.resolved_within_original
    WHEN 'resolved_beyond_original' THEN figure.resolved_beyond_original
    WHEN 'no_due_within_limit' THEN figure.no_due_within_limit
    WHEN 'no_due_beyond_limit' THEN figure.no_due_beyond_limit
    WHEN 'resolved_yields_result' THEN figure.resolved_yields_result
    WHEN 'resolved_e_result' THEN figure.resolved_e_result
    WHEN 'resolved_digitized' THEN figure.resolved_digitized
    WHEN 'resolved_second_supplement' THEN figure.resolved_second_supplement
    WHEN 'resolved_overdue_other_agency' THEN figure.resolved_overdue_other_agency
    WHEN 'e_certified_copies' THEN figure.e_certified_copies
    WHEN 'processing_minutes' THEN figure.processing_minutes
    WHEN 'status_lag_count' THEN figure.status_lag_count
    WHEN 'status_lag_minutes' THEN figure.status_lag_minutes
    WHEN 'portal_ended_timely' THEN figure.portal_ended_timely
    WHEN 'refused' THEN figure.refused
    WHEN 'withdrawn' THEN figure.withdrawn
    WHEN 'stopped' THEN figure.stopped
    WHEN 'interlinked_birth_completed' THEN figure.interlinked_birth_completed
    WHEN 'interlinked_birth_late' THEN figure.interlinked_birth_late
    WHEN 'interlinked_death_completed' THEN figure.interlinked_death_completed
    WHEN 'interlinked_death_late' THEN figure.interlinked_death_late
    WHEN 'interlinked_refused' THEN figure.interlinked_refused
    WHEN 'interlinked_stopped' THEN figure.interlinked_stopped
    WHEN 'reopened' THEN figure.reopened
    WHEN 'transferred_in' THEN figure.transferred_in
    WHEN 'transferred_out' THEN figure.transferred_out
    WHEN 'supplement_requested' THEN figure.supplement_requested
    WHEN 'second_supplement' THEN figure.second_supplement
    WHEN 'extension_in_time' THEN figure.extension_in_time
    WHEN 'extension_late' THEN figure.extension_late
    WHEN 'apology_missing' THEN figure.apology_missing
    WHEN 'paid_count' THEN figure.paid_count
    WHEN 'paid_vnd' THEN figure.paid_vnd
    WHEN 'refund_count' THEN figure.refund_count
    WHEN 'refund_vnd' THEN figure.refund_vnd
    WHEN 'feedback_received' THEN figure.feedback_received
    WHEN 'feedback_answered_in_time' THEN figure.feedback_answered_in_time
    WHEN 'feedback_answered_late' THEN figure.feedback_answered_late
    WHEN 'feedback_rated' THEN figure.feedback_rated
    WHEN 'feedback_satisfied' THEN figure.feedback_satisfied
    WHEN 'survey_answers' THEN figure.survey_answers
    WHEN 'survey_satisfied' THEN figure.survey_satisfied
    WHEN 'interlinked_reopened' THEN figure.interlinked_reopened
    WHEN 'interlinked_commune_done' THEN figure.interlinked_commune_done
    WHEN 'interlinked_commune_late' THEN figure.interlinked_commune_late
    WHEN 'interlinked_police_done' THEN figure.interlinked_police_done
    WHEN 'interlinked_police_late' THEN figure.interlinked_police_late
    WHEN 'interlinked_insurance_done' THEN figure.interlinked_insurance_done
    WHEN 'interlinked_insurance_late' THEN figure.interlinked_insurance_late
    WHEN 'interlinked_other_done' THEN figure.interlinked_other_done
    WHEN 'interlinked_other_late' THEN figure.interlinked_other_late
    WHEN 'within' THEN figure.within
    WHEN 'overdue' THEN figure.overdue
    WHEN 'no_due_date' THEN figure.no_due_date
    WHEN 'waiting_supplement' THEN figure.waiting_supplement
    WHEN 'waiting_payment' THEN figure.waiting_payment
    WHEN 'overdue_elsewhere' THEN figure.overdue_elsewhere
    WHEN 'portal_timely' THEN figure.portal_timely
    WHEN 'within_at_start' THEN figure.within_at_start
    WHEN 'overdue_at_start' THEN figure.overdue_at_start
    WHEN 'no_due_date_at_start' THEN figure.no_due_date_at_start
    WHEN 'waiting_supplement_at_start' THEN figure.waiting_supplement_at_start
    WHEN 'waiting_payment_at_start' THEN figure.waiting_payment_at_start
    WHEN 'overdue_elsewhere_at_start' THEN figure.overdue_elsewhere_at_start
    WHEN 'portal_timely_at_start' THEN figure.portal_timely_at_start
    WHEN 'received_direct_postal' THEN nullif(
        coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0), 0
    )
    WHEN 'received_new' THEN nullif(
        coalesce(figure.received_online, 0)
        + coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0), 0
    )
    WHEN 'carried_over' THEN nullif(
        coalesce(figure.within_at_start, 0)
        + coalesce(figure.overdue_at_start, 0)
        + coalesce(figure.no_due_date_at_start, 0)
        + coalesce(figure.waiting_supplement_at_start, 0)
        + coalesce(figure.waiting_payment_at_start, 0), 0
    )
    WHEN 'received_total' THEN nullif(
        coalesce(figure.received_online, 0)
        + coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0)
        + coalesce(figure.within_at_start, 0)
        + coalesce(figure.overdue_at_start, 0)
        + coalesce(figure.no_due_date_at_start, 0)
        + coalesce(figure.waiting_supplement_at_start, 0)
        + coalesce(figure.waiting_payment_at_start, 0), 0
    )
    WHEN 'resolved_total' THEN nullif(
        coalesce(figure.resolved_early, 0)
        + coalesce(figure.resolved_on_time, 0)
        + coalesce(figure.resolved_overdue, 0)
        + coalesce(figure.resolved_no_due_date, 0), 0
    )
    WHEN 'resolved_timely' THEN nullif(
        coalesce(figure.resolved_early, 0)
        + coalesce(figure.resolved_on_time, 0), 0
    )
    WHEN 'paused' THEN nullif(
        coalesce(figure.waiting_supplement, 0)
        + coalesce(figure.waiting_payment, 0), 0
    )
    WHEN 'in_progress_within' THEN figure.within
    WHEN 'in_progress_overdue' THEN figure.overdue
    WHEN 'in_progress_no_due_date' THEN figure.no_due_date
    WHEN 'in_progress_total' THEN nullif(
        coalesce(figure.within, 0)
        + coalesce(figure.overdue, 0)
        + coalesce(figure.no_due_date, 0)
        + coalesce(figure.waiting_supplement, 0)
        + coalesce(figure.waiting_payment, 0), 0
    )
    WHEN 'ended_total' THEN nullif(
        coalesce(figure.resolved_early, 0)
        + coalesce(figure.resolved_on_time, 0)
        + coalesce(figure.resolved_overdue, 0)
        + coalesce(figure.resolved_no_due_date, 0)
        + coalesce(figure.refused, 0)
        + coalesce(figure.withdrawn, 0)
        + coalesce(figure.stopped, 0), 0
    )
    WHEN 'feedback_answered' THEN nullif(
        coalesce(figure.feedback_answered_in_time, 0)
        + coalesce(figure.feedback_answered_late, 0), 0
    )
    WHEN 'interlinked_completed' THEN nullif(
        coalesce(figure.interlinked_birth_completed, 0)
        + coalesce(figure.interlinked_death_completed, 0), 0
    )
    WHEN 'interlinked_late' THEN nullif(
        coalesce(figure.interlinked_birth_late, 0)
        + coalesce(figure.interlinked_death_late, 0), 0
    )
END::bigint
$$;
COMMENT ON FUNCTION mart.measured IS 'A flow, stock, opening or sum of a row of figures; null: it is nothing, or does not add up.';

-- Whatever has figures of a period has a row for all sectors; what does not add up is counted once for that row, for all
-- sectors together.
CREATE OR REPLACE VIEW mart.period_figure AS
SELECT
    figure.subject_kind,
    figure.subject_id,
    figure.basis,
    period.period_id,
    figure.sector_code,
    mart.named_figures(figure) || coalesce(spread.figures -> figure.sector_code, '{}') AS figures
FROM mart.figure AS whole
INNER JOIN mart.period ON whole.period_no = period.period_no
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(of_sector.sector_code, of_sector.figures) AS figures
    FROM mart.spread_of(
        whole.subject_kind, whole.subject_id, whole.basis, period.period_start, period.counted_to, period.period_end,
        (SELECT array_agg(measure.measure) FROM mart.measure WHERE measure.kind IN ('distinct', 'distribution'))
    ) AS of_sector
) AS spread ON TRUE
INNER JOIN mart.figure
    ON
        whole.period_no = figure.period_no
        AND whole.basis = figure.basis
        AND whole.subject_kind = figure.subject_kind
        AND whole.subject_id = figure.subject_id
WHERE whole.sector_code = '*';
COMMENT ON VIEW mart.period_figure IS 'Every measure of a unit or area in a period, by name: flows added up, stocks at the end, openings at the start, sums, distinct counts, medians; what is not named is nothing. Ask by period: what does not add up is counted when it is read.';
GRANT SELECT ON mart.period_figure TO onestop_reader, onestop_pipeline;


CREATE OR REPLACE VIEW mart.form_ii06a AS
SELECT
    figure.subject_id AS unit_id,
    figure.basis,
    period.period_id,
    figure.sector_code,
    unit.unit_code,
    period.period_start,
    period.period_end,
    (
        coalesce(figure.received_online, 0)
        + coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0)
        + coalesce(figure.within_at_start, 0)
        + coalesce(figure.overdue_at_start, 0)
        + coalesce(figure.no_due_date_at_start, 0)
        + coalesce(figure.waiting_supplement_at_start, 0)
        + coalesce(figure.waiting_payment_at_start, 0)
    )::integer AS received_total,
    (
        coalesce(figure.received_online, 0)
    )::integer AS received_online,
    (
        coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0)
    )::integer AS received_direct_postal,
    (
        coalesce(figure.within_at_start, 0)
        + coalesce(figure.overdue_at_start, 0)
        + coalesce(figure.no_due_date_at_start, 0)
        + coalesce(figure.waiting_supplement_at_start, 0)
        + coalesce(figure.waiting_payment_at_start, 0)
    )::integer AS carried_over,
    (
        coalesce(figure.resolved_early, 0)
        + coalesce(figure.resolved_on_time, 0)
        + coalesce(figure.resolved_overdue, 0)
        + coalesce(figure.resolved_no_due_date, 0)
    )::integer AS resolved_total,
    (
        coalesce(figure.resolved_early, 0)
    )::integer AS resolved_early,
    (
        coalesce(figure.resolved_on_time, 0)
    )::integer AS resolved_on_time,
    (
        coalesce(figure.resolved_overdue, 0)
    )::integer AS resolved_overdue,
    (
        coalesce(figure.within, 0)
        + coalesce(figure.overdue, 0)
        + coalesce(figure.no_due_date, 0)
        + coalesce(figure.waiting_supplement, 0)
        + coalesce(figure.waiting_payment, 0)
    )::integer AS in_progress_total,
    (
        coalesce(figure.within, 0)
    )::integer AS in_progress_within,
    (
        coalesce(figure.overdue, 0)
    )::integer AS in_progress_overdue,
    (
        coalesce(figure.resolved_no_due_date, 0)
    )::integer AS resolved_no_due_date,
    (
        coalesce(figure.no_due_date, 0)
    )::integer AS in_progress_no_due_date,
    (
        coalesce(figure.waiting_supplement, 0)
        + coalesce(figure.waiting_payment, 0)
    )::integer AS paused,
    (
        coalesce(figure.withdrawn, 0)
    )::integer AS withdrawn,
    (
        coalesce(figure.refused, 0)
    )::integer AS refused,
    (
        coalesce(figure.stopped, 0)
    )::integer AS stopped,
    (
        coalesce(figure.transferred_in, 0)
    )::integer AS transferred_in,
    (
        coalesce(figure.transferred_out, 0)
    )::integer AS transferred_out
FROM mart.figure
INNER JOIN mart.period ON figure.period_no = period.period_no
INNER JOIN mart.period_kind ON period.kind = period_kind.kind AND period_kind.has_form
INNER JOIN core.unit ON figure.subject_id = unit.unit_id
WHERE
    figure.subject_kind = 'unit'
    AND (
        figure.sector_code = '*'
        OR 0 < num_nonnulls(
            figure.received_online,
            figure.received_in_person,
            figure.received_postal,
            figure.within_at_start,
            figure.overdue_at_start,
            figure.no_due_date_at_start,
            figure.waiting_supplement_at_start,
            figure.waiting_payment_at_start,
            figure.resolved_early,
            figure.resolved_on_time,
            figure.resolved_overdue,
            figure.resolved_no_due_date,
            figure.withdrawn,
            figure.refused,
            figure.stopped,
            figure.transferred_in,
            figure.transferred_out
        )
    );
COMMENT ON VIEW mart.form_ii06a IS 'Form II.06a/VPCP/KSTT by unit, basis, period and sector (* = all sectors): received, resolved and in-progress dossiers. Columns balance because the figures that they are made of do (mart.figure).';
GRANT SELECT ON mart.form_ii06a TO onestop_reader, onestop_pipeline;

CREATE OR REPLACE FUNCTION mart.form_ii06a_between(p_unit_id integer, p_basis text, p_from date, p_to date)
RETURNS TABLE (
    unit_id integer,
    basis text,
    sector_code text,
    unit_code text,
    period_start date,
    period_end date,
    received_total integer,
    received_online integer,
    received_direct_postal integer,
    carried_over integer,
    resolved_total integer,
    resolved_early integer,
    resolved_on_time integer,
    resolved_overdue integer,
    in_progress_total integer,
    in_progress_within integer,
    in_progress_overdue integer,
    resolved_no_due_date integer,
    in_progress_no_due_date integer,
    paused integer,
    withdrawn integer,
    refused integer,
    stopped integer,
    transferred_in integer,
    transferred_out integer
)
LANGUAGE sql STABLE AS $$
SELECT
    unit.unit_id,
    p_basis,
    figure.sector_code,
    unit.unit_code,
    p_from,
    p_to,
    (
        coalesce(figure.received_online, 0)
        + coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0)
        + coalesce(figure.within_at_start, 0)
        + coalesce(figure.overdue_at_start, 0)
        + coalesce(figure.no_due_date_at_start, 0)
        + coalesce(figure.waiting_supplement_at_start, 0)
        + coalesce(figure.waiting_payment_at_start, 0)
    )::integer AS received_total,
    (
        coalesce(figure.received_online, 0)
    )::integer AS received_online,
    (
        coalesce(figure.received_in_person, 0)
        + coalesce(figure.received_postal, 0)
    )::integer AS received_direct_postal,
    (
        coalesce(figure.within_at_start, 0)
        + coalesce(figure.overdue_at_start, 0)
        + coalesce(figure.no_due_date_at_start, 0)
        + coalesce(figure.waiting_supplement_at_start, 0)
        + coalesce(figure.waiting_payment_at_start, 0)
    )::integer AS carried_over,
    (
        coalesce(figure.resolved_early, 0)
        + coalesce(figure.resolved_on_time, 0)
        + coalesce(figure.resolved_overdue, 0)
        + coalesce(figure.resolved_no_due_date, 0)
    )::integer AS resolved_total,
    (
        coalesce(figure.resolved_early, 0)
    )::integer AS resolved_early,
    (
        coalesce(figure.resolved_on_time, 0)
    )::integer AS resolved_on_time,
    (
        coalesce(figure.resolved_overdue, 0)
    )::integer AS resolved_overdue,
    (
        coalesce(figure.within, 0)
        + coalesce(figure.overdue, 0)
        + coalesce(figure.no_due_date, 0)
        + coalesce(figure.waiting_supplement, 0)
        + coalesce(figure.waiting_payment, 0)
    )::integer AS in_progress_total,
    (
        coalesce(figure.within, 0)
    )::integer AS in_progress_within,
    (
        coalesce(figure.overdue, 0)
    )::integer AS in_progress_overdue,
    (
        coalesce(figure.resolved_no_due_date, 0)
    )::integer AS resolved_no_due_date,
    (
        coalesce(figure.no_due_date, 0)
    )::integer AS in_progress_no_due_date,
    (
        coalesce(figure.waiting_supplement, 0)
        + coalesce(figure.waiting_payment, 0)
    )::integer AS paused,
    (
        coalesce(figure.withdrawn, 0)
    )::integer AS withdrawn,
    (
        coalesce(figure.refused, 0)
    )::integer AS refused,
    (
        coalesce(figure.stopped, 0)
    )::integer AS stopped,
    (
        coalesce(figure.transferred_in, 0)
    )::integer AS transferred_in,
    (
        coalesce(figure.transferred_out, 0)
    )::integer AS transferred_out
FROM mart.figures_between(p_unit_id, p_basis, p_from, p_to) AS figure
INNER JOIN mart.unit ON unit.unit_id = p_unit_id
WHERE
    TRUE
    AND (
        figure.sector_code = '*'
        OR 0 < num_nonnulls(
            figure.received_online,
            figure.received_in_person,
            figure.received_postal,
            figure.within_at_start,
            figure.overdue_at_start,
            figure.no_due_date_at_start,
            figure.waiting_supplement_at_start,
            figure.waiting_payment_at_start,
            figure.resolved_early,
            figure.resolved_on_time,
            figure.resolved_overdue,
            figure.resolved_no_due_date,
            figure.withdrawn,
            figure.refused,
            figure.stopped,
            figure.transferred_in,
            figure.transferred_out
        )
    )
ORDER BY figure.sector_code
$$;
COMMENT ON FUNCTION mart.form_ii06a_between(integer, text, date, date) IS 'Form II.06a of one unit for any range of days, both ends inclusive.';
