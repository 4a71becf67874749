-- Purpose:    at which levels each received dossier needs attention.
-- Grain:      one open dossier that was received.
-- Reads:      received_dossier, core.office_clock, core.working_days_between, core.add_working_days, core.law_value.
-- Writes:     temporary table found_dossier.
-- Parameters: as_of.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE found_dossier ON COMMIT DROP AS
-- The due date as it is on the day; hours are compared by the minute, everything else by date.
WITH dated AS (
    SELECT
        received.*,
        CASE
            WHEN received.is_same_day
                THEN date_trunc('minute', %(as_of)s::timestamptz) > date_trunc('minute', received.due_at)
            ELSE received.today > received.due_at::date
        END AS is_past,
        core.working_days_between(received.calendar_code, received.today, received.due_at::date) AS days_left,
        CASE
            WHEN NOT received.is_same_day AND received.extension_count = 0 AND NOT received.is_with_other_agency
                THEN core.add_working_days(received.calendar_code, received.due_at::date, -1)
        END AS apology_deadline,
        -- Not below 0: the competent agency may not have it yet.
        greatest(clock_now.seconds - clock_begun.seconds, 0)::numeric
        / nullif(greatest(clock_due.seconds - clock_begun.seconds, 0), 0) AS share
    FROM received_dossier AS received
    LEFT JOIN LATERAL core.office_clock(received.calendar_code, received.begins_at) AS clock_begun ON TRUE
    LEFT JOIN LATERAL core.office_clock(received.calendar_code, %(as_of)s) AS clock_now ON TRUE
    LEFT JOIN LATERAL core.office_clock(received.calendar_code, received.due_at) AS clock_due ON TRUE
)

SELECT
    dated.source_id,
    dated.dossier_code,
    dated.case_id,
    dated.receiving_unit_id AS unit_id,
    dated.unit_code,
    dated.holder_id AS holding_unit_id,
    dated.held_by_it_since AS holding_since,
    dated.step,
    dated.procedure_code,
    dated.life_sector_code AS sector_code,
    dated.submitted_at,
    dated.received_at,
    NULL::timestamptz AS accept_by,
    dated.due_original_at AS due_original,
    dated.due_at,
    -- While it waits for the citizen the clock is stopped; once there is a result, only the closing is left to do.
    ARRAY[
        CASE
            WHEN dated.is_waiting OR dated.is_signed OR dated.due_at IS NULL THEN NULL
            WHEN dated.is_past AND -dated.days_left >= dated.overdue_long_working_days THEN 'overdue_long'
            WHEN dated.is_past THEN 'overdue'
            WHEN dated.is_same_day AND dated.share >= dated.same_day_due_share THEN 'due_today'
            WHEN dated.is_same_day AND dated.share >= dated.same_day_soon_share THEN 'due_soon'
            WHEN dated.is_same_day THEN NULL
            WHEN dated.today = dated.due_at::date THEN 'due_today'
            WHEN dated.today = dated.apology_deadline THEN 'last_moment_to_apologise'
            WHEN dated.days_left <= dated.due_soon_working_days THEN 'due_soon'
            WHEN dated.share >= dated.due_soon_share THEN 'due_soon'
        END,
        CASE
            WHEN
                NOT dated.is_waiting
                AND NOT dated.is_signed
                AND dated.holder_id <> dated.receiving_unit_id
                AND dated.days_left <= dated.held_elsewhere_working_days
                THEN 'held_elsewhere'
        END,
        CASE
            WHEN NOT dated.is_waiting AND NOT dated.is_signed AND dated.supplement_rounds >= 2 THEN 'second_supplement'
        END,
        -- Signed and not handed over yet: the day goes on counting.
        CASE
            WHEN dated.is_signed OR (NOT dated.is_waiting AND dated.step = 'signed_not_returned') THEN 'signed_not_closed'
        END,
        CASE
            WHEN dated.is_waiting OR dated.is_signed OR dated.interlinked_hours_left IS NULL THEN NULL
            WHEN dated.interlinked_hours_left < 0 THEN 'interlinked_hours_over'
            WHEN
                dated.interlinked_hours_left
                <= core.law_value('interlinked_alert_hours_left', dated.interlinked_rule_on)::numeric
                THEN 'interlinked_hours_low'
        END,
        CASE
            WHEN
                dated.supplement_days
                > core.law_value('interlinked_supplement_working_days', dated.interlinked_rule_on)::integer
                THEN 'interlinked_stop_due'
            WHEN
                dated.supplement_days
                >= core.law_value('interlinked_alert_supplement_day', dated.interlinked_rule_on)::integer
                THEN 'interlinked_supplement_due'
        END
    ] AS held_levels,
    dated.is_same_day,
    CASE WHEN NOT dated.is_past THEN dated.days_left END AS working_days_left,
    CASE WHEN dated.is_past THEN -dated.days_left END AS working_days_overdue,
    round(dated.share, 4) AS share_of_time_used,
    dated.extension_count,
    dated.issued_at AS apology_issued_at,
    dated.apology_deadline,
    dated.supplement_rounds,
    dated.delay_cause AS cause_code,
    dated.calendar_code,
    dated.interlinked_hours_left
FROM dated
