-- Purpose:    note by which clock a source's payments are compared; the judgement waits by it.
-- Grain:      one source.
-- Reads:      nothing.
-- Writes:     audit.payment_comparison.
-- Parameters: source_id, clock, waited_since.
-- Rerun:      writes the same again.
INSERT INTO audit.payment_comparison (source_id, compared_at, waited_since)
VALUES (%(source_id)s, %(clock)s, %(waited_since)s)
ON CONFLICT (source_id) DO UPDATE SET compared_at = excluded.compared_at, waited_since = excluded.waited_since
