-- Purpose:    remember how recent a quarantined record is, so that an older good version does not close it.
-- Grain:      one quarantined record.
-- Reads:      nothing.
-- Writes:     quarantine.record.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE quarantine.record ADD COLUMN source_updated_at timestamptz;
COMMENT ON COLUMN quarantine.record.source_updated_at IS 'CapNhatLuc as read; null if it could not be read or lies beyond its page''s as_of, and of records from before this column.';
