-- Purpose:    limits of an interlinked case (liên thông) as a whole: its last day, and the window for a supplement.
-- Grain:      one interlinked case.
-- Reads:      core.interlinked_step_limit, core.law_value, core.working_days_between, core.working_days_of,
--             core.day_limit_ends_on.
-- Writes:     functions core.is_stopped_unanswered and core.interlinked_total_ends_on.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE FUNCTION core.is_stopped_unanswered(
    p_calendar_code text, p_asked_at timestamptz, p_ended_at timestamptz, p_day date
) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        coalesce(
            core.working_days_between(p_calendar_code, p_asked_at::date, p_ended_at::date)
            > core.law_value('interlinked_supplement_working_days', p_day)::integer, FALSE
        )
$$;
COMMENT ON FUNCTION core.is_stopped_unanswered IS 'Whether an interlinked case ended after the window that the citizen has for a supplement, and the supplement never came: it was stopped.';

CREATE FUNCTION core.interlinked_total_ends_on(
    p_group_code text, p_calendar_code text, p_day date, p_since timestamptz, p_is_verified boolean,
    p_paused tstzmultirange
) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        core.day_limit_ends_on(
            p_calendar_code,
            p_since,
            known.limit_count::integer + core.working_days_of(p_calendar_code, p_paused),
            TRUE
        )
    FROM core.interlinked_step_limit AS known
    WHERE
        known.group_code = p_group_code
        AND known.step_code = 'total'
        AND known.valid @> p_day
        AND (p_is_verified OR NOT known.with_verification)
    ORDER BY known.with_verification DESC
    LIMIT 1
$$;
COMMENT ON FUNCTION core.interlinked_total_ends_on IS 'The last day of the limit of a whole interlinked case; null: the law has none for what was received on that day.';
