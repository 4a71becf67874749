-- Purpose:    add days to the figures of the periods that are read for them, and to those of the areas.
-- Grain:      one unit or area, basis, period and sector (*: all).
-- Reads:      moved_day, reading, core.area_member.
-- Writes:     mart.figure, stored_figure (temporary table).
-- Parameters: none.
-- Rerun:      adds them once more.
-- Generated from include/catalogue/measures.yaml by `make sql`.
-- A flow goes to the periods with the day. What enters a stock less what leaves it goes to the stock of the periods with
-- the day, and to stock and opening of each period that begins later, as far as it does not come to nothing by then.
WITH period_day AS MATERIALIZED (
    SELECT day.day, day.by_sector, reading.period_no, reading.period_end, reading.bases
    FROM (SELECT DISTINCT moved_day.day, moved_day.by_sector FROM moved_day) AS day
    INNER JOIN reading ON day.by_sector = reading.by_sector AND day.day BETWEEN reading.first_day AND reading.last_day
),

opening_day AS MATERIALIZED (
    SELECT
        array_agg(opening.opens_after ORDER BY opening.place) AS days,
        count(*)::integer AS n
    FROM (SELECT DISTINCT reading.opens_after, reading.place FROM reading WHERE reading.place IS NOT NULL) AS opening
),

-- Each unit, and each area by its members of the same range of days: they are in it at the end of the same periods.
moved AS MATERIALIZED (
    SELECT
        'unit' AS subject_kind,
        moved_day.unit_id AS subject_id,
        daterange(NULL, NULL) AS valid,
        moved_day.basis,
        moved_day.day,
        moved_day.by_sector,
        moved_day.sector_code,
        moved_day.received_in_person,
        moved_day.received_online,
        moved_day.received_postal,
        moved_day.accepted_late,
        moved_day.received_no_due_date,
        moved_day.received_digitized,
        moved_day.received_reused,
        moved_day.received_national_store,
        moved_day.received_population_linked,
        moved_day.components,
        moved_day.components_digitized,
        moved_day.payable,
        moved_day.paid_online,
        moved_day.received_birth,
        moved_day.received_death,
        moved_day.interlinked_birth_received,
        moved_day.interlinked_death_received,
        moved_day.resolved_early,
        moved_day.resolved_on_time,
        moved_day.resolved_overdue,
        moved_day.resolved_no_due_date,
        moved_day.resolved_within_original,
        moved_day.resolved_beyond_original,
        moved_day.no_due_within_limit,
        moved_day.no_due_beyond_limit,
        moved_day.resolved_yields_result,
        moved_day.resolved_e_result,
        moved_day.resolved_digitized,
        moved_day.resolved_second_supplement,
        moved_day.resolved_overdue_other_agency,
        moved_day.e_certified_copies,
        moved_day.processing_minutes,
        moved_day.status_lag_count,
        moved_day.status_lag_minutes,
        moved_day.portal_ended_timely,
        moved_day.refused,
        moved_day.withdrawn,
        moved_day.stopped,
        moved_day.interlinked_birth_completed,
        moved_day.interlinked_birth_late,
        moved_day.interlinked_death_completed,
        moved_day.interlinked_death_late,
        moved_day.interlinked_refused,
        moved_day.interlinked_stopped,
        moved_day.reopened,
        moved_day.transferred_in,
        moved_day.transferred_out,
        moved_day.supplement_requested,
        moved_day.second_supplement,
        moved_day.extension_in_time,
        moved_day.extension_late,
        moved_day.apology_missing,
        moved_day.paid_count,
        moved_day.paid_vnd,
        moved_day.refund_count,
        moved_day.refund_vnd,
        moved_day.feedback_received,
        moved_day.feedback_answered_in_time,
        moved_day.feedback_answered_late,
        moved_day.feedback_rated,
        moved_day.feedback_satisfied,
        moved_day.survey_answers,
        moved_day.survey_satisfied,
        moved_day.interlinked_reopened,
        moved_day.interlinked_commune_done,
        moved_day.interlinked_commune_late,
        moved_day.interlinked_police_done,
        moved_day.interlinked_police_late,
        moved_day.interlinked_insurance_done,
        moved_day.interlinked_insurance_late,
        moved_day.interlinked_other_done,
        moved_day.interlinked_other_late,
        moved_day.within,
        moved_day.overdue,
        moved_day.no_due_date,
        moved_day.waiting_supplement,
        moved_day.waiting_payment,
        moved_day.overdue_elsewhere,
        moved_day.portal_timely
    FROM moved_day
    UNION ALL
    SELECT
        'area',
        member.area_id,
        member.valid,
        moved_day.basis,
        moved_day.day,
        moved_day.by_sector,
        moved_day.sector_code,
        nullif(sum(moved_day.received_in_person), 0)::integer,
        nullif(sum(moved_day.received_online), 0)::integer,
        nullif(sum(moved_day.received_postal), 0)::integer,
        nullif(sum(moved_day.accepted_late), 0)::integer,
        nullif(sum(moved_day.received_no_due_date), 0)::integer,
        nullif(sum(moved_day.received_digitized), 0)::integer,
        nullif(sum(moved_day.received_reused), 0)::integer,
        nullif(sum(moved_day.received_national_store), 0)::integer,
        nullif(sum(moved_day.received_population_linked), 0)::integer,
        nullif(sum(moved_day.components), 0)::integer,
        nullif(sum(moved_day.components_digitized), 0)::integer,
        nullif(sum(moved_day.payable), 0)::integer,
        nullif(sum(moved_day.paid_online), 0)::integer,
        nullif(sum(moved_day.received_birth), 0)::integer,
        nullif(sum(moved_day.received_death), 0)::integer,
        nullif(sum(moved_day.interlinked_birth_received), 0)::integer,
        nullif(sum(moved_day.interlinked_death_received), 0)::integer,
        nullif(sum(moved_day.resolved_early), 0)::integer,
        nullif(sum(moved_day.resolved_on_time), 0)::integer,
        nullif(sum(moved_day.resolved_overdue), 0)::integer,
        nullif(sum(moved_day.resolved_no_due_date), 0)::integer,
        nullif(sum(moved_day.resolved_within_original), 0)::integer,
        nullif(sum(moved_day.resolved_beyond_original), 0)::integer,
        nullif(sum(moved_day.no_due_within_limit), 0)::integer,
        nullif(sum(moved_day.no_due_beyond_limit), 0)::integer,
        nullif(sum(moved_day.resolved_yields_result), 0)::integer,
        nullif(sum(moved_day.resolved_e_result), 0)::integer,
        nullif(sum(moved_day.resolved_digitized), 0)::integer,
        nullif(sum(moved_day.resolved_second_supplement), 0)::integer,
        nullif(sum(moved_day.resolved_overdue_other_agency), 0)::integer,
        nullif(sum(moved_day.e_certified_copies), 0)::integer,
        nullif(sum(moved_day.processing_minutes), 0)::bigint,
        nullif(sum(moved_day.status_lag_count), 0)::integer,
        nullif(sum(moved_day.status_lag_minutes), 0)::bigint,
        nullif(sum(moved_day.portal_ended_timely), 0)::integer,
        nullif(sum(moved_day.refused), 0)::integer,
        nullif(sum(moved_day.withdrawn), 0)::integer,
        nullif(sum(moved_day.stopped), 0)::integer,
        nullif(sum(moved_day.interlinked_birth_completed), 0)::integer,
        nullif(sum(moved_day.interlinked_birth_late), 0)::integer,
        nullif(sum(moved_day.interlinked_death_completed), 0)::integer,
        nullif(sum(moved_day.interlinked_death_late), 0)::integer,
        nullif(sum(moved_day.interlinked_refused), 0)::integer,
        nullif(sum(moved_day.interlinked_stopped), 0)::integer,
        nullif(sum(moved_day.reopened), 0)::integer,
        nullif(sum(moved_day.transferred_in), 0)::integer,
        nullif(sum(moved_day.transferred_out), 0)::integer,
        nullif(sum(moved_day.supplement_requested), 0)::integer,
        nullif(sum(moved_day.second_supplement), 0)::integer,
        nullif(sum(moved_day.extension_in_time), 0)::integer,
        nullif(sum(moved_day.extension_late), 0)::integer,
        nullif(sum(moved_day.apology_missing), 0)::integer,
        nullif(sum(moved_day.paid_count), 0)::integer,
        nullif(sum(moved_day.paid_vnd), 0)::bigint,
        nullif(sum(moved_day.refund_count), 0)::integer,
        nullif(sum(moved_day.refund_vnd), 0)::bigint,
        nullif(sum(moved_day.feedback_received), 0)::integer,
        nullif(sum(moved_day.feedback_answered_in_time), 0)::integer,
        nullif(sum(moved_day.feedback_answered_late), 0)::integer,
        nullif(sum(moved_day.feedback_rated), 0)::integer,
        nullif(sum(moved_day.feedback_satisfied), 0)::integer,
        nullif(sum(moved_day.survey_answers), 0)::integer,
        nullif(sum(moved_day.survey_satisfied), 0)::integer,
        nullif(sum(moved_day.interlinked_reopened), 0)::integer,
        nullif(sum(moved_day.interlinked_commune_done), 0)::integer,
        nullif(sum(moved_day.interlinked_commune_late), 0)::integer,
        nullif(sum(moved_day.interlinked_police_done), 0)::integer,
        nullif(sum(moved_day.interlinked_police_late), 0)::integer,
        nullif(sum(moved_day.interlinked_insurance_done), 0)::integer,
        nullif(sum(moved_day.interlinked_insurance_late), 0)::integer,
        nullif(sum(moved_day.interlinked_other_done), 0)::integer,
        nullif(sum(moved_day.interlinked_other_late), 0)::integer,
        nullif(sum(moved_day.within), 0)::integer,
        nullif(sum(moved_day.overdue), 0)::integer,
        nullif(sum(moved_day.no_due_date), 0)::integer,
        nullif(sum(moved_day.waiting_supplement), 0)::integer,
        nullif(sum(moved_day.waiting_payment), 0)::integer,
        nullif(sum(moved_day.overdue_elsewhere), 0)::integer,
        nullif(sum(moved_day.portal_timely), 0)::integer
    FROM moved_day
    INNER JOIN core.area_member AS member ON moved_day.unit_id = member.unit_id
    GROUP BY
        member.area_id, member.valid, moved_day.basis, moved_day.day, moved_day.by_sector, moved_day.sector_code
),

