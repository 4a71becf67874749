-- Purpose:    what each case adds to the measures, from facts alone and never from the clock.
-- Grain:      one row a case, basis, unit, day and sector on which something happens.
-- Reads:      core.case, core.dossier, core.event, core.procedure.
-- Writes:     view core.case_contribution, the only definition of what a case counts as.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
--
-- A case is open on every day from its reception to the day before its end. Its open days are cut into
-- paused ones (a supplement is asked for and not yet answered) and, by the due date in force, into no_due_date,
-- within and overdue ones. Entering overdue may therefore lie in the future. Flows and the ends of these
-- stretches become rows by day. Procedures in days compare dates; procedures in hours compare minutes, at the
-- end of the case and at 24:00 of a day (design: boundaries; form II.06a/VPCP/KSTT columns 3 to 13).

CREATE VIEW core.case_contribution AS
SELECT
    "case".case_id,
    'receiving'::text AS basis,
    dossier.receiving_unit_id AS unit_id,
    counted.day,
    life.sector_code,
    counted.received_in_person,
    counted.received_online,
    counted.received_postal,
    counted.resolved_early,
    counted.resolved_on_time,
    counted.resolved_overdue,
    counted.resolved_no_due_date,
    counted.withdrawn,
    counted.refused,
    counted.stopped,
    0::smallint AS transferred_in,
    0::smallint AS transferred_out,
    counted.within_enter,
    counted.within_leave,
    counted.overdue_enter,
    counted.overdue_leave,
    counted.no_due_date_enter,
    counted.no_due_date_leave,
    counted.paused_enter,
    counted.paused_leave
FROM core."case"
INNER JOIN core.dossier
    ON "case".source_id = dossier.source_id AND "case".dossier_code = dossier.dossier_code
