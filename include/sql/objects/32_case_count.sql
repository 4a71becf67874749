-- Purpose:    what each case adds to the measures, from facts alone and never from the clock: the only definition of it.
-- Grain:      one case, day, set of units and measure that is not zero.
-- Reads:      core.case_life, core.dossier, core.payment, core.office_clock, core.interlinked_dossier,
--             core.law_value, core.late_agency, core.interlinked_total_ends_on, core.outage_times,
--             core.is_stopped_unanswered.
-- Writes:     view core.case_count.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
--
-- A count goes to three units at once, one for each role; a role that has no part in it is null. Flows go to who has
-- the role at that moment. A case is open from its reception to the day before its end; its open days are cut into
-- waits for the citizen and, by the due date in force, into no_due_date, within and overdue. Entering overdue may
-- therefore lie in the future. Procedures in days compare dates; procedures in hours compare minutes, at the end of
-- the case and at 24:00 of a day (design: boundaries; form II.06a/VPCP/KSTT columns 3 to 13).

CREATE VIEW core.case_count AS
SELECT
    life.case_id,
    counted.day,
    counted.receiving_unit_id,
    counted.responsible_unit_id,
    counted.holding_unit_id,
    life.sector_code,
    life.procedure_code,
    counted.measure,
    counted.n
