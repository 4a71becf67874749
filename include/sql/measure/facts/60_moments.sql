-- Purpose:    what happened to each case on days of its own: requests for supplements, extensions, lateness without an
--             apology, steps taken back, hand-overs.
-- Grain:      one moment of a case, a measure and the units that have a part in it.
-- Reads:      case_dossier, case_step, case_holder, case_wait, case_state, case_interlinked.
-- Writes:     temporary table fresh_moment.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE fresh_moment ON COMMIT DROP AS
WITH apology AS MATERIALIZED (
    SELECT dossier.case_id, extension.apologised_at, extension.due_before
    FROM case_dossier AS dossier
    CROSS JOIN LATERAL jsonb_to_recordset(dossier.extensions)
        AS extension (apologised_at timestamptz, due_before timestamptz)
    WHERE dossier.extensions IS NOT NULL AND extension.apologised_at IS NOT NULL
),

happened AS (
    SELECT wait.case_id, wait.since AS moment, 'supplement_requested' AS measure
    FROM case_wait AS wait
    WHERE wait.state = 'waiting_supplement'
    UNION ALL
    -- One request is allowed (Decree 61/2018, Art. 15.3).
    SELECT wait.case_id, wait.since, 'second_supplement'
    FROM case_wait AS wait
    WHERE wait.state = 'waiting_supplement' AND wait.place = 2
    UNION ALL
    -- An apology is to come at least one day before the due date (Decree 61/2018, Art. 19.9).
    SELECT
        apology.case_id,
        apology.apologised_at,
        CASE
            WHEN apology.apologised_at::date < apology.due_before::date THEN 'extension_in_time' ELSE 'extension_late'
        END
    FROM apology
    WHERE apology.due_before IS NOT NULL
    UNION ALL
    SELECT step.case_id, step.happened_at, 'reopened'
    FROM case_step AS step
    WHERE step.status_before IN (3, 7, 8) AND step.status IN (2, 4, 5, 6)
    UNION ALL
    -- Late by the end of its first late day, and no apology by then.
    SELECT state.case_id, (state.first_late_on + 1)::timestamptz - interval '1 second', 'apology_missing'
    FROM case_state AS state
    WHERE
        state.first_late_on IS NOT NULL
        AND NOT EXISTS (
            SELECT 1
            FROM apology
            WHERE apology.case_id = state.case_id AND apology.apologised_at::date <= state.first_late_on
        )
)

SELECT
    happened.case_id,
    happened.measure,
    happened.moment::date AS day,
    part.receiving_unit_id,
    part.responsible_unit_id,
    part.holding_unit_id,
    1::bigint AS n
FROM happened
INNER JOIN case_dossier AS dossier ON happened.case_id = dossier.case_id
INNER JOIN case_holder AS holder ON happened.case_id = holder.case_id AND holder.times @> happened.moment
LEFT JOIN case_interlinked AS interlinked ON happened.case_id = interlinked.case_id
-- Another agency that is late owes the apology itself: then the commune has no part in it.
CROSS JOIN LATERAL (
    SELECT
        happened.measure = 'apology_missing' AND coalesce(interlinked.late_agency, 'commune') <> 'commune' AS is_of_other
) AS owed
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN NOT owed.is_of_other THEN dossier.receiving_unit_id END AS receiving_unit_id,
        CASE
            WHEN NOT owed.is_of_other OR dossier.responsible_unit_id <> dossier.receiving_unit_id
                THEN dossier.responsible_unit_id
        END AS responsible_unit_id,
        CASE
            WHEN NOT owed.is_of_other OR holder.unit_id <> dossier.receiving_unit_id THEN holder.unit_id
        END AS holding_unit_id
) AS part
WHERE coalesce(part.receiving_unit_id, part.responsible_unit_id, part.holding_unit_id) IS NOT NULL
UNION ALL
SELECT handed.case_id, side.measure, handed.since::date, NULL, NULL, side.unit_id, 1
FROM case_holder AS handed
CROSS JOIN LATERAL (
    VALUES ('transferred_out', handed.before_unit_id), ('transferred_in', handed.unit_id)
) AS side (measure, unit_id)
WHERE NOT handed.is_first
