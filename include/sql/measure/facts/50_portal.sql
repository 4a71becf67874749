-- Purpose:    whether each case is timely as the national portal counts (Decision 766, 2.1): on which open days, and at its end.
-- Grain:      one case.
-- Reads:      case_dossier, case_end, case_wait, case_due, case_clock, case_state.
-- Writes:     temporary table case_portal.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
--
-- The portal takes the moment of the request for the end while a supplement is waited for, and calls a dossier with two
-- requests overdue; where there is no due date, it takes the statutory limit.
CREATE TEMPORARY TABLE case_portal ON COMMIT DROP AS
WITH round AS (
    SELECT
        case_wait.case_id,
        case_wait.place,
        case_wait.since AS asked_at,
        case_wait.since::date AS asked_on,
        daterange(case_wait.since::date, case_wait.until::date) AS days
    FROM case_wait
    WHERE case_wait.state = 'waiting_supplement'
),

asked AS (
    SELECT
        round.case_id,
        count(*) AS requests,
        min(round.asked_on) FILTER (WHERE round.place = 2) AS again_on
    FROM round
    GROUP BY round.case_id
),

last AS (
    SELECT
        dossier.case_id,
        due.days,
        CASE WHEN dossier.is_by_hour THEN 'minute' ELSE 'day' END AS grain,
        coalesce(due.due_at, clock.limit_ends_at) AS moment,
        coalesce(due.due_at, clock.limit_ends_at)::date + state.overdue_after - 1 AS day
    FROM case_dossier AS dossier
    INNER JOIN case_due AS due ON dossier.case_id = due.case_id
    INNER JOIN case_clock AS clock ON dossier.case_id = clock.case_id
    INNER JOIN case_state AS state ON dossier.case_id = state.case_id
    WHERE due.due_at IS NOT NULL OR clock.limit_ends_at IS NOT NULL
),

in_time AS (
    SELECT last.case_id, range_agg(last.days * daterange(NULL, last.day + 1)) AS days
    FROM last
    GROUP BY last.case_id
),

asked_in_time AS (
    SELECT last.case_id, range_agg(round.days) AS days
    FROM last
    INNER JOIN round ON last.case_id = round.case_id AND last.days @> round.asked_on
    WHERE date_trunc(last.grain, round.asked_at) <= date_trunc(last.grain, last.moment)
    GROUP BY last.case_id
)

SELECT
    dossier.case_id,
    coalesce(asked.requests, 0) AS supplement_count,
    coalesce(
        (
            in_time.days * (state.working + state.waiting_payment)
            + coalesce(asked_in_time.days * state.waiting_supplement, '{}')
        ) - CASE
            WHEN asked.again_on IS NOT NULL THEN datemultirange(daterange(asked.again_on, NULL)) ELSE '{}'
        END,
        '{}'
    ) AS timely,
    date_trunc(grain.of_time, case_end.ended_at)
    <= date_trunc(grain.of_time, coalesce(dossier.due_at, clock.limit_ends_at))
    AND coalesce(asked.requests, 0) < 2 AS is_timely_at_end
FROM case_dossier AS dossier
INNER JOIN case_clock AS clock ON dossier.case_id = clock.case_id
INNER JOIN case_state AS state ON dossier.case_id = state.case_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN dossier.is_by_hour THEN 'minute' ELSE 'day' END AS of_time
) AS grain
LEFT JOIN case_end ON dossier.case_id = case_end.case_id
LEFT JOIN asked ON dossier.case_id = asked.case_id
LEFT JOIN in_time ON dossier.case_id = in_time.case_id
LEFT JOIN asked_in_time ON dossier.case_id = asked_in_time.case_id
