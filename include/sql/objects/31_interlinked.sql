-- Purpose:    interlinked requests (liên thông): which dossiers they are about, and how each step and the whole keep the
--             limits of the law.
-- Grain:      see the comment of each object.
-- Reads:      core.interlinked, core.dossier, core.unit, core.interlinked_procedure, core.unit_calendar,
--             core.working_day, core.office_clock, core.law_rule, core.interlinked_agency,
--             core.interlinked_step_limit, core.outage, core.working_days_between,
--             core.add_working_days.
-- Writes:     functions core.late_agency, core.law_value, core.working_days_of, core.counted_seconds,
--             core.day_limit_ends_on, core.is_stopped_unanswered, core.outage_times, core.interlinked_total_ends_on,
--             core.cases_of_outages, core.interlinked_cases and core.interlinked_attention; views core.valid_outage,
--             core.interlinked_dossier, core.interlinked_request, core.interlinked_step and core.interlinked_whole.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
--
-- Rules are those of the day of reception. Where the law has a limit of a step it counts, whatever date was sent; where
-- it has none, the date that was sent counts.

CREATE FUNCTION core.law_value(p_rule_code text, p_day date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT law_rule.value
    FROM core.law_rule
    WHERE law_rule.rule_code = p_rule_code AND law_rule.valid @> p_day
$$;
COMMENT ON FUNCTION core.law_value IS 'What a rule of law says for what was received on a day; null: the rule does not hold on that day.';

CREATE FUNCTION core.working_days_of(p_calendar_code text, p_ranges tstzmultirange) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(ceil(sum(till.seconds - since.seconds) / 28800.0), 0)::integer
    FROM unnest(p_ranges) AS piece (times)
    CROSS JOIN LATERAL core.office_clock(p_calendar_code, lower(piece.times)) AS since
    CROSS JOIN LATERAL core.office_clock(p_calendar_code, upper(piece.times)) AS till
$$;
COMMENT ON FUNCTION core.working_days_of IS 'Working days that spans of time take from offices, a part of a day being a day: by so many a limit in working days ends later.';

CREATE FUNCTION core.counted_seconds(
    p_calendar_code text, p_hours_rule text, p_since timestamptz, p_until timestamptz, p_pauses tstzmultirange
) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        coalesce(
            sum(
                CASE p_hours_rule
                    WHEN 'office_hours' THEN till.seconds - since.seconds
                    ELSE extract(EPOCH FROM upper(piece.times) - lower(piece.times))
                END
            ), 0
        )::bigint
    FROM (
        SELECT
            tstzmultirange(tstzrange(p_since, greatest(p_since, p_until))) - coalesce(p_pauses, '{}')
            - CASE p_hours_rule
                WHEN 'working_days' THEN (
                    SELECT
                        coalesce(
                            range_agg(tstzrange(working_day.day::timestamptz, (working_day.day + 1)::timestamptz)), '{}'
                        )
                    FROM core.working_day
                    WHERE
                        working_day.is_in_force
                        AND NOT working_day.is_working
                        AND working_day.calendar_code = p_calendar_code
                        AND working_day.day BETWEEN p_since::date AND p_until::date
                )
                ELSE '{}'
            END AS times
    ) AS counted
    CROSS JOIN LATERAL unnest(counted.times) AS piece (times)
    LEFT JOIN LATERAL core.office_clock(p_calendar_code, lower(piece.times)) AS since ON TRUE
    LEFT JOIN LATERAL core.office_clock(p_calendar_code, upper(piece.times)) AS till ON TRUE
$$;
COMMENT ON FUNCTION core.counted_seconds IS 'Seconds of a limit in hours that are used up between two moments, without the pauses. The rule says which hours count: all; working_days (nights count, days off do not); office_hours.';

CREATE FUNCTION core.day_limit_ends_on(
    p_calendar_code text, p_since timestamptz, p_working_days integer, p_after_15 boolean
) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        core.add_working_days(
            p_calendar_code,
            working_day.day,
            p_working_days + (
                p_after_15
                AND working_day.is_working
                AND extract(EPOCH FROM (p_since AT TIME ZONE 'Asia/Ho_Chi_Minh')::time) > working_day.late_after_second
            )::integer
        )
    FROM core.working_day
    WHERE
        working_day.is_in_force
        AND working_day.calendar_code = p_calendar_code
        AND working_day.day = (p_since AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
$$;
COMMENT ON FUNCTION core.day_limit_ends_on IS 'The last day of a limit in working days; where after_15 is true, what came after 15:00 counts from the next working day.';

CREATE VIEW core.valid_outage AS
SELECT DISTINCT ON (outage.system, outage.since)
    outage.*
FROM core.outage
ORDER BY outage.system, outage.since, outage.sheet_id DESC;
COMMENT ON VIEW core.valid_outage IS 'Announced outages as the latest sheet says each; what an earlier one said of the same system and beginning stays in core.outage.';

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

CREATE FUNCTION core.outage_times(p_systems text[], p_day date) RETURNS tstzmultirange
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(range_agg(tstzrange(outage.since, outage.until)), '{}')
    FROM core.valid_outage AS outage
    WHERE
        (p_systems IS NULL OR outage.system = ANY(p_systems))
        AND core.law_value('interlinked_outages', p_day) = 'not_counted'
$$;
COMMENT ON FUNCTION core.outage_times IS 'Announced outages of these systems (null: of any) whose time does not count for interlinked cases received on a day.';

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

CREATE VIEW core.interlinked_dossier AS
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

CREATE FUNCTION core.cases_of_outages(p_sheet_id bigint) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
    WITH spoken_of AS (
        SELECT range_agg(tstzrange(version.since, version.until)) AS times
        FROM core.outage AS told
        -- What an earlier sheet said of the same outage may have counted.
        INNER JOIN core.outage AS version ON told.system = version.system AND told.since = version.since
        WHERE told.sheet_id = p_sheet_id
    )

    SELECT request.counted_as
    FROM spoken_of
    INNER JOIN core.interlinked AS request
        ON spoken_of.times && tstzrange(
            request.received_at,
            CASE WHEN request.ended_at IS NOT NULL THEN greatest(request.received_at, request.ended_at) END,
            '[]'
        )
    UNION
    SELECT dossier.case_id
    FROM spoken_of
    INNER JOIN core.dossier
        ON spoken_of.times && tstzrange(
            dossier.received_at,
            CASE WHEN dossier.ended_at IS NOT NULL THEN greatest(dossier.received_at, dossier.ended_at) END,
            '[]'
        )
    WHERE
        dossier.received_at IS NOT NULL
        AND dossier.procedure_code IN (
            SELECT interlinked_procedure.procedure_code FROM core.interlinked_procedure
        )
$$;
COMMENT ON FUNCTION core.cases_of_outages IS 'Interlinked records and cases that were under way while systems were out, by the outages of a sheet and what was said of them before.';

CREATE VIEW core.interlinked_request AS
SELECT
    request.source_id,
    request.record_key,
    request.counted_as,
    request.interlinked_group,
    request.unit_id,
    unit_calendar.calendar_code,
    child.sector_code AS child_sector_code,
    request.received_at,
    request.received_at::date AS received_on,
    rule.day AS rule_on,
    coalesce(child.received_at, request.received_at) AS accepted_at,
    request.due_at,
    request.ended_at,
    request.partner_status,
    request.steps,
    coalesce(request.asks_identity_card, FALSE) AS asks_identity_card,
    coalesce(request.is_verified, FALSE) AS is_verified,
    wait.ranges AS waited,
    wait.open_since AS unanswered_since,
    earlier.is_copy,
    earlier.is_copy IS NOT NULL AS is_repeated
FROM core.interlinked AS request
INNER JOIN core.unit_calendar ON request.unit_id = unit_calendar.unit_id
-- Who asked for the later rule before its first day has it (Decree 301/2026 Art. 18.1).
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN request.asks_later_rule THEN greatest(
                request.received_at::date,
                (SELECT min(lower(law_rule.valid)) FROM core.law_rule WHERE law_rule.rule_code = 'interlinked_hours')
            )
            ELSE request.received_at::date
        END AS day
) AS rule
LEFT JOIN LATERAL (
    SELECT dossier.received_at, dossier.sector_code, dossier.supplements
    FROM core.interlinked_dossier AS pair
    INNER JOIN core.dossier
        ON pair.dossier_source_id = dossier.source_id AND pair.dossier_code = dossier.dossier_code
    WHERE pair.counted_as = request.counted_as AND NOT dossier.is_deleted
    ORDER BY
        dossier.source_id <> request.source_id, dossier.dossier_code <> request.dossier_code, dossier.source_id,
        dossier.dossier_code
    LIMIT 1
) AS child ON TRUE
-- What the citizen was waited for, as the record lists it; where it lists nothing, as its dossier does.
CROSS JOIN LATERAL (
    SELECT
        coalesce(range_agg(tstzrange(told.since, told.until)), '{}') AS ranges,
        max(told.since) FILTER (WHERE told.is_supplement AND told.until IS NULL) AS open_since
    FROM (
        SELECT
            listed.since,
            -- A confirmation in VNeID takes so many working days at most; then time counts again.
            CASE
                WHEN listed.reason = 'vneid'
                    THEN least(
                        listed.until,
                        (
                            core.add_working_days(
                                unit_calendar.calendar_code,
                                listed.since::date,
                                core.law_value('interlinked_vneid_working_days', rule.day)::integer
                            ) + 1
                        )::timestamptz
                    )
                ELSE listed.until
            END AS until,
            listed.reason = 'supplement' AS is_supplement
        FROM jsonb_to_recordset(request.waits) AS listed (reason text, since timestamptz, until timestamptz)
        UNION ALL
        SELECT asked.requested_at, asked.answered_at, TRUE
        FROM jsonb_to_recordset(child.supplements) AS asked (requested_at timestamptz, answered_at timestamptz)
        WHERE request.waits IS NULL
    ) AS told
    WHERE told.since IS NOT NULL AND (told.until IS NULL OR told.until >= told.since)
) AS wait
-- An earlier record about the same: a copy in another source, or what a correction reopened.
LEFT JOIN LATERAL (
    SELECT bool_or(twin.source_id <> request.source_id) AS is_copy
    FROM (
        SELECT known.*
        FROM core.interlinked AS known
        WHERE known.dossier_code = request.dossier_code
        UNION ALL
        SELECT known.*
        FROM core.interlinked AS known
        WHERE known.request_code = request.request_code
    ) AS twin
    WHERE
        NOT twin.is_deleted
        AND twin.interlinked_group = request.interlinked_group
        AND (twin.source_id = request.source_id OR twin.unit_id = request.unit_id)
        AND (coalesce(twin.received_at, 'infinity'), twin.source_id, twin.record_key)
        < (coalesce(request.received_at, 'infinity'), request.source_id, request.record_key)
) AS earlier ON TRUE
WHERE NOT request.is_deleted;
COMMENT ON VIEW core.interlinked_request IS 'Each interlinked record with what its dossier adds: acceptance, waits for the citizen, the day by which its rules are chosen, and whether an earlier record is about the same.';

CREATE VIEW core.interlinked_step AS
SELECT
    request.source_id,
    request.record_key,
    request.counted_as,
    told.place,
    kind.agency,
    told.step_code,
    told.started_at,
    told.due_at,
    told.done_at,
    step_limit.limit_count,
    step_limit.limit_unit,
    coalesce(told.step_code = 'identity_card', step_limit.is_on_request, FALSE) AS is_on_request,
    pause.ranges AS paused,
    CASE
        WHEN told.done_at IS NULL THEN FALSE
        WHEN step_limit.limit_unit = 'hour' THEN
            core.counted_seconds(
                request.calendar_code,
                core.law_value('interlinked_hours', request.rule_on),
                told.started_at,
                date_trunc('minute', told.done_at),
                pause.ranges
            ) > step_limit.limit_count * 3600
        WHEN step_limit.limit_unit = 'working_day' THEN
            told.done_at::date > core.day_limit_ends_on(
                request.calendar_code,
                told.started_at,
                step_limit.limit_count::integer + core.working_days_of(request.calendar_code, pause.ranges),
                FALSE
            )
        ELSE told.done_at::date > told.due_at::date
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
) AS told
LEFT JOIN LATERAL (
    SELECT interlinked_agency.agency, interlinked_agency.systems
    FROM core.interlinked_agency
    CROSS JOIN LATERAL unnest(interlinked_agency.words) AS word (part)
    WHERE position(word.part IN lower(told.agency)) > 0
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
        AND (known.step_code = told.step_code OR NOT known.is_on_request OR request.asks_identity_card)
    ORDER BY
        coalesce(known.step_code = told.step_code, FALSE) DESC,
        CASE WHEN told.step_code IS NOT NULL THEN known.with_verification END DESC,
        CASE known.limit_unit WHEN 'hour' THEN known.limit_count / 24 ELSE known.limit_count END DESC
    LIMIT 1
) AS step_limit ON TRUE
CROSS JOIN LATERAL (
    SELECT
        (request.waited + core.outage_times(coalesce(kind.systems, '{}'), request.rule_on))
        * tstzmultirange(tstzrange(told.started_at, greatest(told.started_at, told.done_at))) AS ranges
) AS pause;
COMMENT ON VIEW core.interlinked_step IS 'Each step of an interlinked request as its limit judges it: by hours, by working days, or by the date that was sent where the law has no limit. A step that is not done is not late yet.';
COMMENT ON COLUMN core.interlinked_step.started_at IS 'When the agency got it; else when the step before was done, or the request was accepted.';

