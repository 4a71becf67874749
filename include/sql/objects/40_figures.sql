-- Purpose:    every measure of units over ranges of days, the one place where days become periods.
-- Grain:      one unit, range and sector that has any figure, and one for all sectors (*) always.
-- Reads:      mart.measure, mart.measure_day, mart.duration_day, mart.unit, mart.unit_counts_for.
-- Writes:     functions mart.measure_terms, mart.figure_rows, mart.spread_rows, mart.form_ii06a_between.
-- Parameters: units, roles, first and last days (inclusive) and whether by sector: arrays of the same length, read pairwise.
-- Rerun:      replaced at each migration whose text differs.

-- What a measure is the sum of, down to flows, stocks and openings, however often a part goes in.
CREATE FUNCTION mart.measure_terms(p_measure text)
RETURNS TABLE (measure text, kind text, parts text[])
LANGUAGE sql STABLE AS $$
WITH RECURSIVE term AS (
    SELECT m.measure, m.kind, m.parts FROM mart.measure AS m WHERE m.measure = p_measure
    UNION ALL
    SELECT m.measure, m.kind, m.parts
    FROM term AS t
    CROSS JOIN LATERAL unnest(t.parts) AS part (measure)
    INNER JOIN mart.measure AS m ON part.measure = m.measure
    WHERE t.kind = 'sum'
)

SELECT t.measure, t.kind, t.parts FROM term AS t WHERE t.kind <> 'sum'
$$;
COMMENT ON FUNCTION mart.measure_terms(text) IS 'The flows, stocks and openings that a measure adds up.';

