-- Purpose:    mark what the payment platform listed for a day and no longer does.
-- Grain:      one source, reference and day.
-- Reads:      listed_transaction.
-- Writes:     core.platform_transaction.
-- Parameters: source_id, day.
-- Rerun:      changes nothing the second time.
UPDATE core.platform_transaction SET is_listed = FALSE
WHERE
    platform_transaction.source_id = %(source_id)s
    AND platform_transaction.day = %(day)s
    AND platform_transaction.is_listed
    AND NOT EXISTS (
        SELECT 1 FROM listed_transaction WHERE listed_transaction.merchant_ref = platform_transaction.merchant_ref
    )
