-- Purpose:    what interlinked requests (liên thông) count as: they count on their own, for the unit that they name.
-- Grain:      one measure of a request.
-- Reads:      touched_request, core.procedure, core.interlinked_request, core.interlinked_step, core.interlinked_whole,
--             core.is_stopped_unanswered.
-- Writes:     temporary table record_moment.
-- Parameters: none.
-- Rerun:      once in a transaction, after the table is made.
INSERT INTO record_moment (case_id, unit_id, sector_code, measure, day)
SELECT
    request.counted_as,
    request.unit_id,
    coalesce(of_group.sector_code, request.child_sector_code, '?'),
    counted.measure,
    counted.day
FROM touched_request
INNER JOIN core.interlinked_request AS request ON touched_request.counted_as = request.counted_as
CROSS JOIN LATERAL (
    SELECT min(procedure.sector_code) AS sector_code
    FROM core.procedure
    WHERE
        procedure.source_id = request.source_id
        AND procedure.interlinked_group = request.interlinked_group
        AND NOT procedure.is_deleted
) AS of_group
CROSS JOIN LATERAL (
    SELECT
        request.ended_at::date AS ended_on,
        'interlinked_' || request.interlinked_group AS name,
        -- The window that the citizen has is over, and nothing came.
        request.partner_status = 6
        AND core.is_stopped_unanswered(
            request.calendar_code, request.unanswered_since, request.ended_at, request.rule_on
        ) AS is_stopped
) AS outcome
CROSS JOIN LATERAL (
    SELECT
        (outcome.name || '_received') AS measure,
        request.received_on AS day,
        NOT request.is_repeated AS holds
    UNION ALL
    SELECT 'interlinked_reopened', request.received_on, request.is_repeated AND NOT request.is_copy
    UNION ALL
    SELECT told.measure, told.day, told.holds AND NOT request.is_repeated
    FROM core.interlinked_whole AS whole
    CROSS JOIN LATERAL (
        VALUES
        (outcome.name || '_completed', whole.done_at::date, TRUE),
        (outcome.name || '_late', whole.done_at::date, whole.is_late)
    ) AS told (measure, day, holds)
    WHERE whole.counted_as = request.counted_as
    UNION ALL
    SELECT told.measure, told.day, told.holds AND NOT request.is_repeated
    FROM (
        VALUES
        ('interlinked_refused', outcome.ended_on, request.partner_status = 6 AND outcome.is_stopped IS NOT TRUE),
        ('interlinked_stopped', outcome.ended_on, outcome.is_stopped)
    ) AS told (measure, day, holds)
    UNION ALL
    SELECT told.measure, told.day, told.holds AND NOT request.is_repeated
    FROM (
        SELECT
            CASE
                WHEN step.agency IN ('commune', 'police', 'insurance') THEN step.agency ELSE 'other'
            END AS agency,
            (array_agg(step.started_at ORDER BY step.place))[2:] AS again_at,
            CASE WHEN bool_and(step.done_at IS NOT NULL) THEN max(step.done_at)::date END AS done_on,
            bool_or(step.is_late) AS is_late
        FROM core.interlinked_step AS step
        WHERE step.counted_as = request.counted_as
        GROUP BY step.agency, step.step_code
    ) AS part
    CROSS JOIN LATERAL (
        SELECT 'interlinked_' || part.agency || '_done', part.done_on, TRUE
        UNION ALL
        SELECT 'interlinked_' || part.agency || '_late', part.done_on, part.is_late
        UNION ALL
        -- A step of the commune that is told again is a correction, not another step.
        SELECT 'interlinked_reopened', again.at::date, part.agency = 'commune'
        FROM unnest(part.again_at) AS again (at)
    ) AS told (measure, day, holds)
) AS counted
WHERE counted.day IS NOT NULL AND counted.holds
