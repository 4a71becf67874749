-- Purpose:    the landed pages of a batch.
-- Grain:      one page.
-- Reads:      audit.page.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
SELECT
    page.page_no,
    page.path,
    page.page_hash,
    page.records,
    page.as_of
FROM audit.page
WHERE page.batch_id = %(batch_id)s
ORDER BY page.page_no
