-- Purpose:    give a build a publish sequence of its own where something was published with the latest one, so that what
--             changes with it can be told from what was published.
-- Grain:      no row or one.
-- Reads:      mart.publication, audit.change.
-- Writes:     audit.change.
-- Parameters: recorded_at.
-- Rerun:      adds nothing the second time, until something is published.
INSERT INTO audit.change (publish_seq, kind, recorded_at)
SELECT
    latest.publish_seq + 1,
    'rebuild',
    %(recorded_at)s
FROM (SELECT max(change.publish_seq) AS publish_seq FROM audit.change) AS latest
WHERE EXISTS (SELECT 1 FROM mart.publication WHERE publication.publish_seq = latest.publish_seq)
