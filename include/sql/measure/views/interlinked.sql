-- Purpose:    limits of an interlinked case (liên thông) as a whole; which dossiers an interlinked record is about, and all
--             that a change of its rules can move.
-- Grain:      see the comment of each object.
-- Reads:      core.day_limit_ends_on, core.dossier, core.interlinked, core.interlinked_procedure,
--             core.interlinked_step_limit, core.law_value, core.working_days_between, core.working_days_of.
-- Writes:     functions core.is_stopped_unanswered, core.interlinked_total_ends_on and core.interlinked_cases; view
--             core.interlinked_dossier.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION core.is_stopped_unanswered(
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

CREATE OR REPLACE FUNCTION core.interlinked_total_ends_on(
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

CREATE OR REPLACE VIEW core.interlinked_dossier AS
SELECT
    request.source_id, request.record_key, request.counted_as, request.is_deleted,
    dossier.source_id AS dossier_source_id, dossier.dossier_code, dossier.case_id
FROM core.interlinked AS request
INNER JOIN core.dossier ON request.dossier_code = dossier.dossier_code
WHERE
    request.source_id = dossier.source_id
    OR request.unit_id IN (dossier.receiving_unit_id, dossier.responsible_unit_id)
UNION ALL
SELECT
    request.source_id, request.record_key, request.counted_as, request.is_deleted,
    dossier.source_id AS dossier_source_id, dossier.dossier_code, dossier.case_id
FROM core.interlinked AS request
INNER JOIN core.dossier ON request.request_code = dossier.dossier_code
WHERE
    request.source_id = dossier.source_id
    OR request.unit_id IN (dossier.receiving_unit_id, dossier.responsible_unit_id)
UNION ALL
SELECT
    request.source_id, request.record_key, request.counted_as, request.is_deleted,
    dossier.source_id AS dossier_source_id, dossier.dossier_code, dossier.case_id
FROM core.interlinked AS request
INNER JOIN core.dossier ON request.request_code = dossier.other_code
WHERE
    request.source_id = dossier.source_id
    OR request.unit_id IN (dossier.receiving_unit_id, dossier.responsible_unit_id);
COMMENT ON VIEW core.interlinked_dossier IS 'Which dossiers an interlinked record is about: it names the code, or they have the same code; of another source only where the unit is the same. A pair may be there more than once.';

CREATE OR REPLACE FUNCTION core.interlinked_cases() RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
    SELECT request.counted_as
    FROM core.interlinked AS request
    UNION
    SELECT pair.case_id
    FROM core.interlinked_dossier AS pair
    UNION
    SELECT dossier.case_id
    FROM core.dossier
    WHERE
        dossier.procedure_code IN (
            SELECT interlinked_procedure.procedure_code FROM core.interlinked_procedure
        )
$$;
COMMENT ON FUNCTION core.interlinked_cases IS 'Every interlinked record and case: all that a change of the limits and rules of interlinked groups can move.';
