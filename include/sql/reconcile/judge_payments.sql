-- Purpose:    what each attempt to pay of a source comes to now.
-- Grain:      one reference.
-- Reads:      audit.payment_judgement.
-- Writes:     temporary table judgement.
-- Parameters: source_id.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE judgement ON COMMIT DROP AS
SELECT payment_judgement.*
FROM audit.payment_judgement
WHERE payment_judgement.source_id = %(source_id)s
