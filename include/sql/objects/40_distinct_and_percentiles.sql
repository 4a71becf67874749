-- Purpose:    what does not add up over days: how many procedures, and how long the resolved dossiers took.
-- Grain:      one sector (*: all) of a unit or area, role and range of days.
-- Reads:      core.day_count, mart.duration_day, core.area_member, core.unit_succession.
-- Writes:     function mart.spread_of.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
-- Generated from include/catalogue/measures.yaml by `make sql`.

-- Nothing of it is stored: it is counted over the days of the range whenever somebody asks. Readers see the mart only, so the
-- function reads with its owner's rights.
CREATE FUNCTION mart.spread_of(
    p_subject_kind text, p_subject_id integer, p_basis text, p_from date, p_to date, p_period_end date
)
RETURNS TABLE (sector_code text, figures jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog ROWS 10 COST 100000 AS $$
WITH asked AS (
    SELECT p_subject_id AS unit_id
    WHERE p_subject_kind = 'unit'
    UNION ALL
    SELECT area_member.unit_id
    FROM core.area_member
    WHERE p_subject_kind = 'area' AND area_member.area_id = p_subject_id AND area_member.valid @> p_period_end
),

-- Units that moved into one of these as a whole are in its figures.
counted_unit AS MATERIALIZED (
    SELECT asked.unit_id FROM asked
    UNION
    SELECT unit_succession.predecessor_id
    FROM asked
    INNER JOIN core.unit_succession ON asked.unit_id = unit_succession.successor_id AND unit_succession.kind = 'whole'
),

counted_procedure AS (
    SELECT
        coalesce(counted.sector_code, '*') AS sector_code,
        counted.procedure_code,
        bool_or(
            0 < num_nonnulls(counted.received_online, counted.received_in_person, counted.received_postal)
        ) AS procedures_received,
        bool_or(
            0 < num_nonnulls(counted.received_online)
        ) AS procedures_online,
        bool_or(
            0 < num_nonnulls(counted.payable)
        ) AS procedures_payable,
        bool_or(
            0 < num_nonnulls(counted.paid_online)
        ) AS procedures_paid_online,
        bool_or(
            0 < num_nonnulls(counted.received_population_linked)
        ) AS procedures_population_linked
    FROM counted_unit
    -- Unit by unit: joined, the planner would read every day that there is.
    CROSS JOIN LATERAL (
        SELECT
            day_count.sector_code,
            day_count.procedure_code,
            day_count.received_online,
            day_count.received_in_person,
            day_count.received_postal,
            day_count.payable,
            day_count.paid_online,
            day_count.received_population_linked
        FROM core.day_count
        WHERE
            p_basis = 'receiving'
            AND day_count.receiving_unit_id = counted_unit.unit_id
            AND day_count.day BETWEEN p_from AND p_to
            AND day_count.procedure_code <> '?'
        UNION ALL
        SELECT
            day_count.sector_code,
            day_count.procedure_code,
            day_count.received_online,
            day_count.received_in_person,
            day_count.received_postal,
            day_count.payable,
            day_count.paid_online,
            day_count.received_population_linked
        FROM core.day_count
        WHERE
            p_basis = 'responsible'
            AND day_count.responsible_unit_id = counted_unit.unit_id
            AND day_count.day BETWEEN p_from AND p_to
            AND day_count.procedure_code <> '?'
        UNION ALL
        SELECT
            day_count.sector_code,
            day_count.procedure_code,
            day_count.received_online,
            day_count.received_in_person,
            day_count.received_postal,
            day_count.payable,
            day_count.paid_online,
            day_count.received_population_linked
        FROM core.day_count
        WHERE
            p_basis = 'holding'
            AND day_count.holding_unit_id = counted_unit.unit_id
            AND day_count.day BETWEEN p_from AND p_to
            AND day_count.procedure_code <> '?'
        OFFSET 0
    ) AS counted
    WHERE
        0 < num_nonnulls(
            counted.received_online,
            counted.received_in_person,
            counted.received_postal,
            counted.payable,
            counted.paid_online,
            counted.received_population_linked
        )
    GROUP BY GROUPING SETS ((counted.sector_code, counted.procedure_code), (counted.procedure_code))
),

procedures AS (
    SELECT
        counted_procedure.sector_code,
        nullif(count(*) FILTER (WHERE counted_procedure.procedures_received), 0) AS procedures_received,
        nullif(count(*) FILTER (WHERE counted_procedure.procedures_online), 0) AS procedures_online,
        nullif(count(*) FILTER (WHERE counted_procedure.procedures_payable), 0) AS procedures_payable,
        nullif(count(*) FILTER (WHERE counted_procedure.procedures_paid_online), 0) AS procedures_paid_online,
        nullif(count(*) FILTER (WHERE counted_procedure.procedures_population_linked), 0) AS procedures_population_linked
    FROM counted_procedure
    GROUP BY counted_procedure.sector_code
),

duration AS (
    SELECT
        coalesce(counted.sector_code, '*') AS sector_code,
        counted.minutes,
        sum(counted.n) AS n
    FROM counted_unit
    CROSS JOIN LATERAL (
        SELECT duration_day.sector_code, duration_day.minutes, duration_day.n
        FROM mart.duration_day
        WHERE
            duration_day.unit_id = counted_unit.unit_id
            AND duration_day.basis = p_basis
            AND duration_day.day BETWEEN p_from AND p_to
        OFFSET 0
    ) AS counted
    GROUP BY GROUPING SETS ((counted.sector_code, counted.minutes), (counted.minutes))
),

ranked AS (
    SELECT
        duration.sector_code,
        duration.minutes,
        sum(duration.n) OVER (PARTITION BY duration.sector_code ORDER BY duration.minutes) AS so_far,
        sum(duration.n) OVER (PARTITION BY duration.sector_code) AS n
    FROM duration
),

-- The shortest duration that the share of the dossiers does not pass.
durations AS (
    SELECT
        ranked.sector_code,
        min(ranked.minutes) FILTER (WHERE ranked.so_far >= 0.5 * ranked.n) AS processing_median,
        min(ranked.minutes) FILTER (WHERE ranked.so_far >= 0.9 * ranked.n) AS processing_p90
    FROM ranked
    GROUP BY ranked.sector_code
)

SELECT
    coalesce(procedures.sector_code, durations.sector_code),
    jsonb_strip_nulls(
        jsonb_build_object(
            'procedures_received', procedures.procedures_received,
            'procedures_online', procedures.procedures_online,
            'procedures_payable', procedures.procedures_payable,
            'procedures_paid_online', procedures.procedures_paid_online,
            'procedures_population_linked', procedures.procedures_population_linked,
            'processing_median', durations.processing_median,
            'processing_p90', durations.processing_p90
        )
    )
FROM procedures
FULL JOIN durations ON procedures.sector_code = durations.sector_code
$$;
COMMENT ON FUNCTION mart.spread_of IS 'Distinct procedures and percentiles of a unit, or of those that are in an area on a day, over a range of days in a role; what is nothing is not named.';
REVOKE EXECUTE ON FUNCTION mart.spread_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mart.spread_of TO onestop_reader, onestop_pipeline;
