-- Purpose:    what each case took in working time, from moments on the clock of its office.
-- Grain:      one case.
-- Reads:      case_dossier, case_step, case_end, case_wait, case_due, core.unit, core.office_clock, core.passed_on_clock,
--             core.due_after.
-- Writes:     temporary table case_clock.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE case_clock ON COMMIT DROP AS
WITH named AS (
    SELECT outside.case_id, min(step.happened_at) AS got_at
    FROM (
        SELECT dossier.case_id, dossier.competent_unit_id
        FROM case_dossier AS dossier
        WHERE EXISTS (
            SELECT 1
            FROM core.unit AS competent
            WHERE competent.unit_id = dossier.competent_unit_id AND competent.kind = 'commune'
            OFFSET 0
        )
        OFFSET 0
    ) AS outside
    INNER JOIN case_step AS step
        ON outside.case_id = step.case_id AND outside.competent_unit_id = step.holding_unit_id
    GROUP BY outside.case_id
),

-- What is received outside the home area is on the clock of the competent agency, from when that has it: as sent, else
-- from the first step that names it, else from the reception (Decree 118/2025, Art. 17.3, amended by Decree 309/2026).
begun AS (
    SELECT
        dossier.case_id,
        dossier.calendar_code,
        dossier.received_at,
        dossier.acceptable_from,
        dossier.due_at,
        dossier.is_held_over,
        dossier.limit_unit,
        dossier.statutory_limit,
        greatest(
            CASE WHEN dossier.competent_unit_id IS NOT NULL THEN coalesce(dossier.competent_got_at, named.got_at) END,
            dossier.received_at
        ) AS begins_at,
        due.due_at AS due_original_at,
        case_end.ending,
        case_end.ended_at,
        case_end.ended_on
    FROM case_dossier AS dossier
    INNER JOIN case_due AS due ON dossier.case_id = due.case_id AND due.is_first
    LEFT JOIN named ON dossier.case_id = named.case_id
    LEFT JOIN case_end ON dossier.case_id = case_end.case_id
),

-- Waits for the citizen between reception and end do not count.
paused AS (
    SELECT piece.case_id, sum(till.seconds - since.seconds) AS seconds
    FROM (
        SELECT
            dossier.case_id,
            dossier.calendar_code,
            unnest(
                wait.times * tstzmultirange(tstzrange(dossier.received_at, case_end.ended_at))
            ) AS times
        FROM (
            SELECT case_wait.case_id, range_agg(tstzrange(case_wait.since, case_wait.until)) AS times
            FROM case_wait
            GROUP BY case_wait.case_id
        ) AS wait
        INNER JOIN case_dossier AS dossier ON wait.case_id = dossier.case_id
        INNER JOIN case_end ON wait.case_id = case_end.case_id
        WHERE case_end.ending = 'resolved'
    ) AS piece
    CROSS JOIN LATERAL core.office_clock(piece.calendar_code, lower(piece.times)) AS since
    CROSS JOIN LATERAL core.office_clock(piece.calendar_code, upper(piece.times)) AS till
    GROUP BY piece.case_id
),

-- Office seconds passed at a moment: two of them subtracted are a duration in working time.
timed AS (
    SELECT
        begun.*,
        received.seconds AS received_second,
        received.seconds - acceptable.seconds AS acceptance_seconds,
        passed_on.seconds AS passed_on_second,
        CASE
            WHEN begun.ending = 'resolved'
                THEN ended.seconds - received.seconds - coalesce(paused.seconds, 0)::bigint
        END AS used_seconds
    FROM begun
    LEFT JOIN paused ON begun.case_id = paused.case_id
    LEFT JOIN LATERAL core.office_clock(begun.calendar_code, begun.received_at) AS received ON TRUE
    LEFT JOIN LATERAL core.office_clock(begun.calendar_code, begun.ended_at) AS ended ON TRUE
    LEFT JOIN LATERAL core.office_clock(begun.calendar_code, begun.acceptable_from) AS acceptable ON TRUE
    LEFT JOIN LATERAL core.passed_on_clock(
        begun.calendar_code, CASE WHEN begun.due_at IS NULL THEN begun.begins_at END, begun.is_held_over
    ) AS passed_on ON TRUE
)

SELECT
    timed.case_id,
    timed.due_original_at,
    timed.begins_at,
    timed.used_seconds / 60 AS processing_minutes,
    -- 8 working hours from submission or acknowledgement (Decree 118/2025, Art. 17 and 18).
    timed.acceptance_seconds > 28800 AS is_accepted_late,
    -- The statutory limit counts where no due date was given (Decision 766, 2.1).
    CASE
        WHEN timed.ending <> 'resolved' OR timed.due_at IS NOT NULL THEN NULL
        WHEN timed.limit_unit = 'working_day'
            THEN timed.used_seconds - (timed.passed_on_second - timed.received_second) <= timed.statutory_limit * 28800
        WHEN timed.limit_unit = 'hour'
            THEN timed.used_seconds - (timed.passed_on_second - timed.received_second) <= timed.statutory_limit * 3600
        WHEN timed.limit_unit = 'day' THEN timed.ended_on - timed.begins_at::date <= timed.statutory_limit
    END AS is_within_limit,
    CASE
        WHEN timed.due_original_at IS NULL AND timed.limit_unit IS NOT NULL
            THEN core.due_after(timed.calendar_code, timed.begins_at, timed.statutory_limit, timed.limit_unit)
    END AS limit_ends_at
FROM timed