-- Openings are stored for a few days only: what enters or leaves is put to the first of them that it reaches.
edge AS (
    SELECT
        moved.subject_kind,
        moved.subject_id,
        moved.valid,
        moved.basis,
        moved.by_sector,
        moved.sector_code,
        width_bucket(moved.day - 1, opening_day.days) + 1 AS place,
        opening_day.n,
        sum(moved.within) AS within,
        sum(moved.overdue) AS overdue,
        sum(moved.no_due_date) AS no_due_date,
        sum(moved.waiting_supplement) AS waiting_supplement,
        sum(moved.waiting_payment) AS waiting_payment,
        sum(moved.overdue_elsewhere) AS overdue_elsewhere,
        sum(moved.portal_timely) AS portal_timely
    FROM opening_day
    INNER JOIN moved ON moved.day <= opening_day.days[opening_day.n]
    WHERE
        num_nonnulls(
            moved.within,
            moved.overdue,
            moved.no_due_date,
            moved.waiting_supplement,
            moved.waiting_payment,
            moved.overdue_elsewhere,
            moved.portal_timely
        ) > 0
    GROUP BY
        moved.subject_kind, moved.subject_id, moved.valid, moved.basis, moved.by_sector, moved.sector_code, place,
        opening_day.n
),

step AS (
    SELECT
        edge.subject_kind,
        edge.subject_id,
        edge.valid,
        edge.basis,
        edge.by_sector,
        edge.sector_code,
        edge.place,
        lead(edge.place, 1, edge.n + 1) OVER so_far AS next_place,
        nullif(sum(edge.within) OVER so_far, 0)::integer AS within,
        nullif(sum(edge.overdue) OVER so_far, 0)::integer AS overdue,
        nullif(sum(edge.no_due_date) OVER so_far, 0)::integer AS no_due_date,
        nullif(sum(edge.waiting_supplement) OVER so_far, 0)::integer AS waiting_supplement,
        nullif(sum(edge.waiting_payment) OVER so_far, 0)::integer AS waiting_payment,
        nullif(sum(edge.overdue_elsewhere) OVER so_far, 0)::integer AS overdue_elsewhere,
        nullif(sum(edge.portal_timely) OVER so_far, 0)::integer AS portal_timely
    FROM edge
    WINDOW so_far AS (
        PARTITION BY edge.subject_kind, edge.subject_id, edge.valid, edge.basis, edge.by_sector, edge.sector_code
        ORDER BY edge.place
    )
),

