-- Purpose:    the life of each case that counts: its end, its history, who had it when, its waits, its due dates.
-- Grain:      one case whose main dossier was received, is no test and no tombstone.
-- Reads:      core.case, core.dossier, core.event, core.procedure, core.interlinked_procedure, core.unit_calendar,
--             core.unit, core.law_rule,
--             core.office_clock, core.passed_on_clock, core.due_after.
-- Writes:     view core.case_life.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
--
-- Everything follows from facts, history before status: a past day is told by what had happened by then, whatever
-- became of the dossier later. An ending that was taken back does not count, the case stayed open (design: end of a case).

CREATE VIEW core.case_life AS
SELECT
    "case".case_id,
    "case".source_id,
    "case".dossier_code,
    dossier.receiving_unit_id,
    coalesce(dossier.responsible_unit_id, dossier.receiving_unit_id) AS responsible_unit_id,
    chain.since AS held_since,
    chain.units AS held_by,
    unit_calendar.calendar_code,
    received_clock.seconds AS received_second,
    coalesce(got_clock.seconds, received_clock.seconds) AS clock_second,
    passed_on_clock.seconds AS passed_on_second,
    clock.begins_at AS clock_begins_at,
    ended_clock.seconds AS ended_second,
    submitted_clock.seconds AS submitted_second,
    coalesce(catalogue.sector_code, dossier.sector_code, '?') AS sector_code,
    coalesce(dossier.procedure_code, '?') AS procedure_code,
    coalesce(catalogue.limit_unit = 'hour', FALSE) AS is_by_hour,
    catalogue.limit_unit,
    catalogue.statutory_limit,
    coalesce(catalogue.has_fee, FALSE) AND NOT coalesce(dossier.is_free, FALSE) AS is_payable,
    coalesce(catalogue.has_result, FALSE) AS has_result,
    coalesce(own_group.group_code, catalogue.interlinked_group) AS interlinked_group,
    own_group.group_code AS own_interlinked_group,
    dossier.channel,
    dossier.submitted_at,
    dossier.received_at,
    dossier.received_on,
    due.original_at AS due_original_at,
    dossier.due_at,
    due.days AS due_days,
    due.moments AS due_moments,
    CASE
        WHEN due.original_at IS NULL AND catalogue.limit_unit IS NOT NULL
            THEN core.due_after(
                unit_calendar.calendar_code, clock.begins_at, catalogue.statutory_limit, catalogue.limit_unit
            )
    END AS limit_ends_at,
    final.ended_at,
    final.ended_at::date AS ended_on,
    CASE
        WHEN final.ended_at IS NULL THEN NULL
        WHEN dossier.status = 3 THEN 'refused'
        WHEN dossier.status = 7 THEN 'withdrawn'
        WHEN dossier.status = 8 THEN 'stopped'
        ELSE 'resolved'
    END AS ending,
    history.steps,
    round.asked_at,
    round.answered_at,
    round.days AS supplement_days,
    wait.days AS payment_days,
    wait.ranges + round.ranges AS waited,
    dossier.extensions,
    dossier.delay_cause,
    dossier.online_payment_code,
    dossier.component_count,
    dossier.digitized_count,
    coalesce(dossier.has_digitized_component, FALSE) OR coalesce(dossier.digitized_count, 0) > 0 AS is_digitized,
    dossier.is_reused,
    dossier.is_from_national_store,
    dossier.is_population_linked,
    dossier.has_result_file,
    dossier.has_electronic_result,
    dossier.has_e_certified_copy
FROM core."case"
INNER JOIN core.dossier
    ON "case".source_id = dossier.source_id AND "case".dossier_code = dossier.dossier_code
