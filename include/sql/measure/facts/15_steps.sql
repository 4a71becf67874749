-- Purpose:    the steps of each case since its reception, in order, each with the one before and the one after.
-- Grain:      one step of a case.
-- Reads:      case_dossier, core.event.
-- Writes:     temporary table case_step.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE case_step ON COMMIT DROP AS
SELECT
    dossier.case_id,
    row_number() OVER in_time AS place,
    event.happened_at,
    event.status,
    event.holding_unit_id,
    event.source_updated_at AS told_at,
    lag(event.status) OVER in_time AS status_before,
    lead(event.happened_at) OVER in_time AS next_at
FROM case_dossier AS dossier
-- Case by case, by index: joined, the planner may read all events that there are.
CROSS JOIN LATERAL (
    SELECT known.happened_at, known.status, known.holding_unit_id, known.source_updated_at, known.record_key
    FROM core.event AS known
    WHERE
        known.source_id = dossier.source_id
        AND known.dossier_code = dossier.dossier_code
        AND NOT known.is_deleted
        AND known.happened_at >= dossier.received_at
    OFFSET 0
) AS event
WINDOW in_time AS (PARTITION BY dossier.case_id ORDER BY event.happened_at, event.record_key)
