-- Purpose:    fix the business clock at a moment; a trigger refuses to move it back.
-- Grain:      the one row of audit.clock.
-- Reads:      nothing.
-- Writes:     audit.clock.
-- Parameters: as_of.
-- Rerun:      the same moment changes nothing.
INSERT INTO audit.clock (as_of) VALUES (%(as_of)s)
ON CONFLICT (is_only_row) DO UPDATE SET as_of = excluded.as_of
WHERE clock.as_of <> excluded.as_of
