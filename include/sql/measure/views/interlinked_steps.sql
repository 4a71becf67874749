-- Purpose:    how each step of an interlinked request keeps the limits of the law.
-- Grain:      one step of an interlinked record.
-- Reads:      core.counted_seconds, core.day_limit_ends_on, core.interlinked_agency, core.interlinked_request,
--             core.interlinked_step_limit, core.law_value, core.outage_times, core.working_days_of.
-- Writes:     view core.interlinked_step.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.
--
-- Rules are those of the day of reception. Where the law has a limit of a step it counts, whatever date was sent; where
-- it has none, the date that was sent counts.

CREATE OR REPLACE VIEW core.interlinked_step AS
SELECT
    request.source_id,
    request.record_key,
    request.counted_as,
    stated.place,
    kind.agency,
    stated.step_code,
    stated.started_at,
    stated.due_at,
    stated.done_at,
    step_limit.limit_count,
    step_limit.limit_unit,
    coalesce(stated.step_code = 'identity_card', step_limit.is_on_request, FALSE) AS is_on_request,
    pause.ranges AS paused,
    CASE
        WHEN stated.done_at IS NULL THEN FALSE
        WHEN step_limit.limit_unit = 'hour' THEN
            core.counted_seconds(
                request.calendar_code,
                core.law_value('interlinked_hours', request.rule_on),
                stated.started_at,
                date_trunc('minute', stated.done_at),
                pause.ranges
            ) > step_limit.limit_count * 3600
        WHEN step_limit.limit_unit = 'working_day' THEN
            stated.done_at::date > core.day_limit_ends_on(
                request.calendar_code,
                stated.started_at,
                step_limit.limit_count::integer + core.working_days_of(request.calendar_code, pause.ranges),
                FALSE
            )
        ELSE stated.done_at::date > stated.due_at::date
    END AS is_late
FROM core.interlinked_request AS request
CROSS JOIN LATERAL (
    SELECT
        listed.place,
        read.agency,
        read.step_code,
        read.due_at,
        read.done_at,
        coalesce(read.received_at, lag(read.done_at) OVER (ORDER BY listed.place), request.accepted_at) AS started_at
    FROM jsonb_array_elements(request.steps) WITH ORDINALITY AS listed (entry, place)
    CROSS JOIN LATERAL (
        SELECT
            listed.entry ->> 'agency' AS agency,
            listed.entry ->> 'step' AS step_code,
            (listed.entry ->> 'received_at')::timestamptz AS received_at,
            (listed.entry ->> 'due_at')::timestamptz AS due_at,
            (listed.entry ->> 'done_at')::timestamptz AS done_at
    ) AS read
) AS stated
LEFT JOIN LATERAL (
    SELECT interlinked_agency.agency, interlinked_agency.systems
    FROM core.interlinked_agency
    CROSS JOIN LATERAL unnest(interlinked_agency.words) AS word (part)
    WHERE position(word.part IN lower(stated.agency)) > 0
    ORDER BY interlinked_agency.ordinal
    LIMIT 1
) AS kind ON TRUE
-- Of a step that does not say which it is, the longest limit of its agency: nobody is called late who may not be.
LEFT JOIN LATERAL (
    SELECT known.limit_count, known.limit_unit, known.is_on_request
    FROM core.interlinked_step_limit AS known
    WHERE
        known.group_code = request.interlinked_group
        AND known.agency = kind.agency
        AND known.valid @> request.rule_on
        AND (request.is_verified OR NOT known.with_verification)
        AND (known.step_code = stated.step_code OR NOT known.is_on_request OR request.asks_identity_card)
    ORDER BY
        coalesce(known.step_code = stated.step_code, FALSE) DESC,
        CASE WHEN stated.step_code IS NOT NULL THEN known.with_verification END DESC,
        CASE known.limit_unit WHEN 'hour' THEN known.limit_count / 24 ELSE known.limit_count END DESC
    LIMIT 1
) AS step_limit ON TRUE
CROSS JOIN LATERAL (
    SELECT
        (request.waited + core.outage_times(coalesce(kind.systems, '{}'), request.rule_on))
        * tstzmultirange(tstzrange(stated.started_at, greatest(stated.started_at, stated.done_at))) AS ranges
) AS pause;
COMMENT ON VIEW core.interlinked_step IS 'Each step of an interlinked request as its limit judges it: by hours, by working days, or by the date that was sent where the law has no limit. A step that is not done is not late yet.';
COMMENT ON COLUMN core.interlinked_step.started_at IS 'When the agency got it; else when the step before was done, or the request was accepted.';
