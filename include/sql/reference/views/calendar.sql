-- Purpose:    durations and due dates in working time, by the calendar in force.
-- Grain:      one moment, day or unit.
-- Reads:      core.area, core.area_member, core.calendar_version, core.dossier, core.unit, core.working_day.
-- Writes:     views core.unit_calendar and mart.working_day; functions core.seconds_by, core.office_clock,
--             core.passed_on_clock, core.working_seconds_at, core.working_days_between, core.add_working_days,
--             core.office_moment, core.due_after, core.cases_of_days.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.
--
-- Everything outside 2019 to 2031, or of a calendar that is not installed, is null. A working day has 28,800 seconds.

-- Looked up unit by unit: joined, all units of the country would be gone through for each case.
CREATE OR REPLACE VIEW core.unit_calendar AS
SELECT
    unit.unit_id,
    coalesce(own.calendar_code, 'VN') AS calendar_code
FROM core.unit
LEFT JOIN LATERAL (
    SELECT min(calendar.calendar_code) AS calendar_code
    FROM (SELECT DISTINCT calendar_version.calendar_code FROM core.calendar_version) AS calendar
    WHERE
        EXISTS (
            SELECT 1
            FROM core.area_member
            INNER JOIN core.area ON area_member.area_id = area.area_id
            WHERE
                area_member.unit_id = unit.unit_id
                AND area.kind = 'province'
                AND area.area_code = calendar.calendar_code
        )
        -- Units that are no commune are in no area; their code names the province, in either scheme.
        OR (unit.kind <> 'commune' AND calendar.calendar_code = ANY(string_to_array(unit.unit_code, '.')))
) AS own ON TRUE;
COMMENT ON VIEW core.unit_calendar IS 'Which working calendar a unit follows: its province''s where the province has exceptions, else VN.';

CREATE OR REPLACE VIEW mart.working_day AS
SELECT
    working_day.calendar_code,
    working_day.day,
    working_day.is_working,
    working_day.working_days_before,
    working_day.version
FROM core.working_day
WHERE working_day.is_in_force;
COMMENT ON VIEW mart.working_day IS 'The working calendar (lịch làm việc) in force: VN for the country, a province''s agency code where it has exceptions.';

