-- Purpose:    the end of each case: when, how, by which step, and how it kept the due date in force (II.06a columns 8 to 10).
-- Grain:      one case that ended.
-- Reads:      case_dossier, case_step.
-- Writes:     temporary table case_end.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
--
-- The end is the date that was sent; where there is none, or one before the reception, the step that ended the dossier:
-- the first of 9 and 10, the last of 3, 7 or 8. An end before the reception that no step corrects counts on the
-- reception day, so that no stock turns negative. An end that was taken back does not count, the case stayed open.
CREATE TEMPORARY TABLE case_end ON COMMIT DROP AS
WITH ended AS (
    SELECT
        dossier.case_id,
        CASE dossier.status WHEN 3 THEN 'refused' WHEN 7 THEN 'withdrawn' WHEN 8 THEN 'stopped' ELSE 'resolved' END AS ending,
        -- Days are compared by date, hours by minute.
        CASE WHEN dossier.is_by_hour THEN 'minute' ELSE 'day' END AS grain,
        dossier.received_at,
        dossier.sent_ended_at,
        dossier.due_at
    FROM case_dossier AS dossier
    WHERE dossier.status IN (3, 7, 8, 9, 10)
),

ending_place AS (
    SELECT
        ended.case_id,
        CASE WHEN ended.ending = 'resolved' THEN min(step.place) ELSE max(step.place) END AS place
    FROM ended
    INNER JOIN case_step AS step
        ON
            ended.case_id = step.case_id
            AND ended.ending = CASE
                step.status WHEN 3 THEN 'refused' WHEN 7 THEN 'withdrawn' WHEN 8 THEN 'stopped' WHEN 9 THEN 'resolved'
                WHEN 10 THEN 'resolved'
            END
    GROUP BY ended.case_id, ended.ending
),

dated AS (
    SELECT
        ended.*,
        step.happened_at AS step_at,
        step.told_at AS step_told_at,
        CASE
            WHEN ended.sent_ended_at >= ended.received_at THEN ended.sent_ended_at
            WHEN step.happened_at IS NOT NULL THEN step.happened_at
            WHEN ended.sent_ended_at IS NOT NULL THEN ended.received_at
        END AS ended_at
    FROM ended
    LEFT JOIN ending_place ON ended.case_id = ending_place.case_id
    LEFT JOIN case_step AS step ON ending_place.case_id = step.case_id AND ending_place.place = step.place
)

SELECT
    dated.case_id,
    dated.ended_at,
    dated.ended_at::date AS ended_on,
    dated.ending,
    CASE
        WHEN dated.ending <> 'resolved' THEN dated.ending
        WHEN dated.due_at IS NULL THEN 'resolved_no_due_date'
        WHEN date_trunc(dated.grain, dated.ended_at) < date_trunc(dated.grain, dated.due_at) THEN 'resolved_early'
        WHEN date_trunc(dated.grain, dated.ended_at) = date_trunc(dated.grain, dated.due_at) THEN 'resolved_on_time'
        ELSE 'resolved_overdue'
    END AS outcome,
    dated.step_at,
    dated.step_told_at
FROM dated
WHERE dated.ended_at IS NOT NULL