-- Flows are summed over the days of the range. A stock at the end of a day is the sum of enters less leaves up to
-- that day; an opening is the stock at the end of the day before the range. Days are first summed into the spans
-- between the boundaries of a unit's ranges, so that a day is read once however many ranges are asked for. The days of
-- a unit that moved into another as a whole are that one's too.
CREATE FUNCTION mart.figure_rows(p_units integer[], p_bases text[], p_from date[], p_to date[], p_by_sector boolean[])
RETURNS TABLE (
    unit_id integer, basis text, range_from date, range_to date, by_sector boolean, sector_code text, figures jsonb
)
LANGUAGE plpgsql STABLE ROWS 10000 AS $$
DECLARE
    flows text[] := (SELECT array_agg(m.measure ORDER BY m.measure) FROM mart.measure AS m WHERE m.kind = 'flow');
    stocks text[] := (SELECT array_agg(m.measure ORDER BY m.measure) FROM mart.measure AS m WHERE m.kind = 'stock');
    in_sector text := (
        SELECT string_agg(format('sum(d.%1$I)::bigint AS %1$I', f), ', ') FROM unnest(flows) AS f
    ) || ', ' || (
        SELECT string_agg(
            format('(coalesce(sum(d.%1$I), 0) - coalesce(sum(d.%2$I), 0))::bigint AS %3$I', s || '_enter', s || '_leave', s), ', '
        )
        FROM unnest(stocks) AS s
    );
    in_all text := (
        SELECT string_agg(format('sum(p.%1$I)::bigint', m), ', ') FROM unnest(flows || stocks) AS m
    );
    so_far text := (
        SELECT string_agg(format('(sum(p.%1$I) OVER so_far)::bigint AS %1$I', m), ', ') FROM unnest(flows || stocks) AS m
    );
    figured text := (
        SELECT string_agg(format('coalesce(e.%1$I, 0) - coalesce(o.%1$I, 0) AS %1$I', f), ', ') FROM unnest(flows) AS f
    ) || ', ' || (
        SELECT string_agg(format('coalesce(e.%1$I, 0) AS %1$I, coalesce(o.%1$I, 0) AS %2$I', s, s || '_at_start'), ', ')
        FROM unnest(stocks) AS s
    );
    -- Written as text: of some hundred measures a unit and period has a third, and what is null costs nothing so.
    named text := (
        SELECT string_agg(format('''%1$s:'' || nullif(%2$s, 0)', to_json(m.measure), term.added), ', ')
        FROM mart.measure AS m
        CROSS JOIN LATERAL (
            SELECT string_agg(format('f.%I', t.measure), ' + ') AS added FROM mart.measure_terms(m.measure) AS t
        ) AS term
        WHERE m.kind IN ('flow', 'stock', 'opening', 'sum')
    );
BEGIN
    RETURN QUERY EXECUTE format($query$
        WITH asked AS (
            SELECT DISTINCT
                r.unit_id, r.basis, r.range_from, r.range_to, r.by_sector,
                dense_rank() OVER (ORDER BY r.unit_id, r.basis, r.by_sector) AS asker
            FROM unnest($1, $2, $3, $4, $5) AS r (unit_id, basis, range_from, range_to, by_sector)
        ),

        -- One number for each day that is asked for: the planner misjudges joins over several columns.
        edge AS (
            SELECT a.*, e.last_day, e.is_end, dense_rank() OVER (ORDER BY a.asker, e.last_day) AS place
            FROM asked AS a
            CROSS JOIN LATERAL (VALUES (a.range_from - 1, FALSE), (a.range_to, TRUE)) AS e (last_day, is_end)
        ),

        range AS (
            SELECT
                e.unit_id, e.basis, e.range_from, e.range_to, e.by_sector,
                min(e.place) FILTER (WHERE NOT e.is_end) AS before_place, min(e.place) FILTER (WHERE e.is_end) AS end_place
            FROM edge AS e
            GROUP BY e.unit_id, e.basis, e.range_from, e.range_to, e.by_sector
        ),

        boundary AS (
            SELECT DISTINCT
                e.asker, e.unit_id, e.basis, e.by_sector, e.last_day, e.place,
                e.place - min(e.place) OVER (PARTITION BY e.asker) AS span
            FROM edge AS e
        ),

        asker AS (
            SELECT
                b.asker, b.unit_id, b.basis, b.by_sector,
                max(b.last_day) AS last_day, array_agg(b.last_day + 1 ORDER BY b.place) AS first_days
            FROM boundary AS b
            GROUP BY b.asker, b.unit_id, b.basis, b.by_sector
        ),

        -- Fenced, or all days of a role may be joined before it is looked of which units they are.
        counted_unit AS MATERIALIZED (
            SELECT r.asker, r.basis, r.by_sector, r.last_day, r.first_days, c.unit_id
            FROM asker AS r
            INNER JOIN mart.unit_counts_for AS c ON r.unit_id = c.counts_for_unit_id
        ),

        per_sector AS (
            SELECT r.asker, r.by_sector, span.span, sector.sector_code, %1$s
            FROM counted_unit AS r
            INNER JOIN mart.measure_day AS d ON r.unit_id = d.unit_id AND r.basis = d.basis AND d.day <= r.last_day
            CROSS JOIN LATERAL (SELECT width_bucket(d.day, r.first_days) AS span) AS span
            CROSS JOIN LATERAL (SELECT CASE WHEN r.by_sector THEN d.sector_code ELSE '*' END AS sector_code) AS sector
            GROUP BY r.asker, r.by_sector, span.span, sector.sector_code
        ),

        per_span AS (
            SELECT p.* FROM per_sector AS p
            UNION ALL
            SELECT p.asker, p.by_sector, p.span, '*', %2$s
            FROM per_sector AS p
            WHERE p.by_sector
            GROUP BY p.asker, p.by_sector, p.span
        ),

        subject AS (
            SELECT r.asker, '*' AS sector_code FROM asker AS r
            UNION
            SELECT p.asker, p.sector_code FROM per_sector AS p
        ),

        up_to AS (
            SELECT s.sector_code, b.place, %3$s
            FROM subject AS s
            INNER JOIN boundary AS b ON s.asker = b.asker
            LEFT JOIN per_span AS p ON s.asker = p.asker AND s.sector_code = p.sector_code AND b.span = p.span
            WINDOW so_far AS (PARTITION BY s.asker, s.sector_code ORDER BY b.place)
        ),

        figured AS (
            SELECT r.unit_id, r.basis, r.range_from, r.range_to, r.by_sector, e.sector_code, %4$s
            FROM range AS r
            INNER JOIN up_to AS e ON r.end_place = e.place
            INNER JOIN up_to AS o ON r.before_place = o.place AND e.sector_code = o.sector_code
        )

        SELECT f.unit_id, f.basis, f.range_from, f.range_to, f.by_sector, f.sector_code, named.figures
        FROM figured AS f
        CROSS JOIN LATERAL (
            -- Fenced, or it would be computed once to be looked at and once to be returned.
            SELECT ('{' || array_to_string(ARRAY[%5$s], ',') || '}')::jsonb AS figures OFFSET 0
        ) AS named
        WHERE f.sector_code = '*' OR named.figures <> '{}'
    $query$, in_sector, in_all, so_far, figured, named) USING p_units, p_bases, p_from, p_to, p_by_sector;
END
$$;
COMMENT ON FUNCTION mart.figure_rows(integer[], text[], date[], date[], boolean[]) IS 'Every measure that adds up, of units over ranges of days in a role, by sector and for all sectors (*); what is nothing is not named.';

-- What does not add up is counted over the days of each range anew: procedures with any of a measure's parts, and the
-- duration that a share of the resolved dossiers did not pass. A subject is asked for once for each of its units. Days
-- are first put together into the spans between the boundaries of the ranges of the same units.
CREATE FUNCTION mart.spread_rows(
    p_subjects integer[], p_units integer[], p_bases text[], p_from date[], p_to date[], p_by_sector boolean[]
)
RETURNS TABLE (
    subject_id integer, basis text, range_from date, range_to date, by_sector boolean, sector_code text, figures jsonb
)
LANGUAGE plpgsql STABLE ROWS 10000 AS $$
DECLARE
    -- Whether a day has any of a measure's parts.
    has_any text := (
        SELECT string_agg(
            format(
                'bool_or(0 < num_nonnulls(%s)) AS %I',
                (SELECT string_agg(format('d.%I', part), ', ') FROM unnest(m.parts) AS part), m.measure
            ), ', '
        )
        FROM mart.measure AS m
        WHERE m.kind = 'distinct'
    );
    in_any text := (
        SELECT string_agg(format('bool_or(d.%1$I) AS %1$I', m.measure), ', ')
        FROM mart.measure AS m
        WHERE m.kind = 'distinct'
    );
    distinct_counts text := (
        SELECT string_agg(format('nullif(count(*) FILTER (WHERE d.%1$I), 0) AS %1$I', m.measure), ', ')
        FROM mart.measure AS m
        WHERE m.kind = 'distinct'
    );
    quantiles text := (
        SELECT string_agg(
            format('percentile_disc(%s) WITHIN GROUP (ORDER BY one.minutes) AS %I', m.share, m.measure), ', '
        )
        FROM mart.measure AS m
        WHERE m.kind = 'distribution'
    );
BEGIN
    RETURN QUERY EXECUTE format($query$
        WITH asked AS (
            SELECT
                r.subject_id, r.basis, r.range_from, r.range_to, r.by_sector,
                array_agg(DISTINCT c.unit_id ORDER BY c.unit_id) AS unit_ids
            FROM unnest($1, $2, $3, $4, $5, $6) AS r (subject_id, unit_id, basis, range_from, range_to, by_sector)
            INNER JOIN mart.unit_counts_for AS c ON r.unit_id = c.counts_for_unit_id
            GROUP BY r.subject_id, r.basis, r.range_from, r.range_to, r.by_sector
        ),

        range AS MATERIALIZED (
            SELECT a.*, row_number() OVER () AS range_id, dense_rank() OVER (ORDER BY a.basis, a.unit_ids) AS asker
            FROM asked AS a
        ),

        -- The days between two boundaries of an asker's ranges are a span, with one number among all askers.
        boundary AS MATERIALIZED (
            SELECT e.asker, e.last_day, row_number() OVER (ORDER BY e.asker, e.last_day) AS span
            FROM (
                SELECT r.asker, r.range_from - 1 AS last_day FROM range AS r
                UNION
                SELECT r.asker, r.range_to FROM range AS r
            ) AS e
        ),

        range_span AS MATERIALIZED (
            SELECT r.range_id, r.by_sector, inside.span
            FROM range AS r
            INNER JOIN boundary AS o ON r.asker = o.asker AND r.range_from - 1 = o.last_day
            INNER JOIN boundary AS e ON r.asker = e.asker AND r.range_to = e.last_day
            CROSS JOIN LATERAL generate_series(o.span + 1, e.span) AS inside (span)
        ),

        asker AS (
            SELECT b.asker, min(b.span) AS first_span, array_agg(b.last_day + 1 ORDER BY b.span) AS first_days
            FROM boundary AS b
            GROUP BY b.asker
        ),

        asked_days AS (
            SELECT r.asker, r.basis, r.unit_ids, range_agg(daterange(r.range_from, r.range_to, '[]')) AS days
            FROM range AS r
            GROUP BY r.asker, r.basis, r.unit_ids
        ),

        asker_unit AS MATERIALIZED (
            SELECT
                a.first_span, a.first_days, of_asker.basis, u.unit_id,
                lower(part.days) AS first_day, upper(part.days) AS before_day
            FROM asker AS a
            INNER JOIN asked_days AS of_asker ON a.asker = of_asker.asker
            CROSS JOIN LATERAL unnest(of_asker.unit_ids) AS u (unit_id)
            CROSS JOIN LATERAL unnest(of_asker.days) AS part (days)
        ),

        -- Unit by unit, here and below: joined, the planner would read every day that there is.
        procedure_in_span AS MATERIALIZED (
            SELECT s.span, coalesce(d.sector_code, '*') AS sector_code, d.procedure_code, %1$s
            FROM asker_unit AS a
            CROSS JOIN LATERAL (
                SELECT d.* FROM mart.measure_day AS d
                WHERE d.unit_id = a.unit_id AND d.basis = a.basis AND d.day >= a.first_day AND d.day < a.before_day
                OFFSET 0
            ) AS d
            CROSS JOIN LATERAL (SELECT a.first_span + width_bucket(d.day, a.first_days) AS span) AS s
            WHERE d.procedure_code <> '?'
            GROUP BY GROUPING SETS ((s.span, d.sector_code, d.procedure_code), (s.span, d.procedure_code))
        ),

        counted AS (
            SELECT d.range_id, d.sector_code, %3$s
            FROM (
                SELECT r.range_id, d.sector_code, d.procedure_code, %2$s
                FROM range_span AS r
                INNER JOIN procedure_in_span AS d ON r.span = d.span AND (r.by_sector OR d.sector_code = '*')
                GROUP BY r.range_id, d.sector_code, d.procedure_code
            ) AS d
            GROUP BY d.range_id, d.sector_code
        ),

        duration_in_span AS MATERIALIZED (
            SELECT s.span, coalesce(d.sector_code, '*') AS sector_code, array_agg(d.minutes) AS durations
            FROM asker_unit AS a
            CROSS JOIN LATERAL (
                SELECT d.* FROM mart.duration_day AS d
                WHERE d.unit_id = a.unit_id AND d.basis = a.basis AND d.day >= a.first_day AND d.day < a.before_day
                OFFSET 0
            ) AS d
            CROSS JOIN LATERAL (SELECT a.first_span + width_bucket(d.day, a.first_days) AS span) AS s
            CROSS JOIN LATERAL generate_series(1, d.n)
            GROUP BY GROUPING SETS ((s.span, d.sector_code), (s.span))
        ),

        lasted AS (
            SELECT d.range_id, d.sector_code, %4$s
            FROM (
                SELECT r.range_id, d.sector_code, d.durations
                FROM range_span AS r
                INNER JOIN duration_in_span AS d ON r.span = d.span AND (r.by_sector OR d.sector_code = '*')
                ORDER BY r.range_id, d.sector_code
            ) AS d
            CROSS JOIN LATERAL unnest(d.durations) AS one (minutes)
            GROUP BY d.range_id, d.sector_code
        ),

        -- Put together by grouping: the planner takes both for a handful of rows.
        spread AS (
            SELECT c.range_id, c.sector_code, to_jsonb(c) AS figures FROM counted AS c
            UNION ALL
            SELECT l.range_id, l.sector_code, to_jsonb(l) FROM lasted AS l
        )

        SELECT
            r.subject_id, r.basis, r.range_from, r.range_to, r.by_sector, s.sector_code,
            jsonb_strip_nulls(
                ((array_agg(s.figures))[1] || coalesce((array_agg(s.figures))[2], '{}'))
                - '{range_id,sector_code}'::text[]
            )
        FROM spread AS s
        INNER JOIN range AS r ON s.range_id = r.range_id
        GROUP BY r.subject_id, r.basis, r.range_from, r.range_to, r.by_sector, s.sector_code
    $query$, has_any, in_any, distinct_counts, quantiles) USING p_subjects, p_units, p_bases, p_from, p_to, p_by_sector;
END
$$;
COMMENT ON FUNCTION mart.spread_rows(integer[], integer[], text[], date[], date[], boolean[]) IS 'Distinct procedures and percentiles of subjects, each a set of units, over ranges of days in a role.';

CREATE FUNCTION mart.form_ii06a_between(p_unit_id integer, p_basis text, p_from date, p_to date)
RETURNS TABLE (
    unit_id integer, basis text, sector_code text, unit_code text, period_start date, period_end date,
    received_total integer, received_online integer, received_direct_postal integer, carried_over integer,
    resolved_total integer, resolved_early integer, resolved_on_time integer, resolved_overdue integer,
    in_progress_total integer, in_progress_within integer, in_progress_overdue integer,
    resolved_no_due_date integer, in_progress_no_due_date integer, paused integer,
    withdrawn integer, refused integer, stopped integer, transferred_in integer, transferred_out integer
)
LANGUAGE sql STABLE AS $$
SELECT
    f.unit_id, p_basis, f.sector_code, u.unit_code, f.range_from, f.range_to,
    coalesce(c.received_total, 0), coalesce(c.received_online, 0), coalesce(c.received_direct_postal, 0),
    coalesce(c.carried_over, 0), coalesce(c.resolved_total, 0), coalesce(c.resolved_early, 0),
    coalesce(c.resolved_on_time, 0), coalesce(c.resolved_overdue, 0), coalesce(c.in_progress_total, 0),
    coalesce(c.in_progress_within, 0), coalesce(c.in_progress_overdue, 0), coalesce(c.resolved_no_due_date, 0),
    coalesce(c.in_progress_no_due_date, 0), coalesce(c.paused, 0), coalesce(c.withdrawn, 0), coalesce(c.refused, 0),
    coalesce(c.stopped, 0), coalesce(c.transferred_in, 0), coalesce(c.transferred_out, 0)
FROM mart.figure_rows(ARRAY[p_unit_id], ARRAY[p_basis], ARRAY[p_from], ARRAY[p_to], ARRAY[TRUE]) AS f
INNER JOIN mart.unit AS u ON f.unit_id = u.unit_id
CROSS JOIN LATERAL jsonb_populate_record(NULL::mart.form_ii06a, f.figures) AS c
WHERE
    f.sector_code = '*'
    OR 0 < num_nonnulls(
        c.received_total, c.resolved_total, c.withdrawn, c.refused, c.stopped, c.transferred_in, c.transferred_out
    )
ORDER BY f.sector_code
$$;
COMMENT ON FUNCTION mart.form_ii06a_between(integer, text, date, date) IS 'Form II.06a of one unit for any range of days, both ends inclusive.';
