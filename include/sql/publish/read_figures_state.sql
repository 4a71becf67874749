-- Purpose:    what tells one state of the figures of a period from another: the latest change, how far the figures follow,
--             the period itself, and how many figures the areas have, with the last transaction that wrote one.
-- Grain:      one text.
-- Reads:      audit.measure_state, audit.change, mart.period, mart.figure, mart.area_member.
-- Writes:     nothing.
-- Parameters: period_id, area_ids (array).
-- Rerun:      the same text until something changed.
SELECT
    jsonb_build_object(
        'change', (SELECT to_jsonb(change) FROM audit.change ORDER BY change.publish_seq DESC LIMIT 1),
        -- How far sources were read moves no figure.
        'measured', to_jsonb(measure_state) - 'data_as_of',
        'period', to_jsonb(period),
        'figures', written.figures
    )::text AS figures_state
FROM audit.measure_state
INNER JOIN mart.period ON period.period_id = %(period_id)s
CROSS JOIN LATERAL (
    SELECT jsonb_build_array(count(*), max(figure.xmin::text::bigint)) AS figures
    FROM mart.figure
    WHERE
        figure.period_no = period.period_no
        AND (
            (figure.subject_kind = 'area' AND figure.subject_id = ANY(%(area_ids)s))
            OR (
                figure.subject_kind = 'unit'
                AND figure.subject_id IN (
                    SELECT area_member.unit_id FROM mart.area_member WHERE area_member.area_id = ANY(%(area_ids)s)
                )
            )
        )
) AS written
