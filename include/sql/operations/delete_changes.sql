-- Purpose:    delete old changes that the figures follow; the last one that they follow stays, and so the next number is known.
-- Grain:      one change.
-- Reads:      audit.change, audit.measure_state.
-- Writes:     audit.change.
-- Parameters: portion, ledger_before (machine's clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM audit.change
WHERE change.publish_seq IN (
    SELECT old.publish_seq
    FROM audit.change AS old
    WHERE
        old.recorded_at < %(ledger_before)s
        AND old.publish_seq < (SELECT measure_state.applied_seq FROM audit.measure_state)
    ORDER BY old.publish_seq
    LIMIT %(portion)s
)
