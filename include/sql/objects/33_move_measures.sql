-- Purpose:    move the measures by what changed in the counts of the touched cases.
-- Grain:      one unit, basis, day, sector and procedure of mart.measure_day.
-- Reads:      moved and moved_durations (temporary tables of the writer), the columns of mart.measure_day, mart.measure.
-- Writes:     functions core.move_measures, which writes mart.measure_day and the temporary table difference, and
--             core.find_moved_days, which adds to audit.moved_days.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
-- The statements follow from the columns of mart.measure_day: a new measure is a column and a branch of
-- core.case_count, nothing here.

CREATE FUNCTION core.move_measures() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    measures text[] := (
        SELECT array_agg(attribute.attname ORDER BY attribute.attnum)
        FROM pg_catalog.pg_attribute AS attribute
        WHERE
            attribute.attrelid = 'mart.measure_day'::regclass
            AND attribute.atttypid = 'mart.tally'::regtype
            AND NOT attribute.attisdropped
    );
    names text := (SELECT string_agg(format('%I', m), ', ') FROM unnest(measures) AS m);
    sums text := (SELECT string_agg(format('nullif(sum(sign * %1$I), 0)::bigint AS %1$I', m), ', ') FROM unnest(measures) AS m);
    added text := (
        SELECT string_agg(
            format('%1$I = nullif(coalesce(measure_day.%1$I, 0) + coalesce(difference.%1$I, 0), 0)', m), ', '
        )
        FROM unnest(measures) AS m
    );
    given text := (SELECT string_agg(format('difference.%I', m), ', ') FROM unnest(measures) AS m);
BEGIN
    EXECUTE format(
        'CREATE TEMPORARY TABLE difference ON COMMIT DROP AS '
        'SELECT of_unit_id AS unit_id, of_basis AS basis, day, sector_code, procedure_code, %s FROM moved '
        'GROUP BY of_unit_id, of_basis, day, sector_code, procedure_code', sums
    );
    EXECUTE format('DELETE FROM difference WHERE num_nonnulls(%s) = 0', names);
    EXECUTE format(
        'MERGE INTO mart.measure_day USING difference '
        'ON measure_day.unit_id = difference.unit_id AND measure_day.basis = difference.basis '
        'AND measure_day.day = difference.day AND measure_day.sector_code = difference.sector_code '
        'AND measure_day.procedure_code = difference.procedure_code '
        'WHEN MATCHED THEN UPDATE SET %s '
        'WHEN NOT MATCHED THEN INSERT (unit_id, basis, day, sector_code, procedure_code, %s) '
        'VALUES (difference.unit_id, difference.basis, difference.day, difference.sector_code, '
        'difference.procedure_code, %s)', added, names, given
    );
    -- What came to nothing goes, so that the table is a function of the facts.
    EXECUTE format(
        'DELETE FROM mart.measure_day USING difference '
        'WHERE measure_day.unit_id = difference.unit_id AND measure_day.basis = difference.basis '
        'AND measure_day.day = difference.day AND measure_day.sector_code = difference.sector_code '
        'AND measure_day.procedure_code = difference.procedure_code AND num_nonnulls(%s) = 0',
        (SELECT string_agg(format('measure_day.%I', m), ', ') FROM unnest(measures) AS m)
    );
END
$$;
COMMENT ON FUNCTION core.move_measures() IS 'Adds what moved to mart.measure_day and drops what came to nothing.';

-- A flow moved on its day. A stock moved from the day on which more or fewer entered, until it is what it was again.
CREATE FUNCTION core.find_moved_days() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    stocks text[] := (SELECT array_agg(m.measure) FROM mart.measure AS m WHERE m.kind = 'stock');
    entered text := (
        SELECT string_agg(format('sum(coalesce(%1$I, 0) - coalesce(%2$I, 0)) AS %3$I', s || '_enter', s || '_leave', s), ', ')
        FROM unnest(stocks) AS s
    );
    is_other text := (SELECT string_agg(format('sum(%I) OVER so_far <> 0', s), ' OR ') FROM unnest(stocks) AS s);
BEGIN
    EXECUTE format($query$
        INSERT INTO audit.moved_days (unit_id, basis, days)
        WITH entered AS (
            SELECT unit_id, basis, sector_code, day, %1$s
            FROM difference
            GROUP BY unit_id, basis, sector_code, day
        ),

        stock AS (
            SELECT unit_id, basis, day, lead(day) OVER so_far AS next_day, %2$s AS is_other
            FROM entered
            WINDOW so_far AS (PARTITION BY unit_id, basis, sector_code ORDER BY day)
        ),

        moved_range AS (
            SELECT unit_id, basis, daterange(day, next_day) AS days FROM stock WHERE is_other
            UNION ALL
            SELECT unit_id, basis, daterange(day, day, '[]') FROM difference
            UNION ALL
            SELECT unit_id, basis, daterange(day, day, '[]') FROM moved_durations
        )

        SELECT unit_id, basis, range_agg(days) AS days FROM moved_range GROUP BY unit_id, basis
    $query$, entered, is_other);
END
$$;
COMMENT ON FUNCTION core.find_moved_days() IS 'On which days which unit has other measures, in which role.';
