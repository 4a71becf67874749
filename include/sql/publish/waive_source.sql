-- Purpose:    let a period be published without a source.
-- Grain:      one source and period.
-- Reads:      nothing.
-- Writes:     audit.source_waiver.
-- Parameters: connection_name, period_id, reason, waived_by_post, waived_at.
-- Rerun:      keeps the first waiver.
INSERT INTO audit.source_waiver (connection_name, period_id, reason, waived_by_post, waived_at)
VALUES (%(connection_name)s, %(period_id)s, %(reason)s, %(waived_by_post)s, %(waived_at)s)
ON CONFLICT (connection_name, period_id) DO NOTHING
