-- Purpose:    which rules the records of a batch were marked with, and the keys of the first of them.
-- Grain:      one rule that was broken.
-- Reads:      staging.mark, staging.record.
-- Writes:     nothing.
-- Parameters: batch_id, shown (most keys of a rule).
-- Rerun:      reads only.
WITH marked AS (
    SELECT
        mark.rule_id,
        coalesce(record.record_key, mark.page_no || '/' || mark.ordinal) AS record_key,
        row_number() OVER (PARTITION BY mark.rule_id ORDER BY mark.page_no, mark.ordinal) AS place
    FROM staging.mark
    INNER JOIN staging.record
        ON mark.batch_id = record.batch_id AND mark.page_no = record.page_no AND mark.ordinal = record.ordinal
    WHERE mark.batch_id = %(batch_id)s
)

SELECT
    marked.rule_id,
    count(*) AS records,
    array_agg(marked.record_key ORDER BY marked.place) FILTER (WHERE marked.place <= %(shown)s) AS record_keys
FROM marked
GROUP BY marked.rule_id
ORDER BY marked.rule_id
