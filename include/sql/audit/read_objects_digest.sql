-- Purpose:    which text of the replaceable objects was run last.
-- Grain:      no row or one.
-- Reads:      audit.objects_digest.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT digest FROM audit.objects_digest
