-- Purpose:    store with a version which days it changed, and the change that touched their cases.
-- Grain:      one version.
-- Reads:      nothing.
-- Writes:     core.calendar_version.
-- Parameters: calendar_code, version, reason, publish_seq.
-- Rerun:      changes nothing the second time.
UPDATE core.calendar_version SET
    reason = %(reason)s,
    publish_seq = %(publish_seq)s
WHERE calendar_version.calendar_code = %(calendar_code)s AND calendar_version.version = %(version)s
