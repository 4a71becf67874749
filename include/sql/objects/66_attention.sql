-- Purpose:    which open dossiers need attention at a moment, why, and whom that concerns.
-- Grain:      see the comment of each object.
-- Reads:      core.dossier, core.case, core.case_life, core.interlinked_attention, core.law_value, core.procedure,
--             core.unit, core.unit_calendar, core.area, core.area_member, core.law_rule, core.calendar_version,
--             core.working_day, core.office_clock, core.due_after,
--             core.add_working_days, core.working_days_between, core.alert, mart.alert_limit, mart.alert_level,
--             mart.overdue_dossier.
-- Writes:     views core.unit_alert_limit, core.alert_concern and core.province_alert; functions core.works_on and
--             core.attention.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

-- A unit belongs to its province as in core.unit_calendar.
CREATE VIEW core.unit_alert_limit AS
SELECT
    unit.unit_id,
    limits.*
FROM core.unit
CROSS JOIN LATERAL (
    SELECT alert_limit.*
    FROM mart.alert_limit
    WHERE
        alert_limit.area_code = '*'
        OR EXISTS (
            SELECT 1
            FROM core.area_member
            INNER JOIN core.area ON area_member.area_id = area.area_id
            WHERE
                area_member.unit_id = unit.unit_id
                AND area.kind = 'province'
                AND area.area_code = alert_limit.area_code
        )
        OR (unit.kind <> 'commune' AND alert_limit.area_code = ANY(string_to_array(unit.unit_code, '.')))
    ORDER BY alert_limit.area_code = '*', alert_limit.area_code
    LIMIT 1
) AS limits;
COMMENT ON VIEW core.unit_alert_limit IS 'The limits of attention for a unit: those of its province, else those of *.';

CREATE FUNCTION core.works_on(p_calendar_code text, p_day date) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(bool_or(working_day.is_working), FALSE)
    FROM core.working_day
    WHERE
        working_day.is_in_force
        AND working_day.calendar_code = p_calendar_code
        AND working_day.day = p_day
$$;
COMMENT ON FUNCTION core.works_on IS 'Whether the day is a working day of the calendar; of none that is not installed.';

CREATE FUNCTION core.attention(p_as_of timestamptz) RETURNS SETOF mart.overdue_dossier
LANGUAGE sql STABLE AS $$
WITH open_dossier AS MATERIALIZED (
    SELECT
        dossier.*,
        unit.unit_code,
        unit_calendar.calendar_code,
        unit_alert_limit.due_soon_share,
        unit_alert_limit.due_soon_working_days,
        unit_alert_limit.same_day_soon_share,
        unit_alert_limit.same_day_due_share,
        unit_alert_limit.held_elsewhere_working_days,
        unit_alert_limit.overdue_long_working_days,
        unit_alert_limit.acceptance_working_hours,
        p_as_of::date AS today
    FROM core.dossier
    INNER JOIN core."case"
        ON
            dossier.case_id = "case".case_id
            AND dossier.source_id = "case".source_id
            AND dossier.dossier_code = "case".dossier_code
    INNER JOIN core.unit ON dossier.receiving_unit_id = unit.unit_id
    INNER JOIN core.unit_calendar ON dossier.receiving_unit_id = unit_calendar.unit_id
    INNER JOIN core.unit_alert_limit ON dossier.receiving_unit_id = unit_alert_limit.unit_id
    WHERE dossier.status NOT IN (3, 7, 8, 9, 10) AND NOT dossier.is_deleted AND NOT dossier.is_test
),

