-- Purpose:    what tells one state of the figures of a period from another: the latest change, how far the figures follow,
--             the period itself, and how many figures the areas have, with the last transaction that wrote one.
-- Grain:      one row.
-- Reads:      audit.measure_state, audit.change, mart.period, mart.figure, mart.area_member.
-- Writes:     nothing.
-- Parameters: period_id, area_ids (array).
-- Rerun:      the same row until something changed.
SELECT
    (SELECT to_jsonb(change) FROM audit.change ORDER BY change.publish_seq DESC LIMIT 1) AS latest_change,
    -- How far sources were read moves no figure.
    to_jsonb(measure_state) - 'data_as_of' AS measured,
    to_jsonb(period) AS period,
    written.figures,
    written.last_written_by
FROM audit.measure_state
INNER JOIN mart.period ON period.period_id = %(period_id)s
CROSS JOIN LATERAL (
    SELECT
        count(*) AS figures,
        max(figure.xmin::text::bigint) AS last_written_by
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