CREATE OR REPLACE FUNCTION core.seconds_by(day core.working_day, second integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT
        day.working_days_before * 28800::bigint
        + CASE
            WHEN day.is_working
                THEN
                    least(
                        greatest(second - day.morning_open_second, 0),
                        day.morning_close_second - day.morning_open_second
                    )
                    + least(
                        greatest(second - day.afternoon_open_second, 0),
                        day.afternoon_close_second - day.afternoon_open_second
                    )
            ELSE 0
        END
$$;
COMMENT ON FUNCTION core.seconds_by IS 'Seconds that offices were open from the first day of the calendar to a second of a day.';

-- PostgreSQL inlines a function that reads a table in FROM, but not in a list of expressions: in FROM it costs a look-up,
-- in a list five times that.
CREATE OR REPLACE FUNCTION core.office_clock(calendar_code text, moment timestamptz) RETURNS TABLE (seconds bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
    SELECT core.seconds_by(working_day, local.second)
    FROM core.working_day
    CROSS JOIN LATERAL (
        SELECT trunc(date_part('epoch', (moment AT TIME ZONE 'Asia/Ho_Chi_Minh')::time))::integer AS second
    ) AS local
    WHERE
        working_day.is_in_force
        AND working_day.calendar_code = office_clock.calendar_code
        AND working_day.day = (moment AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
$$;
COMMENT ON FUNCTION core.office_clock IS 'Seconds that offices were open from the first day of the calendar to the moment. For many rows: LEFT JOIN LATERAL core.office_clock(...) ON TRUE.';

CREATE OR REPLACE FUNCTION core.passed_on_clock(calendar_code text, received_at timestamptz, is_held_over boolean)
RETURNS TABLE (seconds bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
    SELECT
        CASE
            WHEN
                is_held_over
                AND working_day.is_working
                AND local.second > working_day.late_after_second
                THEN (working_day.working_days_before + 1) * 28800::bigint
            ELSE core.seconds_by(working_day, trunc(local.second)::integer)
        END
    FROM core.working_day
    CROSS JOIN LATERAL (
        SELECT date_part('epoch', (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::time) AS second
    ) AS local
    WHERE
        working_day.is_in_force
        AND working_day.calendar_code = passed_on_clock.calendar_code
        AND working_day.day = (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
$$;
COMMENT ON FUNCTION core.passed_on_clock IS 'core.office_clock of the moment from which a limit runs; held over: what comes after 15:00 waits for the start of the next working day (Decree 118/2025/NĐ-CP, Art. 18.2; before 1 July 2025 Decree 61/2018/NĐ-CP, Art. 18.2). For which dossiers that is so, rules of law say.';

CREATE OR REPLACE FUNCTION core.working_seconds_at(calendar_code text, moment timestamptz) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT clock.seconds
    FROM core.office_clock(working_seconds_at.calendar_code, moment) AS clock
$$;
COMMENT ON FUNCTION core.working_seconds_at IS 'core.office_clock as one value, for single moments: the difference of two is the working time between them.';

CREATE OR REPLACE FUNCTION core.working_days_between(calendar_code text, begun_on date, ended_on date) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        (ended.working_days_before + ended.is_working::integer) - (begun.working_days_before + begun.is_working::integer)
    FROM core.working_day AS begun
    INNER JOIN core.working_day AS ended ON begun.calendar_code = ended.calendar_code
    WHERE
        begun.is_in_force AND ended.is_in_force
        AND begun.calendar_code = working_days_between.calendar_code
        AND begun.day = begun_on
        AND ended.day = ended_on
$$;
COMMENT ON FUNCTION core.working_days_between IS 'Working days after the first day, up to and with the last: the day of reception does not count (Civil Code 2015, Art. 147). Negative when the last lies before the first.';

CREATE OR REPLACE FUNCTION core.add_working_days(calendar_code text, day date, n integer) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT target.day
    FROM core.working_day AS begun
    INNER JOIN core.working_day AS target
        ON
            begun.calendar_code = target.calendar_code
            AND target.working_days_before
            = begun.working_days_before + n - CASE WHEN n > 0 AND NOT begun.is_working THEN 1 ELSE 0 END
    WHERE
        begun.is_in_force AND target.is_in_force AND target.is_working
        AND begun.calendar_code = add_working_days.calendar_code
        AND begun.day = add_working_days.day
$$;
COMMENT ON FUNCTION core.add_working_days IS 'The n-th working day after a day, or before it where n is negative; n = 0: the day itself, or the next working day.';

CREATE OR REPLACE FUNCTION core.office_moment(calendar_code text, seconds bigint) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        (
            working_day.day
            + make_interval(
                secs => office.second + CASE
                    WHEN office.second <= working_day.morning_close_second - working_day.morning_open_second
                        THEN working_day.morning_open_second
                    ELSE
                        working_day.afternoon_open_second
                        - (working_day.morning_close_second - working_day.morning_open_second)
                END
            )
        ) AT TIME ZONE 'Asia/Ho_Chi_Minh'
    FROM core.working_day
    CROSS JOIN LATERAL (SELECT seconds - working_day.working_days_before * 28800::bigint AS second) AS office
    WHERE
        working_day.is_in_force AND working_day.is_working
        AND working_day.calendar_code = office_moment.calendar_code
        AND working_day.working_days_before = ((seconds - 1) / 28800)::integer
$$;
COMMENT ON FUNCTION core.office_moment IS 'The earliest moment at which offices were open for so many seconds: a full day ends at its close, not at the next opening.';

CREATE OR REPLACE FUNCTION core.due_after(calendar_code text, received_at timestamptz, limit_count numeric, limit_unit text)
RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        CASE
            WHEN limit_count <= 0 THEN received_at
            -- Beyond every calendar whatever its unit; what a source mistyped may be too large for any date.
            WHEN limit_count > 100000 THEN NULL
            WHEN limit_unit = 'working_day'
                THEN core.office_moment(due_after.calendar_code, office.seconds + round(limit_count * 28800)::bigint)
            WHEN limit_unit = 'hour'
                THEN core.office_moment(due_after.calendar_code, office.seconds + round(limit_count * 3600)::bigint)
            WHEN limit_unit = 'day'
                THEN (
                    SELECT
                        greatest(
                            (target.day + make_interval(secs => target.morning_open_second))
                            AT TIME ZONE 'Asia/Ho_Chi_Minh',
                            core.office_moment(
                                due_after.calendar_code,
                                core.working_seconds_at(
                                    due_after.calendar_code,
                                    (target.day + ended.local_at::time) AT TIME ZONE 'Asia/Ho_Chi_Minh'
                                )
                            )
                        )
                    FROM (
                        SELECT (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh') + limit_count * interval '1 day' AS local_at
                    ) AS ended
                    INNER JOIN core.working_day AS target
                        ON target.day = core.add_working_days(due_after.calendar_code, ended.local_at::date, 0)
                    WHERE target.is_in_force AND target.calendar_code = due_after.calendar_code
                )
        END
    FROM core.office_clock(due_after.calendar_code, received_at) AS office
$$;
COMMENT ON FUNCTION core.due_after IS 'When a limit ends: working days of 8 office hours and hours run while offices are open; days run through, and one that ends when offices are closed moves to the next working day at the same time of day, within office hours.';

CREATE OR REPLACE FUNCTION core.cases_of_days(calendar_code text, days datemultirange) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
    SELECT dossier.case_id
    FROM core.dossier
    INNER JOIN core.unit_calendar ON dossier.receiving_unit_id = unit_calendar.unit_id
    WHERE
        unit_calendar.calendar_code = cases_of_days.calendar_code
        AND dossier.received_on IS NOT NULL
        AND daterange(
            dossier.received_on,
            -- An end before the reception is no end yet: an event may correct it.
            CASE
                WHEN dossier.ended_at::date >= dossier.received_on
                    THEN greatest(dossier.ended_at::date, dossier.due_at::date)
            END,
            '[]'
        ) && days
$$;
COMMENT ON FUNCTION core.cases_of_days IS 'Cases that follow the calendar and whose working time these days may change: received by then, and open, not ended or not due before.';

GRANT SELECT ON mart.working_day TO onestop_reader, onestop_pipeline;
