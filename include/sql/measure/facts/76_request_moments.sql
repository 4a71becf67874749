-- Purpose:    what interlinked requests count as: they count on their own, for the unit that they name.
-- Grain:      one measure of a request.
-- Reads:      request, request_step, request_whole.
-- Writes:     temporary table record_moment.
-- Parameters: none.
-- Rerun:      once in a transaction, after the table is made.
INSERT INTO record_moment (case_id, unit_id, sector_code, measure, day)
WITH part AS (
    SELECT
        step.counted_as,
        CASE
            WHEN step.agency IN ('commune', 'police', 'insurance') THEN step.agency ELSE 'other'
        END AS agency,
        (array_agg(step.started_at ORDER BY step.place))[2:] AS again_at,
        CASE WHEN bool_and(step.done_at IS NOT NULL) THEN max(step.done_at)::date END AS done_on,
        bool_or(step.is_late) AS is_late
    FROM request_step AS step
    GROUP BY step.counted_as, step.agency, step.step_code
),

stated AS (
    SELECT outcome.*
    FROM request
    INNER JOIN request_whole AS whole ON request.counted_as = whole.counted_as
    CROSS JOIN LATERAL (
        VALUES
        (request.counted_as, 'interlinked_' || request.interlinked_group || '_received', request.received_on, TRUE),
        (request.counted_as, 'interlinked_' || request.interlinked_group || '_completed', whole.done_on, TRUE),
        (request.counted_as, 'interlinked_' || request.interlinked_group || '_late', whole.done_on, whole.is_late),
        (
            request.counted_as, 'interlinked_refused', request.ended_on,
            request.partner_status = 6 AND request.is_stopped IS NOT TRUE
        ),
        (request.counted_as, 'interlinked_stopped', request.ended_on, request.is_stopped)
    ) AS outcome (counted_as, measure, day, holds)
    UNION ALL
    SELECT part.counted_as, 'interlinked_' || part.agency || kept.suffix, part.done_on, kept.holds
    FROM part
    CROSS JOIN LATERAL (
        VALUES ('_done', TRUE), ('_late', part.is_late)
    ) AS kept (suffix, holds)
    UNION ALL
    -- A step of the commune that is sent again is a correction, not another step.
    SELECT part.counted_as, 'interlinked_reopened', again.at::date, part.agency = 'commune'
    FROM part
    CROSS JOIN LATERAL unnest(part.again_at) AS again (at)
)

SELECT request.counted_as, request.unit_id, request.sector_code, stated.measure, stated.day
FROM stated
INNER JOIN request ON stated.counted_as = request.counted_as
-- Of several requests about the same the earliest counts.
WHERE NOT request.is_repeated AND stated.day IS NOT NULL AND stated.holds
UNION ALL
-- A later one in the same source is a correction, one in another source a copy.
SELECT request.counted_as, request.unit_id, request.sector_code, 'interlinked_reopened', request.received_on
FROM request
WHERE request.is_repeated AND NOT request.is_copy AND request.received_on IS NOT NULL
