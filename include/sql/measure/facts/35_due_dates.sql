-- Purpose:    which due date was in force on which days: the first until the first change, each change until the next.
-- Grain:      one due date (or none) of a case, in turn.
-- Reads:      case_dossier.
-- Writes:     temporary table case_due.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
--
-- A supplement that was answered and an apology with a new date move the due date. The last is that of the dossier.
CREATE TEMPORARY TABLE case_due ON COMMIT DROP AS
WITH change AS (
    SELECT
        dossier.case_id,
        dossier.due_at AS last_due_at,
        NULL::timestamptz AS moment,
        NULL::timestamptz AS due_before,
        NULL::timestamptz AS due_after
    FROM case_dossier AS dossier
    UNION ALL
    SELECT dossier.case_id, dossier.due_at, supplement.answered_at, supplement.due_before, supplement.due_after
    FROM case_dossier AS dossier
    CROSS JOIN LATERAL jsonb_to_recordset(dossier.supplements)
        AS supplement (answered_at timestamptz, due_before timestamptz, due_after timestamptz)
    WHERE
        dossier.supplements IS NOT NULL
        AND supplement.answered_at IS NOT NULL
        AND supplement.due_after IS NOT NULL
    UNION ALL
    SELECT dossier.case_id, dossier.due_at, apology.apologised_at, apology.due_before, apology.due_after
    FROM case_dossier AS dossier
    CROSS JOIN LATERAL jsonb_to_recordset(dossier.extensions)
        AS apology (apologised_at timestamptz, due_before timestamptz, due_after timestamptz)
    WHERE
        dossier.extensions IS NOT NULL
        AND apology.apologised_at IS NOT NULL
        AND apology.due_after IS NOT NULL
),

in_turn AS (
    SELECT
        change.*,
        lead(change.moment) OVER in_time AS next_moment,
        lead(change.due_before) OVER in_time AS next_due_before
    FROM change
    WINDOW
        in_time AS (
            PARTITION BY change.case_id
            ORDER BY change.moment NULLS FIRST, change.due_before, change.due_after
        )
)

SELECT
    in_turn.case_id,
    in_turn.moment IS NULL AS is_first,
    daterange(in_turn.moment::date, in_turn.next_moment::date) AS days,
    CASE
        WHEN in_turn.next_moment IS NULL THEN in_turn.last_due_at
        WHEN in_turn.moment IS NULL THEN in_turn.next_due_before
        ELSE in_turn.due_after
    END AS due_at
FROM in_turn
