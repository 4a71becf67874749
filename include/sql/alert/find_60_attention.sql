-- Purpose:    which open dossiers need attention at the moment, and by when: what happened later is not taken back.
-- Grain:      one open dossier with a level of attention, as a row of mart.overdue_dossier.
-- Reads:      found_dossier, core.unit, core.office_clock, mart.alert_level.
-- Writes:     temporary table attention.
-- Parameters: as_of.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE attention ON COMMIT DROP AS
SELECT
    found.source_id,
    found.dossier_code,
    found.case_id,
    found.unit_id,
    found.unit_code,
    found.holding_unit_id,
    holder.unit_code AS holding_unit_code,
    found.holding_since,
    found.step,
    found.procedure_code,
    found.sector_code,
    found.submitted_at,
    found.received_at,
    found.accept_by,
    found.due_original,
    found.due_at,
    held.levels[1] AS level,
    held.levels,
    found.is_same_day,
    found.working_days_left,
    found.working_days_overdue,
    found.share_of_time_used,
    found.extension_count,
    found.apology_issued_at,
    found.apology_deadline,
    found.supplement_rounds,
    found.cause_code,
    %(as_of)s::timestamptz AS as_of,
    deadline.act_by,
    CASE
        WHEN deadline.act_by < %(as_of)s THEN NULL
        WHEN deadline.act_by = deadline.hours_end THEN floor(found.interlinked_hours_left * 60)::integer
        ELSE ((clock_end.seconds - clock_now.seconds) / 60)::integer
    END AS working_minutes_left,
    CASE
        -- Waits for the citizen: its due date does not run.
        WHEN held.levels <@ '{interlinked_stop_due, interlinked_supplement_due}' THEN 'later'
        WHEN held.levels && '{overdue, overdue_long}' THEN 'overdue'
        WHEN deadline.is_not_accepted AND deadline.is_past THEN 'overdue'
        WHEN deadline.is_not_accepted THEN 'due'
        WHEN found.due_at::date = deadline.today AND found.working_days_overdue IS NULL THEN 'due'
        WHEN 'interlinked_hours_over' = ANY(held.levels) THEN 'overdue'
        WHEN 'interlinked_hours_low' = ANY(held.levels) THEN 'due'
        WHEN 'last_moment_to_apologise' = ANY(held.levels) THEN 'apologise'
        WHEN 'signed_not_closed' = ANY(held.levels) THEN 'close'
        ELSE 'later'
    END AS urgency
FROM found_dossier AS found
LEFT JOIN core.unit AS holder ON found.holding_unit_id = holder.unit_id
CROSS JOIN LATERAL (
    SELECT array_agg(alert_level.level ORDER BY alert_level.ordinal) AS levels
    FROM mart.alert_level
    WHERE alert_level.level = ANY(found.held_levels)
) AS held
CROSS JOIN LATERAL (
    SELECT
        (%(as_of)s::timestamptz)::date AS today,
        'not_yet_accepted' = ANY(held.levels) AS is_not_accepted,
        date_trunc('minute', found.accept_by) < date_trunc('minute', %(as_of)s::timestamptz) AS is_past,
        ended.hours_end,
        CASE
            WHEN 'not_yet_accepted' = ANY(held.levels) THEN found.accept_by
            ELSE least(found.due_at, ended.hours_end)
        END AS act_by
    FROM (
        -- Hours of interlinked cases run day and night, on working days.
        SELECT
            CASE
                WHEN 'interlinked_hours_low' = ANY(held.levels)
                    THEN %(as_of)s::timestamptz + make_interval(mins => floor(found.interlinked_hours_left * 60)::integer)
            END AS hours_end
    ) AS ended
) AS deadline
LEFT JOIN LATERAL core.office_clock(found.calendar_code, %(as_of)s) AS clock_now ON TRUE
LEFT JOIN LATERAL core.office_clock(found.calendar_code, deadline.act_by) AS clock_end ON TRUE
WHERE held.levels IS NOT NULL