CREATE VIEW core.interlinked_whole AS
SELECT
    request.counted_as,
    whole.done_at,
    coalesce(
        whole.done_at::date > coalesce(
            core.interlinked_total_ends_on(
                request.interlinked_group, request.calendar_code, request.rule_on, request.accepted_at,
                request.is_verified, whole.paused
            ),
            request.due_at::date
        ), FALSE
    ) AS is_late,
    late.agencies AS late_agencies
FROM core.interlinked_request AS request
CROSS JOIN LATERAL (
    SELECT
        range_agg(piece.times) AS paused,
        array_agg(DISTINCT step.agency) FILTER (WHERE step.is_late) AS agencies,
        max(step.done_at) FILTER (WHERE NOT step.is_on_request) AS done_at,
        bool_or(step.is_on_request) AS has_more
    FROM core.interlinked_step AS step
    LEFT JOIN LATERAL unnest(step.paused) AS piece (times) ON TRUE
    WHERE step.counted_as = request.counted_as
) AS late
-- What is carried out on request only lies outside the whole.
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN request.partner_status <> 5 OR request.ended_at IS NULL THEN NULL
            WHEN late.has_more THEN coalesce(late.done_at, request.ended_at)
            ELSE request.ended_at
        END AS done_at,
        coalesce(
            late.paused,
            (request.waited + core.outage_times(NULL, request.rule_on))
            * tstzmultirange(tstzrange(request.accepted_at, greatest(request.accepted_at, request.ended_at)))
        ) AS paused
) AS whole;
COMMENT ON VIEW core.interlinked_whole IS 'When the whole of an interlinked request was done, without what is carried out on request only, whether that was late, and which agencies were late with their steps.';

