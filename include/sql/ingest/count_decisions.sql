-- Purpose:    count the ledger terms that write no row, and how many used records were repaired or flagged.
-- Grain:      one row.
-- Reads:      decision, staging.mark, audit.rule.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
WITH used AS (
    SELECT
        decision.page_no,
        decision.ordinal,
        rule.disposition
    FROM decision
    INNER JOIN staging.mark ON decision.page_no = mark.page_no AND decision.ordinal = mark.ordinal
    INNER JOIN audit.rule ON mark.rule_id = rule.rule_id
    WHERE mark.batch_id = %(batch_id)s AND decision.outcome <> 'quarantined'
)

SELECT
    (SELECT count(*) FROM decision WHERE decision.outcome = 'unchanged') AS unchanged,
    (SELECT count(*) FROM decision WHERE decision.outcome = 'stale') AS stale,
    count(DISTINCT ROW(used.page_no, used.ordinal)) FILTER (WHERE used.disposition = 'repaired') AS repaired,
    count(DISTINCT ROW(used.page_no, used.ordinal)) FILTER (WHERE used.disposition = 'flagged') AS flagged
FROM used
