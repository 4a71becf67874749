-- Purpose:    let the objects be made anew, whatever their text.
-- Grain:      one row.
-- Reads:      nothing.
-- Writes:     audit.objects_digest.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
DELETE FROM audit.objects_digest