part AS (
    SELECT
        moved.subject_kind,
        moved.subject_id,
        moved.basis,
        period_day.period_no,
        moved.sector_code,
        moved.received_in_person,
        moved.received_online,
        moved.received_postal,
        moved.accepted_late,
        moved.received_no_due_date,
        moved.received_digitized,
        moved.received_reused,
        moved.received_national_store,
        moved.received_population_linked,
        moved.components,
        moved.components_digitized,
        moved.payable,
        moved.paid_online,
        moved.received_birth,
        moved.received_death,
        moved.interlinked_birth_received,
        moved.interlinked_death_received,
        moved.resolved_early,
        moved.resolved_on_time,
        moved.resolved_overdue,
        moved.resolved_no_due_date,
        moved.resolved_within_original,
        moved.resolved_beyond_original,
        moved.no_due_within_limit,
        moved.no_due_beyond_limit,
        moved.resolved_yields_result,
        moved.resolved_e_result,
        moved.resolved_digitized,
        moved.resolved_second_supplement,
        moved.resolved_overdue_other_agency,
        moved.e_certified_copies,
        moved.processing_minutes,
        moved.status_lag_count,
        moved.status_lag_minutes,
        moved.portal_ended_timely,
        moved.refused,
        moved.withdrawn,
        moved.stopped,
        moved.interlinked_birth_completed,
        moved.interlinked_birth_late,
        moved.interlinked_death_completed,
        moved.interlinked_death_late,
        moved.interlinked_refused,
        moved.interlinked_stopped,
        moved.reopened,
        moved.transferred_in,
        moved.transferred_out,
        moved.supplement_requested,
        moved.second_supplement,
        moved.extension_in_time,
        moved.extension_late,
        moved.apology_missing,
        moved.paid_count,
        moved.paid_vnd,
        moved.refund_count,
        moved.refund_vnd,
        moved.feedback_received,
        moved.feedback_answered_in_time,
        moved.feedback_answered_late,
        moved.feedback_rated,
        moved.feedback_satisfied,
        moved.survey_answers,
        moved.survey_satisfied,
        moved.interlinked_reopened,
        moved.interlinked_commune_done,
        moved.interlinked_commune_late,
        moved.interlinked_police_done,
        moved.interlinked_police_late,
        moved.interlinked_insurance_done,
        moved.interlinked_insurance_late,
        moved.interlinked_other_done,
        moved.interlinked_other_late,
        moved.within,
        moved.overdue,
        moved.no_due_date,
        moved.waiting_supplement,
        moved.waiting_payment,
        moved.overdue_elsewhere,
        moved.portal_timely,
        NULL::integer AS within_at_start,
        NULL::integer AS overdue_at_start,
        NULL::integer AS no_due_date_at_start,
        NULL::integer AS waiting_supplement_at_start,
        NULL::integer AS waiting_payment_at_start,
        NULL::integer AS overdue_elsewhere_at_start,
        NULL::integer AS portal_timely_at_start
    FROM moved
    INNER JOIN period_day
        ON
            moved.day = period_day.day
            AND moved.by_sector = period_day.by_sector
            AND moved.basis = ANY(period_day.bases)
            AND moved.valid @> period_day.period_end
    UNION ALL
    SELECT
        step.subject_kind,
        step.subject_id,
        step.basis,
        reading.period_no,
        step.sector_code,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        NULL,
        step.within,
        step.overdue,
        step.no_due_date,
        step.waiting_supplement,
        step.waiting_payment,
        step.overdue_elsewhere,
        step.portal_timely,
        step.within AS within_at_start,
        step.overdue AS overdue_at_start,
        step.no_due_date AS no_due_date_at_start,
        step.waiting_supplement AS waiting_supplement_at_start,
        step.waiting_payment AS waiting_payment_at_start,
        step.overdue_elsewhere AS overdue_elsewhere_at_start,
        step.portal_timely AS portal_timely_at_start
    FROM step
    CROSS JOIN LATERAL generate_series(step.place, step.next_place - 1) AS place
    INNER JOIN reading
        ON
            place.place = reading.place
            AND step.by_sector = reading.by_sector
            AND step.basis = ANY(reading.bases)
            AND step.valid @> reading.period_end
    WHERE
        num_nonnulls(
            step.within,
            step.overdue,
            step.no_due_date,
            step.waiting_supplement,
            step.waiting_payment,
            step.overdue_elsewhere,
            step.portal_timely
        ) > 0
),

