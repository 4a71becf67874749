-- Purpose:    the cases of the open dossiers that were received: what their facts tell is found as for the figures.
-- Grain:      one case.
-- Reads:      open_dossier.
-- Writes:     temporary table touched_case.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE touched_case ON COMMIT DROP AS
SELECT open_dossier.case_id
FROM open_dossier
WHERE open_dossier.received_on IS NOT NULL
