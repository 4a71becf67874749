-- Purpose:    every measure of units over ranges of days, the one place where days become periods.
-- Grain:      one unit, range and sector that has any figure, and one for all sectors (*) always.
-- Reads:      mart.measure, mart.measure_day, mart.duration_day, mart.unit, mart.unit_counts_for.
-- Writes:     functions mart.measure_terms, mart.figure_rows, mart.spread_rows, mart.form_ii06a_between.
-- Parameters: units, basis, first and last days (inclusive), pairwise.
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
-- between the ranges' boundaries, so that a day is read once however many ranges are asked for. The days of a unit that
-- moved into another as a whole are that one's too.
CREATE FUNCTION mart.figure_rows(p_units integer[], p_basis text, p_from date[], p_to date[], p_by_sector boolean)
RETURNS TABLE (unit_id integer, range_from date, range_to date, sector_code text, figures jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    flows text[] := (SELECT array_agg(m.measure ORDER BY m.measure) FROM mart.measure AS m WHERE m.kind = 'flow');
    stocks text[] := (SELECT array_agg(m.measure ORDER BY m.measure) FROM mart.measure AS m WHERE m.kind = 'stock');
    summed text := (
        SELECT string_agg(format('sum(d.%1$I) AS %1$I', f), ', ') FROM unnest(flows) AS f
    ) || ', ' || (
        SELECT string_agg(format('coalesce(sum(d.%1$I), 0) - coalesce(sum(d.%2$I), 0) AS %3$I', s || '_enter', s || '_leave', s), ', ')
        FROM unnest(stocks) AS s
    );
    so_far text := (
        SELECT string_agg(format('sum(p.%1$I) OVER so_far AS %1$I', m), ', ') FROM unnest(flows || stocks) AS m
    );
    figured text := (
        SELECT string_agg(format('coalesce(e.%1$I, 0) - coalesce(o.%1$I, 0) AS %1$I', f), ', ') FROM unnest(flows) AS f
    ) || ', ' || (
        SELECT string_agg(format('coalesce(e.%1$I, 0) AS %1$I, coalesce(o.%1$I, 0) AS %2$I', s, s || '_at_start'), ', ')
        FROM unnest(stocks) AS s
    );
    named text := (
        SELECT string_agg(format('nullif(f.%1$I, 0) AS %1$I', m.measure), ', ')
        FROM mart.measure AS m
        WHERE m.kind IN ('flow', 'stock', 'opening')
    ) || ', ' || (
        SELECT string_agg(format('nullif(%s, 0) AS %I', term.added, m.measure), ', ')
        FROM mart.measure AS m
        CROSS JOIN LATERAL (
            SELECT string_agg(format('f.%I', t.measure), ' + ') AS added FROM mart.measure_terms(m.measure) AS t
        ) AS term
        WHERE m.kind = 'sum'
    );
BEGIN
    RETURN QUERY EXECUTE format($query$
        WITH wanted AS (
            SELECT DISTINCT r.range_from, r.range_to FROM unnest($3, $4) AS r (range_from, range_to)
        ),

        boundary AS (
            SELECT b.last_day, row_number() OVER (ORDER BY b.last_day) - 1 AS span
            FROM (SELECT w.range_from - 1 AS last_day FROM wanted AS w UNION SELECT w.range_to FROM wanted AS w) AS b
        ),

        edges AS (
            SELECT array_agg(b.last_day + 1 ORDER BY b.last_day) AS first_days FROM boundary AS b
        ),

        day_in_span AS (
            SELECT
                c.counts_for_unit_id,
                m.*,
                width_bucket(m.day, (SELECT e.first_days FROM edges AS e)) AS span
            FROM mart.unit_counts_for AS c
            INNER JOIN mart.measure_day AS m ON c.unit_id = m.unit_id
            WHERE
                c.counts_for_unit_id = ANY ($1)
                AND m.basis = $2
                AND m.day <= (SELECT max(b.last_day) FROM boundary AS b)
        ),

        per_span AS (
            SELECT d.counts_for_unit_id AS unit_id, d.sector_code, d.span, %1$s
            FROM day_in_span AS d
            WHERE $5
            GROUP BY d.counts_for_unit_id, d.sector_code, d.span
            UNION ALL
            SELECT d.counts_for_unit_id, '*', d.span, %1$s
            FROM day_in_span AS d
            GROUP BY d.counts_for_unit_id, d.span
        ),

        subject AS (
            SELECT u.unit_id, '*' AS sector_code FROM unnest($1) AS u (unit_id)
            UNION
            SELECT s.unit_id, s.sector_code FROM per_span AS s
        ),

        up_to AS (
            SELECT s.unit_id, s.sector_code, b.last_day, %2$s
            FROM subject AS s
            CROSS JOIN boundary AS b
            LEFT JOIN per_span AS p ON s.unit_id = p.unit_id AND s.sector_code = p.sector_code AND b.span = p.span
            WINDOW so_far AS (PARTITION BY s.unit_id, s.sector_code ORDER BY b.last_day)
        ),

        figured AS (
            SELECT e.unit_id, w.range_from, w.range_to, e.sector_code, %3$s
            FROM wanted AS w
            INNER JOIN up_to AS e ON w.range_to = e.last_day
            INNER JOIN up_to AS o
                ON w.range_from - 1 = o.last_day AND e.unit_id = o.unit_id AND e.sector_code = o.sector_code
        )

        SELECT f.unit_id, f.range_from, f.range_to, f.sector_code, named.figures
        FROM figured AS f
        CROSS JOIN LATERAL (
            SELECT jsonb_strip_nulls(to_jsonb(one)) AS figures FROM (SELECT %4$s) AS one
        ) AS named
        WHERE f.sector_code = '*' OR named.figures <> '{}'
    $query$, summed, so_far, figured, named) USING p_units, p_basis, p_from, p_to, p_by_sector;
END
$$;
COMMENT ON FUNCTION mart.figure_rows(integer[], text, date[], date[], boolean) IS 'Every measure that adds up, of units over ranges of days, by sector and for all sectors (*); what is nothing is not named.';

-- What does not add up is counted over the days of each range anew: procedures with any of a measure's parts, and the
-- duration that a share of the resolved dossiers did not pass.
CREATE FUNCTION mart.spread_rows(
    p_subjects integer[], p_units integer[], p_basis text, p_from date[], p_to date[], p_by_sector boolean
)
RETURNS TABLE (subject_id integer, range_from date, range_to date, sector_code text, figures jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    distinct_counts text := (
        SELECT string_agg(
            format(
                'nullif(count(DISTINCT nullif(d.procedure_code, ''?'')) FILTER (WHERE 0 < num_nonnulls(%s)), 0) AS %I',
                (SELECT string_agg(format('d.%I', part), ', ') FROM unnest(m.parts) AS part), m.measure
            ), ', '
        )
        FROM mart.measure AS m
        WHERE m.kind = 'distinct'
    );
    quantiles text := (
        SELECT string_agg(
            format('percentile_disc(%s) WITHIN GROUP (ORDER BY d.minutes) AS %I', m.share, m.measure), ', '
        )
        FROM mart.measure AS m
        WHERE m.kind = 'distribution'
    );
BEGIN
    RETURN QUERY EXECUTE format($query$
        WITH wanted AS (
            SELECT DISTINCT r.range_from, r.range_to FROM unnest($4, $5) AS r (range_from, range_to)
        ),

        member AS (
            SELECT m.subject_id, c.unit_id
            FROM unnest($1, $2) AS m (subject_id, unit_id)
            INNER JOIN mart.unit_counts_for AS c ON m.unit_id = c.counts_for_unit_id
        ),

        counted AS (
            SELECT
                m.subject_id, w.range_from, w.range_to, coalesce(d.sector_code, '*') AS sector_code, %1$s
            FROM member AS m
            CROSS JOIN wanted AS w
            INNER JOIN mart.measure_day AS d
                ON d.unit_id = m.unit_id AND d.basis = $3 AND d.day BETWEEN w.range_from AND w.range_to
            GROUP BY GROUPING SETS ((m.subject_id, w.range_from, w.range_to, d.sector_code), (m.subject_id, w.range_from, w.range_to))
        ),

        lasted AS (
            SELECT
                m.subject_id, w.range_from, w.range_to, coalesce(d.sector_code, '*') AS sector_code, %2$s
            FROM member AS m
            CROSS JOIN wanted AS w
            INNER JOIN mart.duration_day AS d
                ON d.unit_id = m.unit_id AND d.basis = $3 AND d.day BETWEEN w.range_from AND w.range_to
            CROSS JOIN LATERAL generate_series(1, d.n)
            GROUP BY GROUPING SETS ((m.subject_id, w.range_from, w.range_to, d.sector_code), (m.subject_id, w.range_from, w.range_to))
        )

        SELECT
            c.subject_id, c.range_from, c.range_to, c.sector_code,
            jsonb_strip_nulls(
                to_jsonb(c) - ARRAY['subject_id', 'range_from', 'range_to', 'sector_code']
                || coalesce(to_jsonb(l), '{}') - ARRAY['subject_id', 'range_from', 'range_to', 'sector_code']
            )
        FROM counted AS c
        LEFT JOIN lasted AS l
            ON c.subject_id = l.subject_id AND c.range_from = l.range_from AND c.range_to = l.range_to
            AND c.sector_code = l.sector_code
        WHERE $6 OR c.sector_code = '*'
    $query$, distinct_counts, quantiles) USING p_subjects, p_units, p_basis, p_from, p_to, p_by_sector;
END
$$;
COMMENT ON FUNCTION mart.spread_rows(integer[], integer[], text, date[], date[], boolean) IS 'Distinct procedures and percentiles of subjects, each a set of units, over ranges of days.';

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
FROM mart.figure_rows(ARRAY[p_unit_id], p_basis, ARRAY[p_from], ARRAY[p_to], TRUE) AS f
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
