-- Purpose:    when each case waits for the citizen: for a supplement (status 5), for a payment (status 6).
-- Grain:      one wait of a case; waits for supplements are numbered in order.
-- Reads:      case_dossier, case_step.
-- Writes:     temporary table case_wait.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE case_wait ON COMMIT DROP AS
WITH asked AS (
    -- As the dossier lists the requests; where it lists none, as its steps tell.
    SELECT
        dossier.case_id,
        supplement.requested_at AS since,
        -- Never before it was asked. Unanswered it goes on: greatest() would pass over the null.
        CASE
            WHEN supplement.answered_at IS NOT NULL THEN greatest(supplement.answered_at, supplement.requested_at)
        END AS until
    FROM case_dossier AS dossier
    CROSS JOIN LATERAL jsonb_to_recordset(dossier.supplements)
        AS supplement (requested_at timestamptz, answered_at timestamptz)
    WHERE dossier.supplements IS NOT NULL AND supplement.requested_at IS NOT NULL
    UNION ALL
    SELECT step.case_id, step.happened_at, step.next_at
    FROM case_step AS step
    INNER JOIN case_dossier AS dossier ON step.case_id = dossier.case_id
    WHERE step.status = 5 AND dossier.supplements IS NULL
)

SELECT
    asked.case_id,
    'waiting_supplement' AS state,
    asked.since,
    asked.until,
    row_number() OVER (PARTITION BY asked.case_id ORDER BY asked.since, asked.until) AS place
FROM asked
UNION ALL
SELECT step.case_id, 'waiting_payment', step.happened_at, step.next_at, NULL
FROM case_step AS step
WHERE step.status = 6