cell AS (
    SELECT
        part.subject_kind,
        part.subject_id,
        part.basis,
        part.period_no,
        part.sector_code,
        nullif(sum(part.received_in_person), 0)::integer AS received_in_person,
        nullif(sum(part.received_online), 0)::integer AS received_online,
        nullif(sum(part.received_postal), 0)::integer AS received_postal,
        nullif(sum(part.accepted_late), 0)::integer AS accepted_late,
        nullif(sum(part.received_no_due_date), 0)::integer AS received_no_due_date,
        nullif(sum(part.received_digitized), 0)::integer AS received_digitized,
        nullif(sum(part.received_reused), 0)::integer AS received_reused,
        nullif(sum(part.received_national_store), 0)::integer AS received_national_store,
        nullif(sum(part.received_population_linked), 0)::integer AS received_population_linked,
        nullif(sum(part.components), 0)::integer AS components,
        nullif(sum(part.components_digitized), 0)::integer AS components_digitized,
        nullif(sum(part.payable), 0)::integer AS payable,
        nullif(sum(part.paid_online), 0)::integer AS paid_online,
        nullif(sum(part.received_birth), 0)::integer AS received_birth,
        nullif(sum(part.received_death), 0)::integer AS received_death,
        nullif(sum(part.interlinked_birth_received), 0)::integer AS interlinked_birth_received,
        nullif(sum(part.interlinked_death_received), 0)::integer AS interlinked_death_received,
        nullif(sum(part.resolved_early), 0)::integer AS resolved_early,
        nullif(sum(part.resolved_on_time), 0)::integer AS resolved_on_time,
        nullif(sum(part.resolved_overdue), 0)::integer AS resolved_overdue,
        nullif(sum(part.resolved_no_due_date), 0)::integer AS resolved_no_due_date,
        nullif(sum(part.resolved_within_original), 0)::integer AS resolved_within_original,
        nullif(sum(part.resolved_beyond_original), 0)::integer AS resolved_beyond_original,
        nullif(sum(part.no_due_within_limit), 0)::integer AS no_due_within_limit,
        nullif(sum(part.no_due_beyond_limit), 0)::integer AS no_due_beyond_limit,
        nullif(sum(part.resolved_yields_result), 0)::integer AS resolved_yields_result,
        nullif(sum(part.resolved_e_result), 0)::integer AS resolved_e_result,
        nullif(sum(part.resolved_digitized), 0)::integer AS resolved_digitized,
        nullif(sum(part.resolved_second_supplement), 0)::integer AS resolved_second_supplement,
        nullif(sum(part.resolved_overdue_other_agency), 0)::integer AS resolved_overdue_other_agency,
        nullif(sum(part.e_certified_copies), 0)::integer AS e_certified_copies,
        nullif(sum(part.processing_minutes), 0)::bigint AS processing_minutes,
        nullif(sum(part.status_lag_count), 0)::integer AS status_lag_count,
        nullif(sum(part.status_lag_minutes), 0)::bigint AS status_lag_minutes,
        nullif(sum(part.portal_ended_timely), 0)::integer AS portal_ended_timely,
        nullif(sum(part.refused), 0)::integer AS refused,
        nullif(sum(part.withdrawn), 0)::integer AS withdrawn,
        nullif(sum(part.stopped), 0)::integer AS stopped,
        nullif(sum(part.interlinked_birth_completed), 0)::integer AS interlinked_birth_completed,
        nullif(sum(part.interlinked_birth_late), 0)::integer AS interlinked_birth_late,
        nullif(sum(part.interlinked_death_completed), 0)::integer AS interlinked_death_completed,
        nullif(sum(part.interlinked_death_late), 0)::integer AS interlinked_death_late,
        nullif(sum(part.interlinked_refused), 0)::integer AS interlinked_refused,
        nullif(sum(part.interlinked_stopped), 0)::integer AS interlinked_stopped,
        nullif(sum(part.reopened), 0)::integer AS reopened,
        nullif(sum(part.transferred_in), 0)::integer AS transferred_in,
        nullif(sum(part.transferred_out), 0)::integer AS transferred_out,
        nullif(sum(part.supplement_requested), 0)::integer AS supplement_requested,
        nullif(sum(part.second_supplement), 0)::integer AS second_supplement,
        nullif(sum(part.extension_in_time), 0)::integer AS extension_in_time,
        nullif(sum(part.extension_late), 0)::integer AS extension_late,
        nullif(sum(part.apology_missing), 0)::integer AS apology_missing,
        nullif(sum(part.paid_count), 0)::integer AS paid_count,
        nullif(sum(part.paid_vnd), 0)::bigint AS paid_vnd,
        nullif(sum(part.refund_count), 0)::integer AS refund_count,
        nullif(sum(part.refund_vnd), 0)::bigint AS refund_vnd,
        nullif(sum(part.feedback_received), 0)::integer AS feedback_received,
        nullif(sum(part.feedback_answered_in_time), 0)::integer AS feedback_answered_in_time,
        nullif(sum(part.feedback_answered_late), 0)::integer AS feedback_answered_late,
        nullif(sum(part.feedback_rated), 0)::integer AS feedback_rated,
        nullif(sum(part.feedback_satisfied), 0)::integer AS feedback_satisfied,
        nullif(sum(part.survey_answers), 0)::integer AS survey_answers,
        nullif(sum(part.survey_satisfied), 0)::integer AS survey_satisfied,
        nullif(sum(part.interlinked_reopened), 0)::integer AS interlinked_reopened,
        nullif(sum(part.interlinked_commune_done), 0)::integer AS interlinked_commune_done,
        nullif(sum(part.interlinked_commune_late), 0)::integer AS interlinked_commune_late,
        nullif(sum(part.interlinked_police_done), 0)::integer AS interlinked_police_done,
        nullif(sum(part.interlinked_police_late), 0)::integer AS interlinked_police_late,
        nullif(sum(part.interlinked_insurance_done), 0)::integer AS interlinked_insurance_done,
        nullif(sum(part.interlinked_insurance_late), 0)::integer AS interlinked_insurance_late,
        nullif(sum(part.interlinked_other_done), 0)::integer AS interlinked_other_done,
        nullif(sum(part.interlinked_other_late), 0)::integer AS interlinked_other_late,
        nullif(sum(part.within), 0)::integer AS within,
        nullif(sum(part.overdue), 0)::integer AS overdue,
        nullif(sum(part.no_due_date), 0)::integer AS no_due_date,
        nullif(sum(part.waiting_supplement), 0)::integer AS waiting_supplement,
        nullif(sum(part.waiting_payment), 0)::integer AS waiting_payment,
        nullif(sum(part.overdue_elsewhere), 0)::integer AS overdue_elsewhere,
        nullif(sum(part.portal_timely), 0)::integer AS portal_timely,
        nullif(sum(part.within_at_start), 0)::integer AS within_at_start,
        nullif(sum(part.overdue_at_start), 0)::integer AS overdue_at_start,
        nullif(sum(part.no_due_date_at_start), 0)::integer AS no_due_date_at_start,
        nullif(sum(part.waiting_supplement_at_start), 0)::integer AS waiting_supplement_at_start,
        nullif(sum(part.waiting_payment_at_start), 0)::integer AS waiting_payment_at_start,
        nullif(sum(part.overdue_elsewhere_at_start), 0)::integer AS overdue_elsewhere_at_start,
        nullif(sum(part.portal_timely_at_start), 0)::integer AS portal_timely_at_start
    FROM part
    GROUP BY part.subject_kind, part.subject_id, part.basis, part.period_no, part.sector_code
),

