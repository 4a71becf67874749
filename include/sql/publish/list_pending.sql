-- Purpose:    what is to be published now, oldest period first, so that each finds the ranks of the period before.
-- Grain:      one publication.
-- Reads:      audit.pending_publication.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    pending_publication.kind,
    pending_publication.area_id,
    pending_publication.area_code,
    pending_publication.period_id,
    pending_publication.scheme_code,
    pending_publication.scheme_version
FROM audit.pending_publication
ORDER BY pending_publication.period_end, pending_publication.area_code, pending_publication.scheme_code
