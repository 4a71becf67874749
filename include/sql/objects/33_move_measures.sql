-- Purpose:    move the measures by what changed in the counts of the touched cases.
-- Grain:      one unit, basis, day, sector and procedure of mart.measure_day.
-- Reads:      moved (temporary table of the writer), the columns of mart.measure_day.
-- Writes:     function core.move_measures, which writes mart.measure_day and the temporary table difference.
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