stored AS (
    INSERT INTO mart.figure AS figure (
        subject_kind, subject_id, basis, period_no, sector_code,
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
        portal_timely,
        within_at_start,
        overdue_at_start,
        no_due_date_at_start,
        waiting_supplement_at_start,
        waiting_payment_at_start,
        overdue_elsewhere_at_start,
        portal_timely_at_start
    )
    SELECT * FROM cell
    WHERE
        num_nonnulls(
            cell.received_in_person,
            cell.received_online,
            cell.received_postal,
            cell.accepted_late,
            cell.received_no_due_date,
            cell.received_digitized,
            cell.received_reused,
            cell.received_national_store,
            cell.received_population_linked,
            cell.components,
            cell.components_digitized,
            cell.payable,
            cell.paid_online,
            cell.received_birth,
            cell.received_death,
            cell.interlinked_birth_received,
            cell.interlinked_death_received,
            cell.resolved_early,
            cell.resolved_on_time,
            cell.resolved_overdue,
            cell.resolved_no_due_date,
            cell.resolved_within_original,
            cell.resolved_beyond_original,
            cell.no_due_within_limit,
            cell.no_due_beyond_limit,
            cell.resolved_yields_result,
            cell.resolved_e_result,
            cell.resolved_digitized,
            cell.resolved_second_supplement,
            cell.resolved_overdue_other_agency,
            cell.e_certified_copies,
            cell.processing_minutes,
            cell.status_lag_count,
            cell.status_lag_minutes,
            cell.portal_ended_timely,
            cell.refused,
            cell.withdrawn,
            cell.stopped,
            cell.interlinked_birth_completed,
            cell.interlinked_birth_late,
            cell.interlinked_death_completed,
            cell.interlinked_death_late,
            cell.interlinked_refused,
            cell.interlinked_stopped,
            cell.reopened,
            cell.transferred_in,
            cell.transferred_out,
            cell.supplement_requested,
            cell.second_supplement,
            cell.extension_in_time,
            cell.extension_late,
            cell.apology_missing,
            cell.paid_count,
            cell.paid_vnd,
            cell.refund_count,
            cell.refund_vnd,
            cell.feedback_received,
            cell.feedback_answered_in_time,
            cell.feedback_answered_late,
            cell.feedback_rated,
            cell.feedback_satisfied,
            cell.survey_answers,
            cell.survey_satisfied,
            cell.interlinked_reopened,
            cell.interlinked_commune_done,
            cell.interlinked_commune_late,
            cell.interlinked_police_done,
            cell.interlinked_police_late,
            cell.interlinked_insurance_done,
            cell.interlinked_insurance_late,
            cell.interlinked_other_done,
            cell.interlinked_other_late,
            cell.within,
            cell.overdue,
            cell.no_due_date,
            cell.waiting_supplement,
            cell.waiting_payment,
            cell.overdue_elsewhere,
            cell.portal_timely,
            cell.within_at_start,
            cell.overdue_at_start,
            cell.no_due_date_at_start,
            cell.waiting_supplement_at_start,
            cell.waiting_payment_at_start,
            cell.overdue_elsewhere_at_start,
            cell.portal_timely_at_start
        ) > 0
    ON CONFLICT (period_no, basis, subject_kind, subject_id, sector_code) DO UPDATE SET
        received_in_person = CASE
            WHEN excluded.received_in_person IS NULL THEN figure.received_in_person
            ELSE nullif(coalesce(figure.received_in_person, 0) + excluded.received_in_person, 0)
        END,
        received_online = CASE
            WHEN excluded.received_online IS NULL THEN figure.received_online
            ELSE nullif(coalesce(figure.received_online, 0) + excluded.received_online, 0)
        END,
        received_postal = CASE
            WHEN excluded.received_postal IS NULL THEN figure.received_postal
            ELSE nullif(coalesce(figure.received_postal, 0) + excluded.received_postal, 0)
        END,
        accepted_late = CASE
            WHEN excluded.accepted_late IS NULL THEN figure.accepted_late
            ELSE nullif(coalesce(figure.accepted_late, 0) + excluded.accepted_late, 0)
        END,
        received_no_due_date = CASE
            WHEN excluded.received_no_due_date IS NULL THEN figure.received_no_due_date
            ELSE nullif(coalesce(figure.received_no_due_date, 0) + excluded.received_no_due_date, 0)
        END,
        received_digitized = CASE
            WHEN excluded.received_digitized IS NULL THEN figure.received_digitized
            ELSE nullif(coalesce(figure.received_digitized, 0) + excluded.received_digitized, 0)
        END,
        received_reused = CASE
            WHEN excluded.received_reused IS NULL THEN figure.received_reused
            ELSE nullif(coalesce(figure.received_reused, 0) + excluded.received_reused, 0)
        END,
        received_national_store = CASE
            WHEN excluded.received_national_store IS NULL THEN figure.received_national_store
            ELSE nullif(coalesce(figure.received_national_store, 0) + excluded.received_national_store, 0)
        END,
        received_population_linked = CASE
            WHEN excluded.received_population_linked IS NULL THEN figure.received_population_linked
            ELSE nullif(coalesce(figure.received_population_linked, 0) + excluded.received_population_linked, 0)
        END,
        components = CASE
            WHEN excluded.components IS NULL THEN figure.components
            ELSE nullif(coalesce(figure.components, 0) + excluded.components, 0)
        END,
        components_digitized = CASE
            WHEN excluded.components_digitized IS NULL THEN figure.components_digitized
            ELSE nullif(coalesce(figure.components_digitized, 0) + excluded.components_digitized, 0)
        END,
        payable = CASE
            WHEN excluded.payable IS NULL THEN figure.payable
            ELSE nullif(coalesce(figure.payable, 0) + excluded.payable, 0)
        END,
        paid_online = CASE
            WHEN excluded.paid_online IS NULL THEN figure.paid_online
            ELSE nullif(coalesce(figure.paid_online, 0) + excluded.paid_online, 0)
        END,
        received_birth = CASE
            WHEN excluded.received_birth IS NULL THEN figure.received_birth
            ELSE nullif(coalesce(figure.received_birth, 0) + excluded.received_birth, 0)
        END,
        received_death = CASE
            WHEN excluded.received_death IS NULL THEN figure.received_death
            ELSE nullif(coalesce(figure.received_death, 0) + excluded.received_death, 0)
        END,
        interlinked_birth_received = CASE
            WHEN excluded.interlinked_birth_received IS NULL THEN figure.interlinked_birth_received
            ELSE nullif(coalesce(figure.interlinked_birth_received, 0) + excluded.interlinked_birth_received, 0)
        END,
        interlinked_death_received = CASE
            WHEN excluded.interlinked_death_received IS NULL THEN figure.interlinked_death_received
            ELSE nullif(coalesce(figure.interlinked_death_received, 0) + excluded.interlinked_death_received, 0)
        END,
        resolved_early = CASE
            WHEN excluded.resolved_early IS NULL THEN figure.resolved_early
            ELSE nullif(coalesce(figure.resolved_early, 0) + excluded.resolved_early, 0)
        END,
        resolved_on_time = CASE
            WHEN excluded.resolved_on_time IS NULL THEN figure.resolved_on_time
            ELSE nullif(coalesce(figure.resolved_on_time, 0) + excluded.resolved_on_time, 0)
        END,
        resolved_overdue = CASE
            WHEN excluded.resolved_overdue IS NULL THEN figure.resolved_overdue
            ELSE nullif(coalesce(figure.resolved_overdue, 0) + excluded.resolved_overdue, 0)
        END,
        resolved_no_due_date = CASE
            WHEN excluded.resolved_no_due_date IS NULL THEN figure.resolved_no_due_date
            ELSE nullif(coalesce(figure.resolved_no_due_date, 0) + excluded.resolved_no_due_date, 0)
        END,
        resolved_within_original = CASE
            WHEN excluded.resolved_within_original IS NULL THEN figure.resolved_within_original
            ELSE nullif(coalesce(figure.resolved_within_original, 0) + excluded.resolved_within_original, 0)
        END,
        resolved_beyond_original = CASE
            WHEN excluded.resolved_beyond_original IS NULL THEN figure.resolved_beyond_original
            ELSE nullif(coalesce(figure.resolved_beyond_original, 0) + excluded.resolved_beyond_original, 0)
        END,
        no_due_within_limit = CASE
            WHEN excluded.no_due_within_limit IS NULL THEN figure.no_due_within_limit
            ELSE nullif(coalesce(figure.no_due_within_limit, 0) + excluded.no_due_within_limit, 0)
        END,
        no_due_beyond_limit = CASE
            WHEN excluded.no_due_beyond_limit IS NULL THEN figure.no_due_beyond_limit
            ELSE nullif(coalesce(figure.no_due_beyond_limit, 0) + excluded.no_due_beyond_limit, 0)
        END,
        resolved_yields_result = CASE
            WHEN excluded.resolved_yields_result IS NULL THEN figure.resolved_yields_result
            ELSE nullif(coalesce(figure.resolved_yields_result, 0) + excluded.resolved_yields_result, 0)
        END,
        resolved_e_result = CASE
            WHEN excluded.resolved_e_result IS NULL THEN figure.resolved_e_result
            ELSE nullif(coalesce(figure.resolved_e_result, 0) + excluded.resolved_e_result, 0)
        END,
        resolved_digitized = CASE
            WHEN excluded.resolved_digitized IS NULL THEN figure.resolved_digitized
            ELSE nullif(coalesce(figure.resolved_digitized, 0) + excluded.resolved_digitized, 0)
        END,
        resolved_second_supplement = CASE
            WHEN excluded.resolved_second_supplement IS NULL THEN figure.resolved_second_supplement
            ELSE nullif(coalesce(figure.resolved_second_supplement, 0) + excluded.resolved_second_supplement, 0)
        END,
        resolved_overdue_other_agency = CASE
            WHEN excluded.resolved_overdue_other_agency IS NULL THEN figure.resolved_overdue_other_agency
            ELSE nullif(coalesce(figure.resolved_overdue_other_agency, 0) + excluded.resolved_overdue_other_agency, 0)
        END,
        e_certified_copies = CASE
            WHEN excluded.e_certified_copies IS NULL THEN figure.e_certified_copies
            ELSE nullif(coalesce(figure.e_certified_copies, 0) + excluded.e_certified_copies, 0)
        END,
        processing_minutes = CASE
            WHEN excluded.processing_minutes IS NULL THEN figure.processing_minutes
            ELSE nullif(coalesce(figure.processing_minutes, 0) + excluded.processing_minutes, 0)
        END,
        status_lag_count = CASE
            WHEN excluded.status_lag_count IS NULL THEN figure.status_lag_count
            ELSE nullif(coalesce(figure.status_lag_count, 0) + excluded.status_lag_count, 0)
        END,
        status_lag_minutes = CASE
            WHEN excluded.status_lag_minutes IS NULL THEN figure.status_lag_minutes
            ELSE nullif(coalesce(figure.status_lag_minutes, 0) + excluded.status_lag_minutes, 0)
        END,
        portal_ended_timely = CASE
            WHEN excluded.portal_ended_timely IS NULL THEN figure.portal_ended_timely
            ELSE nullif(coalesce(figure.portal_ended_timely, 0) + excluded.portal_ended_timely, 0)
        END,
        refused = CASE
            WHEN excluded.refused IS NULL THEN figure.refused
            ELSE nullif(coalesce(figure.refused, 0) + excluded.refused, 0)
        END,
        withdrawn = CASE
            WHEN excluded.withdrawn IS NULL THEN figure.withdrawn
            ELSE nullif(coalesce(figure.withdrawn, 0) + excluded.withdrawn, 0)
        END,
        stopped = CASE
            WHEN excluded.stopped IS NULL THEN figure.stopped
            ELSE nullif(coalesce(figure.stopped, 0) + excluded.stopped, 0)
        END,
        interlinked_birth_completed = CASE
            WHEN excluded.interlinked_birth_completed IS NULL THEN figure.interlinked_birth_completed
            ELSE nullif(coalesce(figure.interlinked_birth_completed, 0) + excluded.interlinked_birth_completed, 0)
        END,
        interlinked_birth_late = CASE
            WHEN excluded.interlinked_birth_late IS NULL THEN figure.interlinked_birth_late
            ELSE nullif(coalesce(figure.interlinked_birth_late, 0) + excluded.interlinked_birth_late, 0)
        END,
        interlinked_death_completed = CASE
            WHEN excluded.interlinked_death_completed IS NULL THEN figure.interlinked_death_completed
            ELSE nullif(coalesce(figure.interlinked_death_completed, 0) + excluded.interlinked_death_completed, 0)
        END,
        interlinked_death_late = CASE
            WHEN excluded.interlinked_death_late IS NULL THEN figure.interlinked_death_late
            ELSE nullif(coalesce(figure.interlinked_death_late, 0) + excluded.interlinked_death_late, 0)
        END,
        interlinked_refused = CASE
            WHEN excluded.interlinked_refused IS NULL THEN figure.interlinked_refused
            ELSE nullif(coalesce(figure.interlinked_refused, 0) + excluded.interlinked_refused, 0)
        END,
        interlinked_stopped = CASE
            WHEN excluded.interlinked_stopped IS NULL THEN figure.interlinked_stopped
            ELSE nullif(coalesce(figure.interlinked_stopped, 0) + excluded.interlinked_stopped, 0)
        END,
        reopened = CASE
            WHEN excluded.reopened IS NULL THEN figure.reopened
            ELSE nullif(coalesce(figure.reopened, 0) + excluded.reopened, 0)
        END,
        transferred_in = CASE
            WHEN excluded.transferred_in IS NULL THEN figure.transferred_in
            ELSE nullif(coalesce(figure.transferred_in, 0) + excluded.transferred_in, 0)
        END,
        transferred_out = CASE
            WHEN excluded.transferred_out IS NULL THEN figure.transferred_out
            ELSE nullif(coalesce(figure.transferred_out, 0) + excluded.transferred_out, 0)
        END,
        supplement_requested = CASE
            WHEN excluded.supplement_requested IS NULL THEN figure.supplement_requested
            ELSE nullif(coalesce(figure.supplement_requested, 0) + excluded.supplement_requested, 0)
        END,
        second_supplement = CASE
            WHEN excluded.second_supplement IS NULL THEN figure.second_supplement
            ELSE nullif(coalesce(figure.second_supplement, 0) + excluded.second_supplement, 0)
        END,
        extension_in_time = CASE
            WHEN excluded.extension_in_time IS NULL THEN figure.extension_in_time
            ELSE nullif(coalesce(figure.extension_in_time, 0) + excluded.extension_in_time, 0)
        END,
        extension_late = CASE
            WHEN excluded.extension_late IS NULL THEN figure.extension_late
            ELSE nullif(coalesce(figure.extension_late, 0) + excluded.extension_late, 0)
        END,
        apology_missing = CASE
            WHEN excluded.apology_missing IS NULL THEN figure.apology_missing
            ELSE nullif(coalesce(figure.apology_missing, 0) + excluded.apology_missing, 0)
        END,
        paid_count = CASE
            WHEN excluded.paid_count IS NULL THEN figure.paid_count
            ELSE nullif(coalesce(figure.paid_count, 0) + excluded.paid_count, 0)
        END,
        paid_vnd = CASE
            WHEN excluded.paid_vnd IS NULL THEN figure.paid_vnd
            ELSE nullif(coalesce(figure.paid_vnd, 0) + excluded.paid_vnd, 0)
        END,
        refund_count = CASE
            WHEN excluded.refund_count IS NULL THEN figure.refund_count
            ELSE nullif(coalesce(figure.refund_count, 0) + excluded.refund_count, 0)
        END,
        refund_vnd = CASE
            WHEN excluded.refund_vnd IS NULL THEN figure.refund_vnd
            ELSE nullif(coalesce(figure.refund_vnd, 0) + excluded.refund_vnd, 0)
        END,
        feedback_received = CASE
            WHEN excluded.feedback_received IS NULL THEN figure.feedback_received
            ELSE nullif(coalesce(figure.feedback_received, 0) + excluded.feedback_received, 0)
        END,
        feedback_answered_in_time = CASE
            WHEN excluded.feedback_answered_in_time IS NULL THEN figure.feedback_answered_in_time
            ELSE nullif(coalesce(figure.feedback_answered_in_time, 0) + excluded.feedback_answered_in_time, 0)
        END,
        feedback_answered_late = CASE
            WHEN excluded.feedback_answered_late IS NULL THEN figure.feedback_answered_late
            ELSE nullif(coalesce(figure.feedback_answered_late, 0) + excluded.feedback_answered_late, 0)
        END,
        feedback_rated = CASE
            WHEN excluded.feedback_rated IS NULL THEN figure.feedback_rated
            ELSE nullif(coalesce(figure.feedback_rated, 0) + excluded.feedback_rated, 0)
        END,
        feedback_satisfied = CASE
            WHEN excluded.feedback_satisfied IS NULL THEN figure.feedback_satisfied
            ELSE nullif(coalesce(figure.feedback_satisfied, 0) + excluded.feedback_satisfied, 0)
        END,
        survey_answers = CASE
            WHEN excluded.survey_answers IS NULL THEN figure.survey_answers
            ELSE nullif(coalesce(figure.survey_answers, 0) + excluded.survey_answers, 0)
        END,
        survey_satisfied = CASE
            WHEN excluded.survey_satisfied IS NULL THEN figure.survey_satisfied
            ELSE nullif(coalesce(figure.survey_satisfied, 0) + excluded.survey_satisfied, 0)
        END,
        interlinked_reopened = CASE
            WHEN excluded.interlinked_reopened IS NULL THEN figure.interlinked_reopened
            ELSE nullif(coalesce(figure.interlinked_reopened, 0) + excluded.interlinked_reopened, 0)
        END,
        interlinked_commune_done = CASE
            WHEN excluded.interlinked_commune_done IS NULL THEN figure.interlinked_commune_done
            ELSE nullif(coalesce(figure.interlinked_commune_done, 0) + excluded.interlinked_commune_done, 0)
        END,
        interlinked_commune_late = CASE
            WHEN excluded.interlinked_commune_late IS NULL THEN figure.interlinked_commune_late
            ELSE nullif(coalesce(figure.interlinked_commune_late, 0) + excluded.interlinked_commune_late, 0)
        END,
        interlinked_police_done = CASE
            WHEN excluded.interlinked_police_done IS NULL THEN figure.interlinked_police_done
            ELSE nullif(coalesce(figure.interlinked_police_done, 0) + excluded.interlinked_police_done, 0)
        END,
        interlinked_police_late = CASE
            WHEN excluded.interlinked_police_late IS NULL THEN figure.interlinked_police_late
            ELSE nullif(coalesce(figure.interlinked_police_late, 0) + excluded.interlinked_police_late, 0)
        END,
        interlinked_insurance_done = CASE
            WHEN excluded.interlinked_insurance_done IS NULL THEN figure.interlinked_insurance_done
            ELSE nullif(coalesce(figure.interlinked_insurance_done, 0) + excluded.interlinked_insurance_done, 0)
        END,
        interlinked_insurance_late = CASE
            WHEN excluded.interlinked_insurance_late IS NULL THEN figure.interlinked_insurance_late
            ELSE nullif(coalesce(figure.interlinked_insurance_late, 0) + excluded.interlinked_insurance_late, 0)
        END,
        interlinked_other_done = CASE
            WHEN excluded.interlinked_other_done IS NULL THEN figure.interlinked_other_done
            ELSE nullif(coalesce(figure.interlinked_other_done, 0) + excluded.interlinked_other_done, 0)
        END,
        interlinked_other_late = CASE
            WHEN excluded.interlinked_other_late IS NULL THEN figure.interlinked_other_late
            ELSE nullif(coalesce(figure.interlinked_other_late, 0) + excluded.interlinked_other_late, 0)
        END,
        within = CASE
            WHEN excluded.within IS NULL THEN figure.within
            ELSE nullif(coalesce(figure.within, 0) + excluded.within, 0)
        END,
        overdue = CASE
            WHEN excluded.overdue IS NULL THEN figure.overdue
            ELSE nullif(coalesce(figure.overdue, 0) + excluded.overdue, 0)
        END,
        no_due_date = CASE
            WHEN excluded.no_due_date IS NULL THEN figure.no_due_date
            ELSE nullif(coalesce(figure.no_due_date, 0) + excluded.no_due_date, 0)
        END,
        waiting_supplement = CASE
            WHEN excluded.waiting_supplement IS NULL THEN figure.waiting_supplement
            ELSE nullif(coalesce(figure.waiting_supplement, 0) + excluded.waiting_supplement, 0)
        END,
        waiting_payment = CASE
            WHEN excluded.waiting_payment IS NULL THEN figure.waiting_payment
            ELSE nullif(coalesce(figure.waiting_payment, 0) + excluded.waiting_payment, 0)
        END,
        overdue_elsewhere = CASE
            WHEN excluded.overdue_elsewhere IS NULL THEN figure.overdue_elsewhere
            ELSE nullif(coalesce(figure.overdue_elsewhere, 0) + excluded.overdue_elsewhere, 0)
        END,
        portal_timely = CASE
            WHEN excluded.portal_timely IS NULL THEN figure.portal_timely
            ELSE nullif(coalesce(figure.portal_timely, 0) + excluded.portal_timely, 0)
        END,
        within_at_start = CASE
            WHEN excluded.within_at_start IS NULL THEN figure.within_at_start
            ELSE nullif(coalesce(figure.within_at_start, 0) + excluded.within_at_start, 0)
        END,
        overdue_at_start = CASE
            WHEN excluded.overdue_at_start IS NULL THEN figure.overdue_at_start
            ELSE nullif(coalesce(figure.overdue_at_start, 0) + excluded.overdue_at_start, 0)
        END,
        no_due_date_at_start = CASE
            WHEN excluded.no_due_date_at_start IS NULL THEN figure.no_due_date_at_start
            ELSE nullif(coalesce(figure.no_due_date_at_start, 0) + excluded.no_due_date_at_start, 0)
        END,
        waiting_supplement_at_start = CASE
            WHEN excluded.waiting_supplement_at_start IS NULL THEN figure.waiting_supplement_at_start
            ELSE nullif(coalesce(figure.waiting_supplement_at_start, 0) + excluded.waiting_supplement_at_start, 0)
        END,
        waiting_payment_at_start = CASE
            WHEN excluded.waiting_payment_at_start IS NULL THEN figure.waiting_payment_at_start
            ELSE nullif(coalesce(figure.waiting_payment_at_start, 0) + excluded.waiting_payment_at_start, 0)
        END,
        overdue_elsewhere_at_start = CASE
            WHEN excluded.overdue_elsewhere_at_start IS NULL THEN figure.overdue_elsewhere_at_start
            ELSE nullif(coalesce(figure.overdue_elsewhere_at_start, 0) + excluded.overdue_elsewhere_at_start, 0)
        END,
        portal_timely_at_start = CASE
            WHEN excluded.portal_timely_at_start IS NULL THEN figure.portal_timely_at_start
            ELSE nullif(coalesce(figure.portal_timely_at_start, 0) + excluded.portal_timely_at_start, 0)
        END
    RETURNING
        figure.subject_kind, figure.period_no, figure.sector_code, figure.ctid AS place,
        num_nonnulls(
            figure.received_in_person,
            figure.received_online,
            figure.received_postal,
            figure.accepted_late,
            figure.received_no_due_date,
            figure.received_digitized,
            figure.received_reused,
            figure.received_national_store,
            figure.received_population_linked,
            figure.components,
            figure.components_digitized,
            figure.payable,
            figure.paid_online,
            figure.received_birth,
            figure.received_death,
            figure.interlinked_birth_received,
            figure.interlinked_death_received,
            figure.resolved_early,
            figure.resolved_on_time,
            figure.resolved_overdue,
            figure.resolved_no_due_date,
            figure.resolved_within_original,
            figure.resolved_beyond_original,
            figure.no_due_within_limit,
            figure.no_due_beyond_limit,
            figure.resolved_yields_result,
            figure.resolved_e_result,
            figure.resolved_digitized,
            figure.resolved_second_supplement,
            figure.resolved_overdue_other_agency,
            figure.e_certified_copies,
            figure.processing_minutes,
            figure.status_lag_count,
            figure.status_lag_minutes,
            figure.portal_ended_timely,
            figure.refused,
            figure.withdrawn,
            figure.stopped,
            figure.interlinked_birth_completed,
            figure.interlinked_birth_late,
            figure.interlinked_death_completed,
            figure.interlinked_death_late,
            figure.interlinked_refused,
            figure.interlinked_stopped,
            figure.reopened,
            figure.transferred_in,
            figure.transferred_out,
            figure.supplement_requested,
            figure.second_supplement,
            figure.extension_in_time,
            figure.extension_late,
            figure.apology_missing,
            figure.paid_count,
            figure.paid_vnd,
            figure.refund_count,
            figure.refund_vnd,
            figure.feedback_received,
            figure.feedback_answered_in_time,
            figure.feedback_answered_late,
            figure.feedback_rated,
            figure.feedback_satisfied,
            figure.survey_answers,
            figure.survey_satisfied,
            figure.interlinked_reopened,
            figure.interlinked_commune_done,
            figure.interlinked_commune_late,
            figure.interlinked_police_done,
            figure.interlinked_police_late,
            figure.interlinked_insurance_done,
            figure.interlinked_insurance_late,
            figure.interlinked_other_done,
            figure.interlinked_other_late,
            figure.within,
            figure.overdue,
            figure.no_due_date,
            figure.waiting_supplement,
            figure.waiting_payment,
            figure.overdue_elsewhere,
            figure.portal_timely,
            figure.within_at_start,
            figure.overdue_at_start,
            figure.no_due_date_at_start,
            figure.waiting_supplement_at_start,
            figure.waiting_payment_at_start,
            figure.overdue_elsewhere_at_start,
            figure.portal_timely_at_start
        ) = 0 AS is_empty
)

INSERT INTO stored_figure (subject_kind, period_no, sector_code, place, is_empty)
SELECT
    stored.subject_kind,
    stored.period_no,
    stored.sector_code,
    stored.place,
    stored.is_empty
FROM stored