-- OFFSET 0 makes each life a look-up by its case: the view would be made of every case of the country.
received AS (
    SELECT
        dossier.*,
        life.sector_code AS life_sector_code,
        life.due_original_at,
        life.held_by[cardinality(life.held_by)] AS holder_id,
        life.held_since[cardinality(life.held_since)] AS held_by_it_since,
        coalesce(cardinality(life.asked_at), 0) AS supplement_rounds,
        life.is_by_hour OR coalesce(dossier.due_at::date = dossier.received_on, FALSE) AS is_same_day,
        dossier.finished_at IS NOT NULL
        OR coalesce(life.steps[cardinality(life.steps)].status IN (9, 10), FALSE) AS is_signed,
        dossier.status IN (5, 6) AS is_waiting,
        life.clock_second,
        apology.extension_count,
        apology.issued_at,
        interlinked.rule_on AS interlinked_rule_on,
        interlinked.hours_left AS interlinked_hours_left,
        -- From the later rule on the agency that is late apologises itself.
        coalesce(
            interlinked.commune_is_done AND core.law_value('interlinked_apology', interlinked.rule_on) = 'late_agency',
            FALSE
        ) AS is_with_other_agency,
        CASE
            WHEN dossier.status = 5 AND life.answered_at[cardinality(life.asked_at)] IS NULL
                THEN core.working_days_between(
                    dossier.calendar_code, life.asked_at[cardinality(life.asked_at)]::date, dossier.today
                )
        END AS supplement_days
    FROM open_dossier AS dossier
    CROSS JOIN LATERAL (
        SELECT case_life.*
        FROM core.case_life
        WHERE case_life.case_id = dossier.case_id
        OFFSET 0
    ) AS life
    CROSS JOIN LATERAL (
        SELECT
            count(*)::integer AS extension_count,
            max(extension.apologised_at) AS issued_at
        FROM jsonb_to_recordset(dossier.extensions) AS extension (apologised_at timestamptz)
    ) AS apology
    LEFT JOIN LATERAL core.interlinked_attention(
        dossier.case_id,
        life.own_interlinked_group,
        dossier.calendar_code,
        dossier.received_at,
        dossier.received_on,
        life.waited,
        p_as_of
    ) AS interlinked ON TRUE
),

-- The due date as it is on the day; hours are compared by the minute, everything else by date.
dated AS (
    SELECT
        received.*,
        CASE
            WHEN received.is_same_day
                THEN date_trunc('minute', p_as_of) > date_trunc('minute', received.due_at)
            ELSE received.today > received.due_at::date
        END AS is_past,
        core.working_days_between(received.calendar_code, received.today, received.due_at::date) AS days_left,
        CASE
            WHEN NOT received.is_same_day AND received.extension_count = 0 AND NOT received.is_with_other_agency
                THEN core.add_working_days(received.calendar_code, received.due_at::date, -1)
        END AS apology_deadline,
        -- Not below 0: the competent agency may not have it yet.
        greatest(clock_now.seconds - received.clock_second, 0)::numeric
        / nullif(greatest(clock_due.seconds - received.clock_second, 0), 0) AS share
    FROM received
    LEFT JOIN LATERAL core.office_clock(received.calendar_code, p_as_of) AS clock_now ON TRUE
    LEFT JOIN LATERAL core.office_clock(received.calendar_code, received.due_at) AS clock_due ON TRUE
),

