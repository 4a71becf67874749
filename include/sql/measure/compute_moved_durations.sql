-- Purpose:    the difference of the durations of resolved cases.
-- Grain:      one day, set of units in their roles, sector and number of minutes.
-- Reads:      signed_fact.
-- Writes:     temporary table moved_durations.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE moved_durations ON COMMIT DROP AS
SELECT
    fact.ended_on AS day,
    fact.receiving_unit_id,
    fact.responsible_unit_id,
    fact.last_holder_id AS holding_unit_id,
    fact.sector_code,
    coalesce(fact.processing_minutes, 0) AS minutes,
    sum(fact.sign)::integer AS n
FROM signed_fact AS fact
WHERE fact.is_resolved
GROUP BY
    fact.ended_on, fact.receiving_unit_id, fact.responsible_unit_id, fact.last_holder_id, fact.sector_code,
    coalesce(fact.processing_minutes, 0)
HAVING sum(fact.sign) <> 0
