-- Purpose:    what records that are no case add to the measures: feedback, survey answers, interlinked requests.
-- Grain:      one record, day and measure that is not zero.
-- Reads:      core.feedback, core.survey, core.interlinked, core.procedure, core.unit.
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
    interlinked.counted_as, counted.day, interlinked.unit_id, coalesce(of_group.sector_code, '?'), counted.measure
FROM core.interlinked
CROSS JOIN LATERAL (
    SELECT min(procedure.sector_code) AS sector_code
    FROM core.procedure
    WHERE
        procedure.source_id = interlinked.source_id
        AND procedure.interlinked_group = interlinked.interlinked_group
        AND NOT procedure.is_deleted
) AS of_group
CROSS JOIN LATERAL (
    SELECT
        interlinked.ended_at::date AS ended_on,
        interlinked.partner_status = 5 AS is_completed,
        'interlinked_' || interlinked.interlinked_group AS name
) AS request
CROSS JOIN LATERAL (
    VALUES
    (request.name || '_received', interlinked.received_at::date, TRUE),
    (request.name || '_completed', request.ended_on, request.is_completed),
    (request.name || '_late', request.ended_on, request.is_completed AND request.ended_on > interlinked.due_at::date),
    ('interlinked_refused', request.ended_on, interlinked.partner_status = 6)
) AS counted (measure, day, holds)
WHERE NOT interlinked.is_deleted AND counted.day IS NOT NULL AND counted.holds;
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
