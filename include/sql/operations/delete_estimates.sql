-- Purpose:    delete old estimates of late dossiers; the last day stays, and the record of the days.
-- Grain:      one dossier and day.
-- Reads:      mart.late_estimate.
-- Writes:     mart.late_estimate.
-- Parameters: portion, sent_before (business clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM mart.late_estimate
USING (
    SELECT
        old.case_id,
        old.estimated_on
    FROM mart.late_estimate AS old
    WHERE
        old.as_of < %(sent_before)s
        AND old.estimated_on < (SELECT max(latest.estimated_on) FROM mart.late_estimate AS latest)
    ORDER BY old.estimated_on, old.case_id
    LIMIT %(portion)s
) AS forgotten
WHERE late_estimate.case_id = forgotten.case_id AND late_estimate.estimated_on = forgotten.estimated_on
