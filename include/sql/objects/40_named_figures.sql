-- Purpose:    the figures of a row of mart.figure by their names, the sums among them.
-- Grain:      one row of mart.figure.
-- Reads:      nothing.
-- Writes:     function mart.named_figures.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
-- Generated from include/catalogue/measures.yaml by `make sql`.

-- Written as text: of some hundred measures a unit and period has a third, and what is null costs nothing so.
CREATE FUNCTION mart.named_figures(figure mart.figure) RETURNS jsonb
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
