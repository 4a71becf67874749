-- Purpose:    which periods have other figures of units, or other counts by procedure or duration that figures are made of when
--             they are read.
-- Grain:      one period.
-- Reads:      stored_figure, difference, moved_durations (temporary tables), mart.period, mart.publication.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
-- Generated from include/catalogue/measures.yaml by `make sql`.
WITH published AS MATERIALIZED (
    SELECT period.period_no, period.period_start, period.counted_to
    FROM mart.period
    WHERE
        period.state = 'closed'
        AND EXISTS (SELECT 1 FROM mart.publication WHERE publication.period_id = period.period_id)
)

SELECT DISTINCT stored_figure.period_no FROM stored_figure
WHERE stored_figure.subject_kind = 'unit'
UNION
SELECT published.period_no
FROM published
INNER JOIN difference ON difference.day BETWEEN published.period_start AND published.counted_to
GROUP BY
    published.period_no, difference.receiving_unit_id, difference.responsible_unit_id, difference.holding_unit_id,
    difference.sector_code, difference.procedure_code
HAVING
    sum(difference.received_online) <> 0
    OR sum(difference.received_in_person) <> 0
    OR sum(difference.received_postal) <> 0
    OR sum(difference.payable) <> 0
    OR sum(difference.paid_online) <> 0
    OR sum(difference.received_population_linked) <> 0
UNION
SELECT published.period_no
FROM published
INNER JOIN moved_durations ON moved_durations.day BETWEEN published.period_start AND published.counted_to
GROUP BY
    published.period_no, moved_durations.receiving_unit_id, moved_durations.responsible_unit_id,
    moved_durations.holding_unit_id, moved_durations.sector_code, moved_durations.minutes
HAVING sum(moved_durations.n) <> 0