LEFT JOIN LATERAL (
    SELECT
        procedure.sector_code,
        procedure.limit_unit
    FROM core.procedure
    WHERE
        procedure.source_id = dossier.source_id
        AND procedure.procedure_code = dossier.procedure_code
        AND procedure.valid_from <= dossier.received_on
        AND NOT procedure.is_deleted
    ORDER BY procedure.valid_from DESC
    LIMIT 1
) AS catalogue ON TRUE
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
                        CASE WHEN dossier.status IN (9, 10) THEN min(event.happened_at) ELSE max(event.happened_at) END
                    FROM core.event
                    WHERE
                        event.source_id = dossier.source_id
                        AND event.dossier_code = dossier.dossier_code
                        AND NOT event.is_deleted
                        AND event.happened_at >= dossier.received_at
                        AND (event.status = dossier.status OR (event.status IN (9, 10) AND dossier.status IN (9, 10)))
                ),
                CASE WHEN dossier.ended_at IS NOT NULL THEN dossier.received_at END
            )
        END AS ended_at
) AS final
CROSS JOIN LATERAL (
    SELECT
        coalesce(catalogue.sector_code, dossier.sector_code, '?') AS sector_code,
        coalesce(catalogue.limit_unit = 'hour', FALSE) AS is_by_hour,
        final.ended_at::date AS ended_on
    WHERE dossier.received_on IS NOT NULL AND NOT dossier.is_deleted AND NOT dossier.is_test
) AS life
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN life.ended_on IS NULL THEN NULL
            WHEN dossier.status = 3 THEN 'refused'
            WHEN dossier.status = 7 THEN 'withdrawn'
            WHEN dossier.status = 8 THEN 'stopped'
            WHEN dossier.due_at IS NULL THEN 'resolved_no_due_date'
            WHEN life.is_by_hour THEN CASE
                WHEN date_trunc('minute', final.ended_at) < date_trunc('minute', dossier.due_at) THEN 'resolved_early'
                WHEN date_trunc('minute', final.ended_at) = date_trunc('minute', dossier.due_at) THEN 'resolved_on_time'
                ELSE 'resolved_overdue'
            END
            WHEN life.ended_on < dossier.due_at::date THEN 'resolved_early'
            WHEN life.ended_on = dossier.due_at::date THEN 'resolved_on_time'
            ELSE 'resolved_overdue'
        END AS outcome,
        daterange(dossier.received_on, life.ended_on) AS open_days
) AS ending
CROSS JOIN LATERAL (
    SELECT coalesce(range_agg(daterange(round.asked_on, round.answered_on)), '{}'::datemultirange) AS days
    FROM (
        SELECT
            supplement.requested_at::date AS asked_on,
            -- Unanswered: null, the pause goes on. (greatest() would pass over the null.)
            CASE
                WHEN supplement.answered_at IS NOT NULL
                    THEN greatest(supplement.answered_at::date, supplement.requested_at::date)
            END AS answered_on
        FROM jsonb_to_recordset(dossier.supplements) AS supplement (requested_at timestamptz, answered_at timestamptz)
        WHERE supplement.requested_at IS NOT NULL
    ) AS round
) AS pause
CROSS JOIN LATERAL (
    SELECT
        happened.day,
        (count(*) FILTER (WHERE happened.what = 'received_in_person'))::smallint AS received_in_person,
        (count(*) FILTER (WHERE happened.what = 'received_online'))::smallint AS received_online,
        (count(*) FILTER (WHERE happened.what = 'received_postal'))::smallint AS received_postal,
        (count(*) FILTER (WHERE happened.what = 'resolved_early'))::smallint AS resolved_early,
        (count(*) FILTER (WHERE happened.what = 'resolved_on_time'))::smallint AS resolved_on_time,
        (count(*) FILTER (WHERE happened.what = 'resolved_overdue'))::smallint AS resolved_overdue,
        (count(*) FILTER (WHERE happened.what = 'resolved_no_due_date'))::smallint AS resolved_no_due_date,
        (count(*) FILTER (WHERE happened.what = 'withdrawn'))::smallint AS withdrawn,
        (count(*) FILTER (WHERE happened.what = 'refused'))::smallint AS refused,
        (count(*) FILTER (WHERE happened.what = 'stopped'))::smallint AS stopped,
        (count(*) FILTER (WHERE happened.what = 'within_enter'))::smallint AS within_enter,
        (count(*) FILTER (WHERE happened.what = 'within_leave'))::smallint AS within_leave,
        (count(*) FILTER (WHERE happened.what = 'overdue_enter'))::smallint AS overdue_enter,
        (count(*) FILTER (WHERE happened.what = 'overdue_leave'))::smallint AS overdue_leave,
        (count(*) FILTER (WHERE happened.what = 'no_due_date_enter'))::smallint AS no_due_date_enter,
        (count(*) FILTER (WHERE happened.what = 'no_due_date_leave'))::smallint AS no_due_date_leave,
        (count(*) FILTER (WHERE happened.what = 'paused_enter'))::smallint AS paused_enter,
        (count(*) FILTER (WHERE happened.what = 'paused_leave'))::smallint AS paused_leave
    FROM (
        SELECT
            dossier.received_on AS day,
            CASE dossier.channel
                WHEN 2 THEN 'received_online' WHEN 3 THEN 'received_postal' ELSE 'received_in_person'
            END AS what
        UNION ALL
        SELECT life.ended_on, ending.outcome
        WHERE ending.outcome IS NOT NULL
        UNION ALL
        SELECT edge.day, stretch.state || edge.suffix
        FROM (
            SELECT 'paused' AS state, datemultirange(ending.open_days) * pause.days AS days
            UNION ALL
            SELECT
                cut.state,
                datemultirange(ending.open_days) * datemultirange(due.days) * datemultirange(cut.days) - pause.days
            FROM (
                -- One stretch for each due date in force: the first until the first change, each change until the next.
                SELECT
                    daterange(
                        CASE WHEN step.place > 1 THEN step.moment::date END,
                        (lead(step.moment) OVER in_time)::date
                    ) AS days,
                    CASE
                        WHEN lead(step.moment) OVER in_time IS NULL THEN dossier.due_at
                        WHEN step.place = 1 THEN lead(step.due_before) OVER in_time
                        ELSE step.due_after
                    END AS due_at
                FROM (
                    SELECT
                        change.moment, change.due_before, change.due_after,
                        row_number() OVER (ORDER BY change.moment NULLS FIRST) AS place
                    FROM (
                        SELECT NULL::timestamptz AS moment, NULL::timestamptz AS due_before, NULL::timestamptz AS due_after
                        UNION ALL
                        SELECT round.answered_at, round.due_before, round.due_after
                        FROM jsonb_to_recordset(dossier.supplements)
                            AS round (answered_at timestamptz, due_before timestamptz, due_after timestamptz)
                        WHERE round.answered_at IS NOT NULL AND round.due_after IS NOT NULL
                        UNION ALL
                        SELECT apology.apologised_at, apology.due_before, apology.due_after
                        FROM jsonb_to_recordset(dossier.extensions)
                            AS apology (apologised_at timestamptz, due_before timestamptz, due_after timestamptz)
                        WHERE apology.apologised_at IS NOT NULL AND apology.due_after IS NOT NULL
                    ) AS change
                ) AS step
                WINDOW in_time AS (ORDER BY step.place)
            ) AS due
            CROSS JOIN LATERAL (
                SELECT due.due_at::date + CASE WHEN life.is_by_hour THEN 0 ELSE 1 END AS overdue_from
            ) AS turn
            CROSS JOIN LATERAL (
                SELECT 'no_due_date' AS state, daterange(NULL, NULL) AS days WHERE due.due_at IS NULL
                UNION ALL
                SELECT 'within', daterange(NULL, turn.overdue_from) WHERE due.due_at IS NOT NULL
                UNION ALL
                SELECT 'overdue', daterange(turn.overdue_from, NULL) WHERE due.due_at IS NOT NULL
            ) AS cut
        ) AS stretch
        CROSS JOIN LATERAL unnest(stretch.days) AS piece (days)
        CROSS JOIN LATERAL (
            SELECT lower(piece.days) AS day, '_enter' AS suffix
            UNION ALL
            SELECT upper(piece.days), '_leave' WHERE NOT upper_inf(piece.days)
        ) AS edge
    ) AS happened
    GROUP BY happened.day
) AS counted;
COMMENT ON VIEW core.case_contribution IS 'What each case adds to the measures, by unit and day.';
