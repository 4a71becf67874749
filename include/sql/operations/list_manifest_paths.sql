-- Purpose:    which of some landed files a batch still has in its manifest.
-- Grain:      one file.
-- Reads:      audit.page.
-- Writes:     nothing.
-- Parameters: paths (array).
-- Rerun:      reads only.
SELECT DISTINCT page.path
FROM audit.page
WHERE page.path = ANY(%(paths)s::text[])
