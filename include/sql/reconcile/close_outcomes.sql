-- Purpose:    settle the outcomes of attempts that neither side tells of any more: nothing is paid on either.
-- Grain:      one source and reference.
-- Reads:      judgement.
-- Writes:     audit.payment_outcome.
-- Parameters: source_id, clock_on.
-- Rerun:      changes nothing the second time.
UPDATE audit.payment_outcome SET outcome = 'matched', since_on = %(clock_on)s, closed_on = %(clock_on)s
WHERE
    payment_outcome.source_id = %(source_id)s
    AND payment_outcome.closed_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM judgement WHERE payment_outcome.merchant_ref = judgement.merchant_ref)