FROM core.case_life AS life
CROSS JOIN LATERAL (
    SELECT
        life.held_by[cardinality(life.held_by)] AS last_holder_id,
        daterange(life.received_on, life.ended_on) AS open_days,
        CASE WHEN life.is_by_hour THEN 0 ELSE 1 END AS overdue_after,
        -- Days are compared by date, hours by minute.
        CASE WHEN life.is_by_hour THEN 'minute' ELSE 'day' END AS grain
) AS rule
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN life.ending IS NULL THEN NULL
            WHEN life.ending <> 'resolved' THEN life.ending
            WHEN life.due_at IS NULL THEN 'resolved_no_due_date'
            WHEN date_trunc(rule.grain, life.ended_at) < date_trunc(rule.grain, life.due_at) THEN 'resolved_early'
            WHEN date_trunc(rule.grain, life.ended_at) = date_trunc(rule.grain, life.due_at) THEN 'resolved_on_time'
            ELSE 'resolved_overdue'
        END AS outcome,
        date_trunc(rule.grain, life.ended_at) <= date_trunc(rule.grain, life.due_original_at) AS is_within_original,
        date_trunc(rule.grain, life.ended_at) <= date_trunc(rule.grain, coalesce(life.due_at, life.limit_ends_at))
        AND coalesce(cardinality(life.asked_at), 0) < 2 AS is_timely_at_portal
) AS judged
-- The state of each open day.
CROSS JOIN LATERAL (
    SELECT
        datemultirange(rule.open_days) * life.supplement_days AS waiting_supplement,
        datemultirange(rule.open_days) * life.payment_days - life.supplement_days AS waiting_payment,
        datemultirange(rule.open_days) - life.supplement_days - life.payment_days AS working
) AS phase
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            range_agg(stretch.days) FILTER (WHERE stretch.due_at IS NULL), '{}'
        ) * phase.working AS no_due_date,
        coalesce(
            range_agg(stretch.days * daterange(NULL, stretch.due_at::date + rule.overdue_after))
            FILTER (WHERE stretch.due_at IS NOT NULL), '{}'
        ) * phase.working AS within,
        coalesce(
            range_agg(stretch.days * daterange(stretch.due_at::date + rule.overdue_after, NULL))
            FILTER (WHERE stretch.due_at IS NOT NULL), '{}'
        ) * phase.working AS overdue
    FROM unnest(life.due_days, life.due_moments) AS stretch (days, due_at)
) AS state
-- The portal takes the moment of the request for the end while a supplement is waited for, and calls a dossier with two
-- requests overdue; where there is no due date, it takes the statutory limit (Decision 766, 2.1).
CROSS JOIN LATERAL (
    SELECT
        (
            coalesce(range_agg(stretch.days * daterange(NULL, last.day + 1)), '{}') * (phase.working + phase.waiting_payment)
            + coalesce(
                range_agg(asked.days) FILTER (
                    WHERE stretch.days @> asked.on_day
                    AND date_trunc(rule.grain, asked.at) <= date_trunc(rule.grain, last.moment)
                ), '{}'
            ) * phase.waiting_supplement
        ) - CASE
            WHEN cardinality(life.asked_at) >= 2 THEN datemultirange(daterange(life.asked_at[2]::date, NULL))
            ELSE '{}'
        END AS timely
    FROM unnest(life.due_days, life.due_moments) AS stretch (days, due_at)
    CROSS JOIN LATERAL (
        SELECT
            coalesce(stretch.due_at, life.limit_ends_at) AS moment,
            coalesce(stretch.due_at, life.limit_ends_at)::date + rule.overdue_after - 1 AS day
    ) AS last
    LEFT JOIN LATERAL (
        SELECT
            round.asked_at AS at,
            round.asked_at::date AS on_day,
            daterange(round.asked_at::date, round.answered_at::date) AS days
        FROM unnest(life.asked_at, life.answered_at) AS round (asked_at, answered_at)
    ) AS asked ON TRUE
    WHERE last.moment IS NOT NULL
) AS portal
CROSS JOIN LATERAL (
    SELECT least(lower(state.overdue), CASE WHEN judged.outcome = 'resolved_overdue' THEN life.ended_on END) AS first_late_on
) AS lateness
-- A case of a group's own procedure counts as interlinked itself, unless a record of it does.
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN
                life.own_interlinked_group IS NOT NULL
                AND NOT EXISTS (
                    SELECT 1
                    FROM core.interlinked_dossier AS pair
                    WHERE pair.case_id = life.case_id AND NOT pair.is_deleted
                )
                THEN life.own_interlinked_group
        END AS group_code,
        -- Who owes the apology for lateness: under the later rule the agency that has the step, not the commune.
        CASE
            WHEN
                lateness.first_late_on IS NOT NULL
                AND core.law_value('interlinked_apology', life.received_on) = 'late_agency'
                THEN core.late_agency(life.case_id, lateness.first_late_on, holder.unit_id)
        END AS late_agency,
        holder.unit_id AS late_holder_id
    FROM (
        SELECT
            life.held_by[
                greatest(1, width_bucket((lateness.first_late_on + 1)::timestamptz - interval '1 second', life.held_since))
            ] AS unit_id
    ) AS holder
) AS interlinked
CROSS JOIN LATERAL (
    -- On the day of reception.
    SELECT
        life.received_on AS day,
        life.receiving_unit_id,
        life.responsible_unit_id,
        life.receiving_unit_id AS holding_unit_id,
        received.measure,
        received.n::bigint AS n
    FROM (
        VALUES
        ('received_in_person', (coalesce(life.channel, 1) = 1)::integer),
        ('received_online', (life.channel = 2)::integer),
        ('received_postal', (life.channel = 3)::integer),
        -- 8 working hours (Decree 118/2025 Art. 17-18), by law of the day from submission or acknowledgement.
        ('accepted_late', (life.received_second - life.submitted_second > 28800)::integer),
        ('received_no_due_date', (life.due_original_at IS NULL)::integer),
        ('received_digitized', life.is_digitized::integer),
        ('received_reused', life.is_reused::integer),
        ('received_national_store', life.is_from_national_store::integer),
        ('received_population_linked', life.is_population_linked::integer),
        ('components', life.component_count::integer),
        ('components_digitized', life.digitized_count::integer),
        ('payable', life.is_payable::integer),
        ('paid_online', (life.is_payable AND life.online_payment_code IN (1, 2))::integer),
        ('received_birth', (life.interlinked_group = 'birth')::integer),
        ('received_death', (life.interlinked_group = 'death')::integer),
        ('interlinked_birth_received', (interlinked.group_code = 'birth')::integer),
        ('interlinked_death_received', (interlinked.group_code = 'death')::integer)
    ) AS received (measure, n)
    WHERE received.n > 0
    UNION ALL
    -- On the day of the end.
    SELECT
        life.ended_on, life.receiving_unit_id, life.responsible_unit_id, rule.last_holder_id, ended.measure, ended.n
    FROM (
        SELECT
            life.ended_second - life.received_second - coalesce(
                (
                    SELECT sum(till.seconds - since.seconds)
                    FROM
                        unnest(life.waited * tstzmultirange(tstzrange(life.received_at, life.ended_at))) AS piece (days)
                    CROSS JOIN LATERAL core.office_clock(life.calendar_code, lower(piece.days)) AS since
                    CROSS JOIN LATERAL core.office_clock(life.calendar_code, upper(piece.days)) AS till
                ), 0
            )::bigint AS seconds
        WHERE life.ending = 'resolved'
        -- Fenced, or it would be computed wherever it is looked at.
        OFFSET 0
    ) AS used
    CROSS JOIN LATERAL (
        SELECT used.seconds - (life.passed_on_second - life.received_second) AS seconds
    ) AS used_of_limit
    CROSS JOIN LATERAL (
        SELECT
            CASE
                WHEN life.due_at IS NOT NULL THEN NULL
                WHEN life.limit_unit = 'working_day' THEN used_of_limit.seconds <= life.statutory_limit * 28800
                WHEN life.limit_unit = 'hour' THEN used_of_limit.seconds <= life.statutory_limit * 3600
                WHEN life.limit_unit = 'day' THEN life.ended_on - life.clock_begins_at::date <= life.statutory_limit
            END AS is_within
    ) AS limit_rule
    CROSS JOIN LATERAL (
        VALUES
        ('resolved_within_original', judged.is_within_original::integer::bigint),
        ('resolved_beyond_original', (NOT judged.is_within_original)::integer),
        ('no_due_within_limit', limit_rule.is_within::integer),
        ('no_due_beyond_limit', (NOT limit_rule.is_within)::integer),
        ('resolved_yields_result', life.has_result::integer),
        ('resolved_e_result', (life.has_result AND life.has_electronic_result)::integer),
        ('resolved_digitized', (life.is_digitized AND life.has_result_file)::integer),
        ('resolved_second_supplement', (cardinality(life.asked_at) >= 2)::integer),
        (
            'resolved_overdue_other_agency',
            (judged.outcome = 'resolved_overdue' AND life.delay_cause = 'other_agency')::integer
        ),
        ('e_certified_copies', life.has_e_certified_copy::integer),
        ('processing_minutes', used.seconds / 60)
    ) AS ended (measure, n)
    WHERE ended.n > 0
    UNION ALL
    SELECT
        life.ended_on, life.receiving_unit_id, life.responsible_unit_id, rule.last_holder_id, judged.outcome, 1
    WHERE judged.outcome IS NOT NULL
    UNION ALL
    SELECT
        life.ended_on, life.receiving_unit_id, life.responsible_unit_id, rule.last_holder_id, outcome.measure, 1
    FROM (
        SELECT
            coalesce(
                life.ended_on > core.interlinked_total_ends_on(
                    interlinked.group_code,
                    life.calendar_code,
                    life.received_on,
                    life.received_at,
                    FALSE,
                    (life.waited + core.outage_times(NULL, life.received_on))
                    * tstzmultirange(tstzrange(life.received_at, life.ended_at))
                ),
                judged.outcome = 'resolved_overdue'
            ) AS is_late,
            core.is_stopped_unanswered(
                life.calendar_code,
                CASE WHEN upper_inf(life.supplement_days) THEN life.asked_at[cardinality(life.asked_at)] END,
                life.ended_at,
                life.received_on
            ) AS is_stopped
        WHERE interlinked.group_code IN ('birth', 'death') AND life.ended_on IS NOT NULL
        OFFSET 0
    ) AS whole
    CROSS JOIN LATERAL (
        VALUES
        ('interlinked_' || interlinked.group_code || '_completed', life.ending = 'resolved'),
        ('interlinked_' || interlinked.group_code || '_late', life.ending = 'resolved' AND whole.is_late),
        ('interlinked_refused', life.ending = 'refused' AND NOT whole.is_stopped),
        ('interlinked_stopped', life.ending IN ('stopped', 'refused') AND whole.is_stopped)
    ) AS outcome (measure, holds)
    WHERE outcome.holds
    UNION ALL
    SELECT
        life.ended_on, life.receiving_unit_id, life.responsible_unit_id, rule.last_holder_id, 'portal_ended_timely', 1
    WHERE judged.is_timely_at_portal
    UNION ALL
    SELECT
        life.ended_on, life.receiving_unit_id, life.responsible_unit_id, rule.last_holder_id, lag.measure, lag.n
    FROM (
        SELECT
            (array_agg(step.happened_at ORDER BY step.happened_at))[
                CASE WHEN life.ending = 'resolved' THEN 1 ELSE count(*) END
            ] AS happened_at,
            (array_agg(step.told_at ORDER BY step.happened_at))[
                CASE WHEN life.ending = 'resolved' THEN 1 ELSE count(*) END
            ] AS told_at
        FROM unnest(life.steps) AS step
        WHERE
            CASE life.ending
                WHEN 'resolved' THEN step.status IN (9, 10)
                WHEN 'refused' THEN step.status = 3
                WHEN 'withdrawn' THEN step.status = 7
                WHEN 'stopped' THEN step.status = 8
            END
    ) AS last_step
    CROSS JOIN LATERAL (
        VALUES
        ('status_lag_count', (last_step.happened_at IS NOT NULL)::integer::bigint),
        ('status_lag_minutes', (floor(extract(EPOCH FROM last_step.told_at - last_step.happened_at) / 60))::bigint)
    ) AS lag (measure, n)
    WHERE lag.n > 0
    UNION ALL
    -- Supplements, extensions, steps taken back.
    SELECT
        round.asked_at::date,
        life.receiving_unit_id,
        life.responsible_unit_id,
        life.held_by[greatest(1, width_bucket(round.asked_at, life.held_since))],
        asked.measure,
        1
    FROM unnest(life.asked_at) WITH ORDINALITY AS round (asked_at, place)
    CROSS JOIN LATERAL (
        SELECT 'supplement_requested' AS measure
        UNION ALL
        SELECT 'second_supplement' WHERE round.place = 2
    ) AS asked
    UNION ALL
    SELECT
        apology.apologised_at::date,
        life.receiving_unit_id,
        life.responsible_unit_id,
        life.held_by[greatest(1, width_bucket(apology.apologised_at, life.held_since))],
        CASE
            WHEN apology.apologised_at::date < apology.due_before::date THEN 'extension_in_time' ELSE 'extension_late'
        END,
        1
    FROM jsonb_to_recordset(life.extensions) AS apology (apologised_at timestamptz, due_before timestamptz)
    WHERE apology.apologised_at IS NOT NULL AND apology.due_before IS NOT NULL
    UNION ALL
    SELECT
        lateness.first_late_on,
        owing.receiving_unit_id,
        owing.responsible_unit_id,
        owing.holding_unit_id,
        'apology_missing',
        1
    FROM (
        SELECT
            life.receiving_unit_id,
            life.responsible_unit_id,
            interlinked.late_holder_id AS holding_unit_id
        WHERE coalesce(interlinked.late_agency, 'commune') = 'commune'
        UNION ALL
        SELECT
            NULL,
            nullif(life.responsible_unit_id, life.receiving_unit_id),
            nullif(interlinked.late_holder_id, life.receiving_unit_id)
        WHERE
            interlinked.late_agency <> 'commune'
            AND (
                life.responsible_unit_id <> life.receiving_unit_id
                OR interlinked.late_holder_id <> life.receiving_unit_id
            )
    ) AS owing
    WHERE
        lateness.first_late_on IS NOT NULL
        AND NOT EXISTS (
            SELECT 1
            FROM jsonb_to_recordset(life.extensions) AS apology (apologised_at timestamptz)
            WHERE apology.apologised_at::date <= lateness.first_late_on
        )
    UNION ALL
    SELECT
        step.happened_at::date,
        life.receiving_unit_id,
        life.responsible_unit_id,
        life.held_by[greatest(1, width_bucket(step.happened_at, life.held_since))],
        'reopened',
        1
    FROM (
        SELECT
            told.happened_at,
            told.status,
            lag(told.status) OVER (ORDER BY told.place) AS before
        FROM unnest(life.steps) WITH ORDINALITY AS told (happened_at, status, holding_unit_id, told_at, place)
    ) AS step
    WHERE step.before IN (3, 7, 8) AND step.status IN (2, 4, 5, 6)
    UNION ALL
    -- Money, whichever of the case's dossiers it was asked for.
    SELECT
        paid.at::date,
        life.receiving_unit_id,
        life.responsible_unit_id,
        life.held_by[greatest(1, width_bucket(paid.at, life.held_since))],
        paid.measure,
        paid.n
    FROM (
        SELECT DISTINCT ON (payment.record_key)
            payment.status, payment.paid_at, payment.refunded_at, payment.refund_vnd,
            -- A platform that counts in hundredths sends the hundredfold; the fees say so.
            CASE WHEN payment.amount_vnd = 100 * fee.vnd THEN fee.vnd ELSE payment.amount_vnd END AS amount_vnd
        FROM core.dossier
        INNER JOIN core.payment
            ON dossier.source_id = payment.source_id AND dossier.dossier_code = payment.dossier_code
        CROSS JOIN LATERAL (
            SELECT sum(listed.amount_vnd)::bigint AS vnd
            FROM jsonb_to_recordset(payment.fees) AS listed (amount_vnd bigint)
        ) AS fee
        WHERE dossier.case_id = life.case_id AND NOT payment.is_deleted
        ORDER BY payment.record_key, payment.source_id
    ) AS payment
    CROSS JOIN LATERAL (
        VALUES
        ('paid_count', payment.paid_at, (payment.status IN ('paid', 'refunded'))::integer::bigint),
        ('paid_vnd', payment.paid_at, CASE WHEN payment.status IN ('paid', 'refunded') THEN payment.amount_vnd END),
        ('refund_count', payment.refunded_at, (payment.status = 'refunded')::integer),
        ('refund_vnd', payment.refunded_at, CASE WHEN payment.status = 'refunded' THEN payment.refund_vnd END)
    ) AS paid (measure, at, n)
    WHERE paid.at IS NOT NULL AND paid.n > 0
    UNION ALL
    -- Hand-overs.
    SELECT link.since::date, NULL, NULL, handed.unit_id, handed.measure, 1
    FROM (
        SELECT
            chain.place,
            chain.since,
            chain.unit_id,
            lag(chain.unit_id) OVER (ORDER BY chain.place) AS before
        FROM unnest(life.held_since, life.held_by) WITH ORDINALITY AS chain (since, unit_id, place)
    ) AS link
    CROSS JOIN LATERAL (
        VALUES ('transferred_out', link.before), ('transferred_in', link.unit_id)
    ) AS handed (measure, unit_id)
    WHERE link.place > 1
    UNION ALL
    -- The ends of the stretches of days in one state.
    SELECT
        edge.day, stretch.receiving_unit_id, stretch.responsible_unit_id, stretch.holding_unit_id,
        stretch.state || edge.suffix, 1
    FROM (
        SELECT
            open.state,
            life.receiving_unit_id,
            life.responsible_unit_id,
            -- Where nobody else ever had it, the three roles go together.
            CASE WHEN cardinality(life.held_by) = 1 THEN life.receiving_unit_id END AS holding_unit_id,
            open.days
        FROM (
            VALUES
            ('waiting_supplement', phase.waiting_supplement),
            ('waiting_payment', phase.waiting_payment),
            ('no_due_date', state.no_due_date),
            ('within', state.within),
            ('overdue', state.overdue),
            ('portal_timely', portal.timely)
        ) AS open (state, days)
        UNION ALL
        SELECT held.state, held.receiving_unit_id, held.responsible_unit_id, held.holding_unit_id, held.days
        FROM (
            SELECT
                chain.unit_id,
                chain.place,
                daterange(
                    CASE WHEN chain.place > 1 THEN chain.since::date END,
                    (lead(chain.since) OVER (ORDER BY chain.place))::date
                ) AS days
            FROM unnest(life.held_since, life.held_by) WITH ORDINALITY AS chain (since, unit_id, place)
        ) AS link
        CROSS JOIN LATERAL (
            VALUES
            (
                'waiting_supplement', NULL::integer, NULL::integer, link.unit_id,
                phase.waiting_supplement * datemultirange(link.days)
            ),
            ('waiting_payment', NULL, NULL, link.unit_id, phase.waiting_payment * datemultirange(link.days)),
            ('no_due_date', NULL, NULL, link.unit_id, state.no_due_date * datemultirange(link.days)),
            ('within', NULL, NULL, link.unit_id, state.within * datemultirange(link.days)),
            ('overdue', NULL, NULL, link.unit_id, state.overdue * datemultirange(link.days)),
            ('portal_timely', NULL, NULL, link.unit_id, portal.timely * datemultirange(link.days)),
            (
                'overdue_elsewhere', life.receiving_unit_id, life.responsible_unit_id, link.unit_id,
                CASE
                    WHEN link.unit_id <> life.receiving_unit_id THEN state.overdue * datemultirange(link.days)
                    ELSE '{}'
                END
            )
        ) AS held (state, receiving_unit_id, responsible_unit_id, holding_unit_id, days)
        WHERE cardinality(life.held_by) > 1
    ) AS stretch
    CROSS JOIN LATERAL unnest(stretch.days) AS piece (days)
    CROSS JOIN LATERAL (
        SELECT lower(piece.days) AS day, '_enter' AS suffix
        UNION ALL
        SELECT upper(piece.days), '_leave' WHERE NOT upper_inf(piece.days)
    ) AS edge
) AS counted;
COMMENT ON VIEW core.case_count IS 'What each case adds to the measures, by day, the units in the three roles, and measure.';
