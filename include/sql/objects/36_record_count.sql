-- Purpose:    what records that are no case add to the measures: feedback, survey answers, interlinked requests.
-- Grain:      one record, day and measure that is not zero.
-- Reads:      core.feedback, core.survey, core.procedure, core.unit, core.interlinked_request, core.interlinked_step,
--             core.interlinked_whole, core.is_stopped_unanswered.
-- Writes:     function core.is_satisfied; views core.record_count, mart.survey_day.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
-- They count for the unit that they name, whatever role is asked for.

-- Levels of different scales are never averaged: each scale says for itself what is satisfied (observed forms: five
-- levels from 5 best, three levels from 1 best, letters from A best, a score of 100).
CREATE FUNCTION core.is_satisfied(scale text, level text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT
    CASE scale
        WHEN '5' THEN level IN ('4', '5')
        WHEN '3' THEN level IN ('1', '2')
        WHEN 'ABC' THEN level IN ('A', 'B')
        WHEN 'diem' THEN level ~ '^[0-9]{1,3}([.][0-9]+)?$' AND level::numeric >= 80
    END
$$;
COMMENT ON FUNCTION core.is_satisfied(text, text) IS 'Whether a level means satisfied or very satisfied on its scale; null on a scale that is not known.';

CREATE VIEW core.record_count AS
SELECT
    feedback.counted_as AS case_id, counted.day, feedback.unit_id, '?' AS sector_code, counted.measure
FROM core.feedback
CROSS JOIN LATERAL (
    SELECT
        feedback.answered_at::date AS answered_on,
        coalesce(feedback.likes, 0) AS likes,
        coalesce(feedback.dislikes, 0) AS dislikes
) AS heard
CROSS JOIN LATERAL (
    VALUES
    ('feedback_received', feedback.received_at::date, TRUE),
    ('feedback_answered_in_time', heard.answered_on, heard.answered_on <= feedback.due_at::date),
    ('feedback_answered_late', heard.answered_on, heard.answered_on > feedback.due_at::date),
    ('feedback_rated', heard.answered_on, heard.likes + heard.dislikes > 0),
    ('feedback_satisfied', heard.answered_on, heard.likes + heard.dislikes > 0 AND heard.likes >= heard.dislikes)
) AS counted (measure, day, holds)
WHERE NOT feedback.is_deleted AND counted.day IS NOT NULL AND counted.holds
UNION ALL
SELECT
    survey.counted_as, survey.rated_at::date, survey.unit_id, coalesce(survey.sector_code, '?'), counted.measure
FROM core.survey
CROSS JOIN LATERAL (
    VALUES
    ('survey_answers', TRUE),
    (
        'survey_satisfied',
        core.is_satisfied(survey.scale, survey.level)
    )
) AS counted (measure, holds)
WHERE NOT survey.is_deleted AND survey.criterion = '0' AND coalesce(survey.is_valid, TRUE) AND counted.holds
UNION ALL
SELECT
    request.counted_as,
    counted.day,
    request.unit_id,
    coalesce(of_group.sector_code, request.child_sector_code, '?'),
    counted.measure
FROM core.interlinked_request AS request
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
WHERE counted.day IS NOT NULL AND counted.holds;
COMMENT ON VIEW core.record_count IS 'What feedback, survey answers and interlinked requests add to the measures, one each.';

CREATE VIEW mart.survey_day AS
SELECT
    survey.unit_id,
    unit.unit_code,
    survey.rated_at::date AS day,
    coalesce(survey.sector_code, '?') AS sector_code,
    survey.criterion,
    survey.role,
    count(*)::integer AS answers,
    (count(*) FILTER (WHERE core.is_satisfied(survey.scale, survey.level)))::integer AS satisfied
FROM core.survey
INNER JOIN core.unit ON survey.unit_id = unit.unit_id
WHERE NOT survey.is_deleted AND coalesce(survey.is_valid, TRUE)
GROUP BY survey.unit_id, unit.unit_code, survey.rated_at::date, survey.sector_code, survey.criterion, survey.role;
COMMENT ON VIEW mart.survey_day IS 'Valid answers (phiếu đánh giá) by unit, day, sector, criterion and role of the official; criterion 0 is the overall rating.';
COMMENT ON COLUMN mart.survey_day.criterion IS '0 overall, 1 reception place, 2 staff attitude, 3 processing time, 4 waiting time, 5 dossier requirements.';
COMMENT ON COLUMN mart.survey_day.satisfied IS 'Of these, satisfied or very satisfied on the scale of the form.';
GRANT SELECT ON mart.survey_day TO onestop_reader, onestop_pipeline;
