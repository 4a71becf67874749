-- Purpose:    remember which text of the replaceable objects was run.
-- Grain:      the one row of audit.objects_digest.
-- Reads:      nothing.
-- Writes:     audit.objects_digest.
-- Parameters: digest.
-- Rerun:      the same digest changes nothing.
INSERT INTO audit.objects_digest (digest) VALUES (%(digest)s)
ON CONFLICT (is_only_row) DO UPDATE SET digest = excluded.digest