LEFT JOIN LATERAL (
    SELECT
        procedure.sector_code,
        procedure.limit_unit,
        procedure.statutory_limit,
        procedure.has_fee,
        procedure.has_result,
        procedure.interlinked_group
    FROM core.procedure
    WHERE
        procedure.source_id = dossier.source_id
        AND procedure.procedure_code = dossier.procedure_code
        AND procedure.valid_from <= dossier.received_on
        AND NOT procedure.is_deleted
    ORDER BY procedure.valid_from DESC
    LIMIT 1
) AS catalogue ON TRUE
-- The groups' own procedures: a dossier of one is an interlinked case, whether a record of it comes or not.
LEFT JOIN LATERAL (
    SELECT interlinked_procedure.group_code
    FROM core.interlinked_procedure
    WHERE
        interlinked_procedure.procedure_code = dossier.procedure_code
        AND interlinked_procedure.valid @> dossier.received_on
    LIMIT 1
) AS own_group ON TRUE
INNER JOIN core.unit_calendar ON dossier.receiving_unit_id = unit_calendar.unit_id
-- The law of the day of reception.
CROSS JOIN LATERAL (
    SELECT
        string_to_array(
            max(law_rule.value) FILTER (WHERE law_rule.rule_code = 'held_over_channels'), ' '
        ) AS held_over_channels,
        string_to_array(
            max(law_rule.value) FILTER (WHERE law_rule.rule_code = 'held_over_procedures'), ' '
        ) AS held_over_procedures,
        max(law_rule.value) FILTER (WHERE law_rule.rule_code = 'outside_clock') AS outside_clock,
        max(law_rule.value) FILTER (WHERE law_rule.rule_code = 'acceptance_clock') AS acceptance_clock
    FROM core.law_rule
    WHERE law_rule.valid @> dossier.received_on
) AS law
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            array_agg(
                ROW(event.happened_at, event.status, event.holding_unit_id, event.source_updated_at)::core.step
                ORDER BY event.happened_at, event.record_key
            ),
            '{}'
        ) AS steps
    FROM core.event
    WHERE
        event.source_id = dossier.source_id
        AND event.dossier_code = dossier.dossier_code
        AND NOT event.is_deleted
        AND event.happened_at >= dossier.received_at
) AS history
-- What is received outside the home area is on the clock of the competent agency, from when that has it: as told, else
-- from the first step that names it, else from the reception. Outside is what another commune is competent for, or what
-- the source tells this moment of.
LEFT JOIN core.unit AS competent
    ON
        law.outside_clock = 'competent'
        AND dossier.responsible_unit_id = competent.unit_id
        AND dossier.responsible_unit_id <> dossier.receiving_unit_id
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN competent.unit_id IS NULL THEN NULL
            WHEN dossier.competent_got_at IS NOT NULL THEN dossier.competent_got_at
            WHEN competent.kind = 'commune'
                THEN (
                    SELECT min(step.happened_at)
                    FROM unnest(history.steps) AS step
                    WHERE step.holding_unit_id = competent.unit_id
                )
        END AS got_at
) AS outside
CROSS JOIN LATERAL (
    SELECT greatest(outside.got_at, dossier.received_at) AS begins_at
) AS clock
-- The end is the date that was sent; where there is none, or one before the reception, the event that ended the
-- dossier: the first of 9 and 10, the last of 3, 7 or 8. An end before the reception that no event corrects counts on
-- the reception day, so that no stock turns negative.
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN dossier.status NOT IN (3, 7, 8, 9, 10) THEN NULL
            WHEN dossier.ended_at >= dossier.received_at THEN dossier.ended_at
            ELSE coalesce(
                (
                    SELECT
                        CASE WHEN dossier.status IN (9, 10) THEN min(step.happened_at) ELSE max(step.happened_at) END
                    FROM unnest(history.steps) AS step
                    WHERE step.status = dossier.status OR (step.status IN (9, 10) AND dossier.status IN (9, 10))
                ),
                CASE WHEN dossier.ended_at IS NOT NULL THEN dossier.received_at END
            )
        END AS ended_at
) AS final
-- Who had it: the receiving unit first, then whom the steps before the end name; the record itself where no step does.
CROSS JOIN LATERAL (
    SELECT
        array_agg(link.since ORDER BY link.place) AS since,
        array_agg(link.unit_id ORDER BY link.place) AS units
    FROM (
        SELECT
            named.*,
            lag(named.unit_id) OVER (ORDER BY named.place) AS before
        FROM (
            SELECT
                0::bigint AS place, dossier.received_at AS since, dossier.receiving_unit_id AS unit_id
            UNION ALL
            SELECT step.place, step.happened_at, step.holding_unit_id
            FROM unnest(history.steps)
                WITH ORDINALITY AS step (happened_at, status, holding_unit_id, told_at, place)
            WHERE step.holding_unit_id IS NOT NULL
            UNION ALL
            SELECT 1, dossier.holding_since, dossier.holding_unit_id
            WHERE
                dossier.holding_unit_id IS NOT NULL
                AND dossier.holding_since >= dossier.received_at
                AND cardinality(history.steps) = 0
        ) AS named
        WHERE named.place = 0 OR final.ended_at IS NULL OR named.since < final.ended_at
    ) AS link
    WHERE link.before IS DISTINCT FROM link.unit_id
) AS chain
-- Supplement rounds as the dossier lists them; where it lists none, as its steps tell.
CROSS JOIN LATERAL (
    SELECT
        array_agg(one.asked_at ORDER BY one.asked_at) AS asked_at,
        array_agg(one.answered_at ORDER BY one.asked_at) AS answered_at,
        coalesce(range_agg(daterange(one.asked_at::date, one.answered_at::date)), '{}') AS days,
        coalesce(range_agg(tstzrange(one.asked_at, one.answered_at)), '{}') AS ranges
    FROM (
        SELECT
            supplement.requested_at AS asked_at,
            -- Never before it was asked. Unanswered it goes on: greatest() would pass over the null.
            CASE
                WHEN supplement.answered_at IS NOT NULL THEN greatest(supplement.answered_at, supplement.requested_at)
            END AS answered_at
        FROM jsonb_to_recordset(dossier.supplements) AS supplement (requested_at timestamptz, answered_at timestamptz)
        WHERE supplement.requested_at IS NOT NULL
        UNION ALL
        SELECT step.happened_at, step.next_at
        FROM (
            SELECT
                told.status,
                told.happened_at,
                lead(told.happened_at) OVER (ORDER BY told.place) AS next_at
            FROM unnest(history.steps)
                WITH ORDINALITY AS told (happened_at, status, holding_unit_id, told_at, place)
        ) AS step
        WHERE step.status = 5 AND dossier.supplements IS NULL
    ) AS one
) AS round
CROSS JOIN LATERAL (
    SELECT
        coalesce(range_agg(daterange(step.happened_at::date, step.next_at::date)), '{}') AS days,
        coalesce(range_agg(tstzrange(step.happened_at, step.next_at)), '{}') AS ranges
    FROM (
        SELECT
            told.status,
            told.happened_at,
            lead(told.happened_at) OVER (ORDER BY told.place) AS next_at
        FROM unnest(history.steps)
            WITH ORDINALITY AS told (happened_at, status, holding_unit_id, told_at, place)
    ) AS step
    WHERE step.status = 6
) AS wait
-- One stretch of days for each due date in force: the first until the first change, each change until the next.
CROSS JOIN LATERAL (
    SELECT
        (array_agg(stretch.due_at ORDER BY stretch.place))[1] AS original_at,
        array_agg(daterange(stretch.first_day, stretch.next_day) ORDER BY stretch.place) AS days,
        array_agg(stretch.due_at ORDER BY stretch.place) AS moments
    FROM (
        SELECT
            step.place,
            CASE WHEN step.place > 1 THEN step.moment::date END AS first_day,
            (lead(step.moment) OVER in_time)::date AS next_day,
            CASE
                WHEN lead(step.moment) OVER in_time IS NULL THEN dossier.due_at
                WHEN step.place = 1 THEN lead(step.due_before) OVER in_time
                ELSE step.due_after
            END AS due_at
        FROM (
            SELECT
                change.moment,
                change.due_before,
                change.due_after,
                row_number() OVER (ORDER BY change.moment NULLS FIRST) AS place
            FROM (
                SELECT NULL::timestamptz AS moment, NULL::timestamptz AS due_before, NULL::timestamptz AS due_after
                UNION ALL
                SELECT answered.answered_at, answered.due_before, answered.due_after
                FROM jsonb_to_recordset(dossier.supplements)
                    AS answered (answered_at timestamptz, due_before timestamptz, due_after timestamptz)
                WHERE answered.answered_at IS NOT NULL AND answered.due_after IS NOT NULL
                UNION ALL
                SELECT apology.apologised_at, apology.due_before, apology.due_after
                FROM jsonb_to_recordset(dossier.extensions)
                    AS apology (apologised_at timestamptz, due_before timestamptz, due_after timestamptz)
                WHERE apology.apologised_at IS NOT NULL AND apology.due_after IS NOT NULL
            ) AS change
        ) AS step
        WINDOW in_time AS (ORDER BY step.place)
    ) AS stretch
) AS due
-- Office seconds passed at a moment: two of them subtracted are a duration in working time.
LEFT JOIN LATERAL core.office_clock(unit_calendar.calendar_code, dossier.received_at) AS received_clock ON TRUE
LEFT JOIN LATERAL core.office_clock(unit_calendar.calendar_code, final.ended_at) AS ended_clock ON TRUE
LEFT JOIN LATERAL core.office_clock(
    unit_calendar.calendar_code, CASE
        WHEN dossier.channel <> 2 THEN NULL
        -- The greater of the two: nobody acknowledges what was not handed in.
        WHEN law.acceptance_clock = 'acknowledged' THEN greatest(dossier.submitted_at, dossier.acknowledged_at)
        ELSE dossier.submitted_at
    END
) AS submitted_clock ON TRUE
LEFT JOIN LATERAL core.office_clock(unit_calendar.calendar_code, outside.got_at) AS got_clock
    ON outside.got_at > dossier.received_at
LEFT JOIN LATERAL core.passed_on_clock(
    unit_calendar.calendar_code,
    CASE WHEN dossier.due_at IS NULL THEN clock.begins_at END,
    coalesce(
        dossier.procedure_code = ANY(law.held_over_procedures)
        OR CASE dossier.channel WHEN 2 THEN 'online' WHEN 3 THEN 'postal' ELSE 'in_person' END
        = ANY(law.held_over_channels),
        FALSE
    )
) AS passed_on_clock ON TRUE
WHERE dossier.received_on IS NOT NULL AND NOT dossier.is_deleted AND NOT dossier.is_test;
COMMENT ON VIEW core.case_life IS 'The life of each case that counts, as its facts tell it.';
