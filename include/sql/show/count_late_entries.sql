-- Purpose:    how many figures were entered after the version that stands of a ranking was published.
-- Grain:      one publication that has any.
-- Reads:      mart.late_entry.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    late_entry.publication_id,
    count(*)::integer AS late
FROM mart.late_entry
GROUP BY late_entry.publication_id
ORDER BY late_entry.publication_id
