-- Purpose:    enter a new version of a calendar.
-- Grain:      one version.
-- Reads:      nothing.
-- Writes:     core.calendar_version.
-- Parameters: calendar_code, version, digest, reason, installed_at.
-- Rerun:      under the publish lock, and only where the content differs, so once.
INSERT INTO core.calendar_version (calendar_code, version, digest, reason, installed_at)
VALUES (%(calendar_code)s, %(version)s, %(digest)s, %(reason)s, %(installed_at)s)
