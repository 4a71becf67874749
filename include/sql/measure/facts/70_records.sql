-- Purpose:    what feedback and survey answers count as: they count on their own, for the unit that they name.
-- Grain:      one measure of a record.
-- Reads:      touched_case, core.feedback, core.survey, core.is_satisfied.
-- Writes:     temporary table record_moment.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE record_moment ON COMMIT DROP AS
SELECT
    feedback.counted_as AS case_id,
    feedback.unit_id,
    '?' AS sector_code,
    counted.measure,
    counted.day
FROM touched_case
-- One by one, by index: joined, the planner may read all records that there are.
CROSS JOIN LATERAL (
    SELECT known.*
    FROM core.feedback AS known
    WHERE known.counted_as = touched_case.case_id AND NOT known.is_deleted
    OFFSET 0
) AS feedback
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
WHERE counted.day IS NOT NULL AND counted.holds
UNION ALL
SELECT
    survey.counted_as,
    survey.unit_id,
    coalesce(survey.sector_code, '?'),
    counted.measure,
    survey.rated_at::date
FROM touched_case
CROSS JOIN LATERAL (
    SELECT known.*
    FROM core.survey AS known
    WHERE
        known.counted_as = touched_case.case_id
        AND NOT known.is_deleted
        AND known.criterion = '0'
        AND coalesce(known.is_valid, TRUE)
    OFFSET 0
) AS survey
CROSS JOIN LATERAL (
    VALUES
    ('survey_answers', TRUE),
    ('survey_satisfied', core.is_satisfied(survey.scale, survey.level))
) AS counted (measure, holds)
WHERE counted.holds
