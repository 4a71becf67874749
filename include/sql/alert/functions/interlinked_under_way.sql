-- Purpose:    what time is left of an interlinked case that is under way, for alerts.
-- Grain:      one case.
-- Reads:      core.counted_seconds, core.interlinked_agency, core.interlinked_dossier, core.interlinked_request,
--             core.interlinked_step, core.interlinked_step_limit, core.law_value, core.outage_times.
-- Writes:     function core.interlinked_attention.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

-- The caller has read the case already.
CREATE OR REPLACE FUNCTION core.interlinked_attention(
    p_case_id uuid,
    p_own_interlinked_group text,
    p_calendar_code text,
    p_received_at timestamptz,
    p_received_on date,
    p_waited tstzmultirange,
    p_as_of timestamptz
) RETURNS TABLE (rule_on date, hours_left numeric, commune_is_done boolean)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT
        known.rule_on,
        CASE
            WHEN step_limit.limit_unit = 'hour' AND known.done_at IS NULL THEN
                step_limit.limit_count - core.counted_seconds(
                    p_calendar_code,
                    core.law_value('interlinked_hours', known.rule_on),
                    known.started_at,
                    date_trunc('minute', p_as_of),
                    p_waited + known.waited + core.outage_times(
                        (
                            SELECT interlinked_agency.systems
                            FROM core.interlinked_agency
                            WHERE interlinked_agency.agency = 'commune'
                        ),
                        known.rule_on
                    )
                ) / 3600.0
        END,
        known.done_at IS NOT NULL
    FROM (
        (
            SELECT
                1 AS place,
                request.rule_on,
                request.interlinked_group,
                request.is_verified,
                request.waited,
                coalesce(commune.started_at, request.accepted_at) AS started_at,
                commune.done_at
            FROM core.interlinked_dossier AS pair
            INNER JOIN core.interlinked_request AS request ON pair.counted_as = request.counted_as
            LEFT JOIN LATERAL (
                SELECT step.started_at, step.done_at
                FROM core.interlinked_step AS step
                WHERE step.counted_as = request.counted_as AND step.agency = 'commune'
                ORDER BY step.place DESC
                LIMIT 1
            ) AS commune ON TRUE
            WHERE pair.case_id = p_case_id
            ORDER BY request.received_at DESC, request.source_id, request.record_key
            LIMIT 1
        )
        UNION ALL
        SELECT
            2, p_received_on, p_own_interlinked_group, FALSE, '{}', p_received_at, NULL
        WHERE p_own_interlinked_group IS NOT NULL
    ) AS known
    LEFT JOIN LATERAL (
        SELECT applied.limit_count, applied.limit_unit
        FROM core.interlinked_step_limit AS applied
        WHERE
            applied.group_code = known.interlinked_group
            AND applied.agency = 'commune'
            AND applied.valid @> known.rule_on
            AND (known.is_verified OR NOT applied.with_verification)
        ORDER BY applied.with_verification DESC
        LIMIT 1
    ) AS step_limit ON TRUE
    ORDER BY known.place
    LIMIT 1
$$;
COMMENT ON FUNCTION core.interlinked_attention IS 'Of an interlinked case that is under way: the day by which its rules are chosen, the hours that the commune has left for its step (below zero: none), and whether its step is done; no row: the case is not interlinked.';
