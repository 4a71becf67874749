-- Purpose:    whether something is to be published, or published and without its page.
-- Grain:      one boolean.
-- Reads:      audit.pending_work.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT EXISTS (
    SELECT 1 FROM audit.pending_work WHERE pending_work.pending_kind IN ('publication', 'page')
)
