-- Purpose:    what tells one state of the figures of a period from another: the latest change, how far the figures follow,
--             and the period itself.
-- Grain:      one text.
-- Reads:      audit.measure_state, audit.change, mart.period.
-- Writes:     nothing.
-- Parameters: period_id.
-- Rerun:      the same text until something changed.
SELECT
    jsonb_build_object(
        'change', (SELECT to_jsonb(change) FROM audit.change ORDER BY change.publish_seq DESC LIMIT 1),
        -- How far sources were read moves no figure.
        'measured', to_jsonb(measure_state) - 'data_as_of',
        'period', to_jsonb(period)
    )::text AS figures_state
FROM audit.measure_state
INNER JOIN mart.period ON period.period_id = %(period_id)s