-- While it waits for the citizen the clock is stopped; once there is a result, only the closing is left to do.
judged AS (
    SELECT
        dated.*,
        ARRAY[
            CASE
                WHEN dated.is_waiting OR dated.is_signed OR dated.due_at IS NULL THEN NULL
                WHEN dated.is_past AND -dated.days_left >= dated.overdue_long_working_days THEN 'overdue_long'
                WHEN dated.is_past THEN 'overdue'
                WHEN dated.is_same_day AND dated.share >= dated.same_day_due_share THEN 'due_today'
                WHEN dated.is_same_day AND dated.share >= dated.same_day_soon_share THEN 'due_soon'
                WHEN dated.is_same_day THEN NULL
                WHEN dated.today = dated.due_at::date THEN 'due_today'
                WHEN dated.today = dated.apology_deadline THEN 'last_moment_to_apologise'
                WHEN dated.days_left <= dated.due_soon_working_days THEN 'due_soon'
                WHEN dated.share >= dated.due_soon_share THEN 'due_soon'
            END,
            CASE
                WHEN
                    NOT dated.is_waiting
                    AND NOT dated.is_signed
                    AND dated.holder_id <> dated.receiving_unit_id
                    AND dated.days_left <= dated.held_elsewhere_working_days
                    THEN 'held_elsewhere'
            END,
            CASE
                WHEN NOT dated.is_waiting AND NOT dated.is_signed AND dated.supplement_rounds >= 2
                    THEN 'second_supplement'
            END,
            -- Signed and not handed over yet: the day goes on counting.
            CASE
                WHEN dated.is_signed OR (NOT dated.is_waiting AND dated.step = 'signed_not_returned')
                    THEN 'signed_not_closed'
            END,
            CASE
                WHEN dated.is_waiting OR dated.is_signed OR dated.interlinked_hours_left IS NULL THEN NULL
                WHEN dated.interlinked_hours_left < 0 THEN 'interlinked_hours_over'
                WHEN
                    dated.interlinked_hours_left
                    <= core.law_value('interlinked_alert_hours_left', dated.interlinked_rule_on)::numeric
                    THEN 'interlinked_hours_low'
            END,
            CASE
                WHEN
                    dated.supplement_days
                    > core.law_value('interlinked_supplement_working_days', dated.interlinked_rule_on)::integer
                    THEN 'interlinked_stop_due'
                WHEN
                    dated.supplement_days
                    >= core.law_value('interlinked_alert_supplement_day', dated.interlinked_rule_on)::integer
                    THEN 'interlinked_supplement_due'
            END
        ] AS held_levels
    FROM dated
),

-- Handed in online and received by nobody yet: no case of its own life, only a moment until which to accept it.
handed_in AS (
    SELECT
        dossier.*,
        catalogue.sector_code AS life_sector_code,
        coalesce(catalogue.limit_unit = 'hour', FALSE) AS is_same_day,
        core.due_after(
            dossier.calendar_code,
            CASE
                WHEN law.acceptance_clock = 'acknowledged' THEN greatest(dossier.submitted_at, dossier.acknowledged_at)
                ELSE dossier.submitted_at
            END,
            dossier.acceptance_working_hours,
            'hour'
        ) AS accept_by
    FROM open_dossier AS dossier
    LEFT JOIN LATERAL (
        SELECT procedure.sector_code, procedure.limit_unit
        FROM core.procedure
        WHERE
            procedure.source_id = dossier.source_id
            AND procedure.procedure_code = dossier.procedure_code
            AND procedure.valid_from <= dossier.today
            AND NOT procedure.is_deleted
        ORDER BY procedure.valid_from DESC
        LIMIT 1
    ) AS catalogue ON TRUE
    -- What is not received yet keeps the law of the day on which it was handed in.
    CROSS JOIN LATERAL (
        SELECT max(law_rule.value) AS acceptance_clock
        FROM core.law_rule
        WHERE law_rule.rule_code = 'acceptance_clock' AND law_rule.valid @> dossier.submitted_at::date
    ) AS law
    WHERE
        dossier.received_on IS NULL
        AND dossier.status = 1
        AND dossier.channel = 2
        AND dossier.submitted_at IS NOT NULL
),

