-- Purpose:    how probable it is that each open dossier will be late: as often as earlier cases that were open as long.
-- Grain:      one dossier of open_case whose time limit has not passed.
-- Reads:      open_case, core.late_count, core.unit_calendar, mart.late_estimate_limit, core.office_clock.
-- Writes:     mart.late_estimate.
-- Parameters: as_of, day.
-- Rerun:      after delete_estimates_of_day, in one transaction.
INSERT INTO mart.late_estimate (
    case_id, estimated_on, as_of, unit_id, holding_unit_id, sector_code, procedure_code, due_at, minutes_used,
    minutes_limit, tenth, level, cases, late_cases, probability, simple_probability, risk
)
WITH waited AS (
    SELECT open_case.case_id, sum(till.seconds - since.seconds) AS seconds
    FROM open_case
    INNER JOIN core.unit_calendar ON open_case.receiving_unit_id = unit_calendar.unit_id
    CROSS JOIN LATERAL jsonb_to_recordset(open_case.supplements)
        AS supplement (requested_at timestamptz, answered_at timestamptz)
    CROSS JOIN LATERAL core.office_clock(unit_calendar.calendar_code, supplement.requested_at) AS since
    CROSS JOIN LATERAL core.office_clock(unit_calendar.calendar_code, supplement.answered_at) AS till
    WHERE supplement.answered_at <= %(as_of)s::timestamptz
    GROUP BY open_case.case_id
),

-- A limit of a day and more ends with its last day, as in core.case_pace.
timed AS (
    SELECT
        open_case.*,
        now.seconds - received.seconds - coalesce(waited.seconds, 0) AS used,
        CASE WHEN due.seconds - received.seconds < 28800 THEN due.seconds ELSE evening.seconds END
        - received.seconds
        - coalesce(waited.seconds, 0) AS allowed
    FROM open_case
    INNER JOIN core.unit_calendar ON open_case.receiving_unit_id = unit_calendar.unit_id
    LEFT JOIN waited ON open_case.case_id = waited.case_id
    CROSS JOIN LATERAL core.office_clock(unit_calendar.calendar_code, open_case.received_at) AS received
    CROSS JOIN LATERAL core.office_clock(unit_calendar.calendar_code, %(as_of)s::timestamptz) AS now
    CROSS JOIN LATERAL core.office_clock(unit_calendar.calendar_code, open_case.due_at) AS due
    CROSS JOIN LATERAL
        core.office_clock(unit_calendar.calendar_code, (open_case.due_at::date + 1)::timestamptz) AS evening
),

placed AS (
    SELECT timed.*, floor(10.0 * timed.used / timed.allowed)::smallint AS tenth
    FROM timed
    WHERE timed.used >= 0 AND timed.used < timed.allowed AND timed.allowed >= 60
)

SELECT
    placed.case_id,
    %(day)s::date,
    %(as_of)s::timestamptz,
    placed.receiving_unit_id,
    placed.holding_unit_id,
    placed.sector_code,
    placed.procedure_code,
    placed.due_at,
    placed.used / 60,
    placed.allowed / 60,
    placed.tenth,
    chosen.level,
    chosen.cases,
    chosen.late_cases,
    round(chosen.late_cases::numeric / chosen.cases, 4),
    round(everything.late_cases::numeric / everything.cases, 4),
    CASE
        WHEN chosen.late_cases >= limits.high_from * chosen.cases THEN 'high'
        WHEN chosen.late_cases >= limits.medium_from * chosen.cases THEN 'medium'
        ELSE 'low'
    END
FROM placed
CROSS JOIN LATERAL (
    SELECT late_estimate_limit.*
    FROM mart.late_estimate_limit
    WHERE late_estimate_limit.sector_code IN (placed.sector_code, '*')
    ORDER BY late_estimate_limit.sector_code = '*'
    LIMIT 1
) AS limits
INNER JOIN core.late_count AS everything ON everything.level = 6 AND placed.tenth = everything.tenth
CROSS JOIN LATERAL (
    SELECT late_count.*
    FROM (
        VALUES
        (1, placed.holding_unit_id, '*', placed.procedure_code),
        (2, placed.holding_unit_id, placed.sector_code, '*'),
        (3, placed.holding_unit_id, '*', '*'),
        (4, 0, '*', placed.procedure_code),
        (5, 0, placed.sector_code, '*'),
        (6, 0, '*', '*')
    ) AS alike (level, holding_unit_id, sector_code, procedure_code)
    INNER JOIN core.late_count
        ON
            alike.level = late_count.level
            AND alike.holding_unit_id = late_count.holding_unit_id
            AND alike.sector_code = late_count.sector_code
            AND alike.procedure_code = late_count.procedure_code
            AND placed.tenth = late_count.tenth
    WHERE late_count.cases >= limits.min_cases OR late_count.level = 6
    ORDER BY late_count.level
    LIMIT 1
) AS chosen
