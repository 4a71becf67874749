-- Purpose:    in which state each case is on each of its open days (form II.06a/VPCP/KSTT columns 6 and 11 to 13).
-- Grain:      one case.
-- Reads:      case_dossier, case_end, case_wait, case_due.
-- Writes:     temporary table case_state.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
--
-- A case is open from its reception to the day before its end. Its open days are cut into waits for the citizen and, by
-- the due date in force, into no_due_date, within and overdue; so entering overdue may be in the future. Procedures in
-- days compare dates: open on the due date is within. Procedures in hours compare minutes, at 24:00 of the day.
CREATE TEMPORARY TABLE case_state ON COMMIT DROP AS
WITH wait AS (
    SELECT
        case_wait.case_id,
        coalesce(
            range_agg(daterange(case_wait.since::date, case_wait.until::date))
            FILTER (WHERE case_wait.state = 'waiting_supplement'), '{}'
        ) AS supplement,
        coalesce(
            range_agg(daterange(case_wait.since::date, case_wait.until::date))
            FILTER (WHERE case_wait.state = 'waiting_payment'), '{}'
        ) AS payment
    FROM case_wait
    GROUP BY case_wait.case_id
),

phase AS (
    SELECT
        dossier.case_id,
        case_end.ended_on,
        case_end.outcome,
        CASE WHEN dossier.is_by_hour THEN 0 ELSE 1 END AS overdue_after,
        coalesce(open.days * wait.supplement, '{}') AS waiting_supplement,
        coalesce(open.days * wait.payment - wait.supplement, '{}') AS waiting_payment,
        CASE WHEN wait.case_id IS NULL THEN open.days ELSE open.days - wait.supplement - wait.payment END AS working
    FROM case_dossier AS dossier
    LEFT JOIN case_end ON dossier.case_id = case_end.case_id
    CROSS JOIN LATERAL (
        SELECT datemultirange(daterange(dossier.received_on, case_end.ended_on)) AS days
    ) AS open
    LEFT JOIN wait ON dossier.case_id = wait.case_id
),

by_due_date AS (
    SELECT
        phase.case_id,
        range_agg(due.days) FILTER (WHERE due.due_at IS NULL) AS no_due_date,
        range_agg(due.days * daterange(NULL, due.due_at::date + phase.overdue_after))
        FILTER (WHERE due.due_at IS NOT NULL) AS within,
        range_agg(due.days * daterange(due.due_at::date + phase.overdue_after, NULL))
        FILTER (WHERE due.due_at IS NOT NULL) AS overdue
    FROM phase
    INNER JOIN case_due AS due ON phase.case_id = due.case_id
    GROUP BY phase.case_id
),

state AS (
    SELECT
        phase.*,
        coalesce(by_due_date.no_due_date * phase.working, '{}') AS no_due_date,
        coalesce(by_due_date.within * phase.working, '{}') AS within,
        coalesce(by_due_date.overdue * phase.working, '{}') AS overdue
    FROM phase
    INNER JOIN by_due_date ON phase.case_id = by_due_date.case_id
)

SELECT
    state.case_id,
    state.overdue_after,
    state.waiting_supplement,
    state.waiting_payment,
    state.working,
    state.no_due_date,
    state.within,
    state.overdue,
    -- The first day on which it was late, which may be the day of its end.
    least(lower(state.overdue), CASE WHEN state.outcome = 'resolved_overdue' THEN state.ended_on END) AS first_late_on
FROM state
