-- Purpose:    what a rule of law says of a day, and when limits in hours and working days are used up.
-- Grain:      see the comment of each object.
-- Reads:      core.add_working_days, core.law_rule, core.office_clock, core.working_day.
-- Writes:     functions core.law_value, core.working_days_of, core.counted_seconds and core.day_limit_ends_on.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION core.law_value(p_rule_code text, p_day date) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT law_rule.value
    FROM core.law_rule
    WHERE law_rule.rule_code = p_rule_code AND law_rule.valid @> p_day
$$;
COMMENT ON FUNCTION core.law_value IS 'What a rule of law says for what was received on a day; null: the rule does not hold on that day.';

CREATE OR REPLACE FUNCTION core.working_days_of(p_calendar_code text, p_ranges tstzmultirange) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(ceil(sum(till.seconds - since.seconds) / 28800.0), 0)::integer
    FROM unnest(p_ranges) AS piece (times)
    CROSS JOIN LATERAL core.office_clock(p_calendar_code, lower(piece.times)) AS since
    CROSS JOIN LATERAL core.office_clock(p_calendar_code, upper(piece.times)) AS till
$$;
COMMENT ON FUNCTION core.working_days_of IS 'Working days that spans of time take from offices, a part of a day being a day: by so many a limit in working days ends later.';

CREATE OR REPLACE FUNCTION core.counted_seconds(
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

CREATE OR REPLACE FUNCTION core.day_limit_ends_on(
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
