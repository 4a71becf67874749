-- Purpose:    store the durations of all resolved cases, when everything was counted again and the former ones are gone.
-- Grain:      one day, set of units in their roles, sector and number of minutes.
-- Reads:      core.case_fact, audit.measure_state.
-- Writes:     core.duration_count.
-- Parameters: none.
-- Rerun:      refused, the rows are there; it runs once in the transaction that deletes the former durations.
INSERT INTO core.duration_count (
    day, receiving_unit_id, responsible_unit_id, holding_unit_id, sector_code, minutes, n
)
SELECT
    fact.ended_on,
    fact.receiving_unit_id,
    fact.responsible_unit_id,
    fact.last_holder_id,
    fact.sector_code,
    coalesce(fact.processing_minutes, 0),
    count(*)
FROM core.case_fact AS fact
INNER JOIN audit.measure_state ON fact.build = measure_state.build
WHERE fact.is_resolved
GROUP BY
    fact.ended_on, fact.receiving_unit_id, fact.responsible_unit_id, fact.last_holder_id, fact.sector_code,
    coalesce(fact.processing_minutes, 0)
