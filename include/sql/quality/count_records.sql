-- Purpose:    how many records of a batch are staged, and how many of them are marked, by the gravest of their marks.
-- Grain:      one row.
-- Reads:      staging.record, staging.mark, audit.rule.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
WITH marked AS (
    SELECT
        bool_or(rule.disposition = 'quarantined') AS is_quarantined,
        bool_or(rule.disposition = 'flagged') AS is_flagged
    FROM staging.mark
    INNER JOIN audit.rule ON mark.rule_id = rule.rule_id
    WHERE mark.batch_id = %(batch_id)s
    GROUP BY mark.page_no, mark.ordinal
)

SELECT
    (SELECT count(*) FROM staging.record WHERE record.batch_id = %(batch_id)s) AS staged,
    count(*) FILTER (WHERE marked.is_quarantined) AS quarantined,
    count(*) FILTER (WHERE NOT marked.is_quarantined AND marked.is_flagged) AS flagged,
    count(*) FILTER (WHERE NOT marked.is_quarantined AND NOT marked.is_flagged) AS repaired
FROM marked
