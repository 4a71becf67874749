-- Purpose:    store the outcome of each attempt to pay; an outcome that changes is open again.
-- Grain:      one source and reference.
-- Reads:      judgement.
-- Writes:     audit.payment_outcome.
-- Parameters: clock_on.
-- Rerun:      changes nothing.
INSERT INTO audit.payment_outcome AS known (
    source_id, merchant_ref, record_key, day, outcome, since_on, closed_on
)
SELECT
    judgement.source_id,
    judgement.merchant_ref,
    judgement.record_key,
    judgement.day,
    judgement.outcome,
    %(clock_on)s,
    CASE WHEN judgement.is_settled THEN %(clock_on)s::date END
FROM judgement
ON CONFLICT (source_id, merchant_ref) DO UPDATE SET
    record_key = excluded.record_key,
    day = excluded.day,
    outcome = excluded.outcome,
    since_on = CASE known.outcome WHEN excluded.outcome THEN known.since_on ELSE excluded.since_on END,
    closed_on = CASE
        WHEN known.outcome = excluded.outcome AND excluded.closed_on IS NOT NULL
            THEN coalesce(known.closed_on, excluded.closed_on)
        ELSE excluded.closed_on
    END
WHERE
    (known.record_key, known.day, known.outcome, known.closed_on IS NULL)
    IS DISTINCT FROM (excluded.record_key, excluded.day, excluded.outcome, excluded.closed_on IS NULL)