CREATE FUNCTION core.late_agency(p_case_id uuid, p_late_on date, p_holding_unit_id integer) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        coalesce(
            (
                SELECT coalesce(step.agency, 'other')
                FROM core.interlinked_dossier AS pair
                INNER JOIN core.interlinked_step AS step ON pair.counted_as = step.counted_as
                WHERE
                    pair.case_id = p_case_id
                    AND NOT pair.is_deleted
                    AND (step.done_at IS NULL OR step.done_at::date >= p_late_on)
                ORDER BY step.place
                LIMIT 1
            ),
            (
                SELECT CASE WHEN unit.kind = 'commune' THEN 'commune' ELSE 'other' END
                FROM core.unit
                WHERE unit.unit_id = p_holding_unit_id
            )
        )
    WHERE
        EXISTS (
            SELECT 1
            FROM core.interlinked_dossier AS pair
            WHERE pair.case_id = p_case_id AND NOT pair.is_deleted
        )
        OR EXISTS (
            SELECT 1
            FROM core.dossier
            INNER JOIN core.interlinked_procedure
                ON
                    dossier.procedure_code = interlinked_procedure.procedure_code
                    AND interlinked_procedure.valid @> dossier.received_on
            WHERE dossier.case_id = p_case_id
        )
$$;
COMMENT ON FUNCTION core.late_agency IS 'Which kind of agency had an interlinked case on the day on which it became late: by its first step that was not done before, else by the unit that had the dossier; null: the case is not interlinked.';

CREATE FUNCTION core.interlinked_cases() RETURNS SETOF uuid
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

-- Of one case, for alerts: by the record about it, else by its own dates. The caller has read its life already.
CREATE FUNCTION core.interlinked_attention(
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
