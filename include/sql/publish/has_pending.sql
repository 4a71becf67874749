-- Purpose:    whether something is to be published or looked at, or was published and has no page.
-- Grain:      one boolean.
-- Reads:      audit.publications_due, audit.pending_work.
-- Writes:     nothing.
-- Parameters: clock_on (day of the business clock).
-- Rerun:      reads only.
SELECT
    EXISTS (SELECT 1 FROM audit.publications_due(%(clock_on)s))
    OR EXISTS (SELECT 1 FROM audit.pending_work WHERE pending_work.pending_kind = 'page') AS is_pending
