-- Purpose:    which survey answers mean satisfied, and answers by day.
-- Grain:      one unit, day, sector, criterion and role.
-- Reads:      core.survey, core.unit.
-- Writes:     function core.is_satisfied; view mart.survey_day.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

-- Levels of different scales are never averaged: each scale says for itself what is satisfied (observed forms: five
-- levels from 5 best, three levels from 1 best, letters from A best, a score of 100).
CREATE OR REPLACE FUNCTION core.is_satisfied(scale text, level text) RETURNS boolean
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

CREATE OR REPLACE VIEW mart.survey_day AS
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