found AS (
    SELECT
        judged.source_id,
        judged.dossier_code,
        judged.case_id,
        judged.receiving_unit_id,
        judged.unit_code,
        judged.holder_id,
        judged.held_by_it_since,
        judged.step,
        judged.procedure_code,
        judged.life_sector_code AS sector_code,
        judged.submitted_at,
        judged.received_at,
        NULL::timestamptz AS accept_by,
        judged.due_original_at,
        judged.due_at,
        judged.held_levels,
        judged.is_same_day,
        CASE WHEN NOT judged.is_past THEN judged.days_left END AS working_days_left,
        CASE WHEN judged.is_past THEN -judged.days_left END AS working_days_overdue,
        round(judged.share, 4) AS share_of_time_used,
        judged.extension_count,
        judged.issued_at,
        judged.apology_deadline,
        judged.supplement_rounds,
        judged.delay_cause
    FROM judged
    UNION ALL
    SELECT
        handed_in.source_id,
        handed_in.dossier_code,
        handed_in.case_id,
        handed_in.receiving_unit_id,
        handed_in.unit_code,
        handed_in.holding_unit_id,
        handed_in.holding_since,
        handed_in.step,
        handed_in.procedure_code,
        coalesce(handed_in.life_sector_code, handed_in.sector_code, '?'),
        handed_in.submitted_at,
        NULL,
        handed_in.accept_by,
        NULL,
        NULL,
        ARRAY['not_yet_accepted'],
        handed_in.is_same_day,
        NULL,
        NULL,
        NULL,
        0,
        NULL,
        NULL,
        0,
        handed_in.delay_cause
    FROM handed_in
    WHERE handed_in.accept_by::date <= handed_in.today
)

SELECT
    found.source_id,
    found.dossier_code,
    found.case_id,
    found.receiving_unit_id,
    found.unit_code,
    found.holder_id,
    holder.unit_code,
    found.held_by_it_since,
    found.step,
    found.procedure_code,
    found.sector_code,
    found.submitted_at,
    found.received_at,
    found.accept_by,
    found.due_original_at,
    found.due_at,
    held.levels[1],
    held.levels,
    found.is_same_day,
    found.working_days_left,
    found.working_days_overdue,
    found.share_of_time_used,
    found.extension_count,
    found.issued_at,
    found.apology_deadline,
    found.supplement_rounds,
    found.delay_cause,
    p_as_of
FROM found
LEFT JOIN core.unit AS holder ON found.holder_id = holder.unit_id
CROSS JOIN LATERAL (
    SELECT array_agg(alert_level.level ORDER BY alert_level.ordinal) AS levels
    FROM mart.alert_level
    WHERE alert_level.level = ANY(found.held_levels)
) AS held
WHERE held.levels IS NOT NULL
$$;
COMMENT ON FUNCTION core.attention IS 'Open dossiers that need attention at the moment, as rows of mart.overdue_dossier: what they have become since is not taken back.';

CREATE VIEW core.alert_concern AS
SELECT
    dossier.source_id,
    dossier.dossier_code,
    alert_level.level,
    alert_level.severity,
    told.unit_id,
    dossier.is_same_day,
    dossier.accept_by
FROM mart.overdue_dossier AS dossier
INNER JOIN mart.alert_level ON alert_level.level = ANY(dossier.levels)
CROSS JOIN LATERAL (
    SELECT dossier.unit_id
    UNION
    SELECT dossier.holding_unit_id
    WHERE alert_level.is_for_holder AND dossier.holding_unit_id IS NOT NULL
) AS told (unit_id);
COMMENT ON VIEW core.alert_concern IS 'Whom each level of each dossier that needs attention concerns: the receiving unit, of some levels also the one that has it.';

CREATE VIEW core.province_alert AS
SELECT
    area.area_id,
    area.area_code,
    area_member.valid AS member_in,
    coalesce(own.calendar_code, 'VN') AS calendar_code,
    alert.*
FROM core.alert
INNER JOIN core.dossier
    ON
        alert.source_id = dossier.source_id
        AND alert.dossier_code = dossier.dossier_code
        AND alert.unit_id = dossier.receiving_unit_id
INNER JOIN core.area_member ON alert.unit_id = area_member.unit_id
INNER JOIN core.area ON area_member.area_id = area.area_id AND area.kind = 'province'
LEFT JOIN (SELECT DISTINCT calendar_version.calendar_code FROM core.calendar_version) AS own
    ON area.area_code = own.calendar_code;
COMMENT ON VIEW core.province_alert IS 'Alerts told to the receiving unit, by the provinces that it is in; the alert of another agency that has the dossier is not told a second time.';
