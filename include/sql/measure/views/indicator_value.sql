-- Purpose:    the value of every indicator, made of stored figures and of what offices entered whenever it is read.
-- Grain:      one subject, basis, period, sector and indicator version.
-- Reads:      audit.measure_state, core.area, core.area_member, core.entered_figure, core.figure, core.target,
--             core.unit, core.unit_succession, mart.figure, mart.indicator, mart.measure, mart.measured, mart.period,
--             mart.period_kind, mart.spread_of.
-- Writes:     views mart.indicator_entry, core.indicator_part, mart.indicator_value; functions mart.entered_of_unit,
--             mart.entered_of_area, mart.total_of.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.
-- Numerator and denominator are sums of what the indicator's row names, measures and figures that offices entered for the
-- period alike; a new row has its values at once.

-- One row an indicator, figure and name: the name is the figure's own, or that of the measure that it stands instead of.
CREATE OR REPLACE VIEW mart.indicator_entry AS
SELECT
    indicator.indicator_code,
    indicator.indicator_version,
    figure.figure_code,
    named.name,
    named.name = figure.figure_code AS is_needed
FROM mart.indicator
CROSS JOIN LATERAL (
    SELECT DISTINCT part.name
    FROM unnest(indicator.numerator || indicator.less || indicator.denominator) AS part (name)
) AS named
INNER JOIN core.figure ON named.name IN (figure.figure_code, figure.instead_of);
COMMENT ON VIEW mart.indicator_entry IS 'Which figures that offices enter are parts of an indicator, by their own name or instead of a measure.';
COMMENT ON COLUMN mart.indicator_entry.name IS 'What numerator, less or denominator name: the figure, or the measure that it stands instead of.';
COMMENT ON COLUMN mart.indicator_entry.is_needed IS 'Without the figure there is no value; false: else the measure counts.';

-- What was entered of a unit; of an area what its units come to together. Readers see the mart only, so the functions
-- read what was entered with their owner's rights.
CREATE OR REPLACE FUNCTION mart.entered_of_unit(p_unit_id integer, p_period_id text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(jsonb_object_agg(named.name, manual.value::bigint), '{}')
    FROM core.entered_figure AS manual
    INNER JOIN core.figure ON manual.figure_code = figure.figure_code
    CROSS JOIN LATERAL (VALUES (figure.figure_code), (figure.instead_of)) AS named (name)
    WHERE manual.unit_id = p_unit_id AND manual.period_id = p_period_id AND manual.value IS NOT NULL AND named.name IS NOT NULL
$$;
COMMENT ON FUNCTION mart.entered_of_unit IS 'What offices entered of a unit in a period, by the names under which indicators take it.';

CREATE OR REPLACE FUNCTION mart.entered_of_area(p_area_id integer, p_basis text, p_period_id text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH member AS MATERIALIZED (
        SELECT unit.unit_id, unit.is_fed AND unit.kind = 'commune' AS is_counted
        FROM core.area_member
        INNER JOIN core.unit ON area_member.unit_id = unit.unit_id
        WHERE area_member.area_id = p_area_id AND area_member.valid @> split_part(p_period_id, ':', 3)::date
    ),

    manual AS (
        SELECT member.unit_id, member.is_counted, entered.figure_code, entered.value
        FROM member
        -- Fenced, so that each unit is looked up by its number.
        CROSS JOIN LATERAL (
            SELECT entered_figure.figure_code, entered_figure.value
            FROM core.entered_figure
            WHERE entered_figure.unit_id = member.unit_id AND entered_figure.period_id = p_period_id
            OFFSET 0
        ) AS entered
    ),

    -- Added up when every commune of the area has it. What a province entered for all of them is one and the same number.
    together AS (
        SELECT
            figure.figure_code,
            CASE WHEN figure.is_of_province THEN min(manual.value) ELSE sum(manual.value) END AS value
        FROM manual
        INNER JOIN core.figure ON manual.figure_code = figure.figure_code AND figure.instead_of IS NULL
        WHERE manual.is_counted
        GROUP BY figure.figure_code, figure.is_of_province
        HAVING
            (NOT figure.is_of_province OR min(manual.value) = max(manual.value))
            AND count(manual.value) = (SELECT count(*) FROM member WHERE member.is_counted)
    ),

    -- Where a figure stands instead of a measure, that of the area changes by what its communes entered more or less.
    instead AS (
        SELECT
            figure.figure_code,
            coalesce(mart.measured(whole, figure.instead_of), 0)
            + sum(manual.value - coalesce(mart.measured(own, figure.instead_of), 0)) AS value
        FROM manual
        INNER JOIN core.figure ON manual.figure_code = figure.figure_code AND figure.instead_of IS NOT NULL
        INNER JOIN mart.period ON period.period_id = p_period_id
        INNER JOIN mart.figure AS whole
            ON
                period.period_no = whole.period_no
                AND whole.subject_kind = 'area'
                AND whole.subject_id = p_area_id
                AND whole.basis = p_basis
                AND whole.sector_code = '*'
        LEFT JOIN mart.figure AS own
            ON
                period.period_no = own.period_no
                AND own.subject_kind = 'unit'
                AND manual.unit_id = own.subject_id
                AND own.basis = p_basis
                AND own.sector_code = '*'
        WHERE manual.value IS NOT NULL
        GROUP BY figure.figure_code, figure.instead_of, whole.*
    )

    SELECT coalesce(jsonb_object_agg(named.name, known.value::bigint), '{}')
    FROM (SELECT together.* FROM together UNION ALL SELECT instead.* FROM instead) AS known
    INNER JOIN core.figure ON known.figure_code = figure.figure_code
    CROSS JOIN LATERAL (VALUES (figure.figure_code), (figure.instead_of)) AS named (name)
    WHERE named.name IS NOT NULL
$$;
COMMENT ON FUNCTION mart.entered_of_area IS 'What the communes of an area entered together in a period, by the names under which indicators take it: an area has a figure when all its communes have it; one that stands instead of a measure as soon as one of them has it.';
REVOKE EXECUTE ON FUNCTION mart.entered_of_unit, mart.entered_of_area FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mart.entered_of_unit, mart.entered_of_area TO onestop_reader, onestop_pipeline;

-- Beside an indicator, what does not simply add up of it.
CREATE OR REPLACE VIEW core.indicator_part AS
SELECT
    indicator.indicator_code,
    indicator.indicator_version,
    entry.indicator_code IS NOT NULL AS is_entered,
    entry.needed,
    named.measures,
    named.feeds
FROM mart.indicator
LEFT JOIN (
    SELECT
        indicator_entry.indicator_code,
        indicator_entry.indicator_version,
        array_agg(indicator_entry.name) FILTER (WHERE indicator_entry.is_needed) AS needed
    FROM mart.indicator_entry
    GROUP BY indicator_entry.indicator_code, indicator_entry.indicator_version
) AS entry
    ON indicator.indicator_code = entry.indicator_code AND indicator.indicator_version = entry.indicator_version
LEFT JOIN (
    SELECT
        naming.indicator_code,
        naming.indicator_version,
        array_agg(measure.measure) FILTER (WHERE measure.kind IN ('distinct', 'distribution')) AS measures,
        array_agg(DISTINCT measure.feed) AS feeds
    FROM mart.indicator AS naming
    INNER JOIN mart.measure ON measure.measure = ANY(naming.numerator || naming.less || naming.denominator)
    GROUP BY naming.indicator_code, naming.indicator_version
) AS named
    ON indicator.indicator_code = named.indicator_code AND indicator.indicator_version = named.indicator_version;
COMMENT ON VIEW core.indicator_part IS 'What does not simply add up of an indicator: figures that offices enter, distinct counts and percentiles.';
COMMENT ON COLUMN core.indicator_part.is_entered IS 'Offices enter a part of it.';
COMMENT ON COLUMN core.indicator_part.needed IS 'Entered figures without which there is no value; null: none.';
COMMENT ON COLUMN core.indicator_part.measures IS 'Distinct counts and percentiles that it names; null: none.';
COMMENT ON COLUMN core.indicator_part.feeds IS 'Feeds that its measures count; null: it names no measure.';

-- A set of one row, so that PostgreSQL puts it into the statement that asks.
CREATE OR REPLACE FUNCTION mart.total_of(p_figure mart.figure, p_entered jsonb, p_spread jsonb, p_measures text[])
RETURNS TABLE (n bigint) LANGUAGE sql STABLE AS $$
    SELECT sum(
        coalesce(
            (p_entered ->> named.measure)::bigint,
            (p_spread ->> named.measure)::bigint,
            mart.measured(p_figure, named.measure)
        )
    )::bigint
    FROM unnest(p_measures) AS named (measure)
$$;
COMMENT ON FUNCTION mart.total_of IS 'Sum of measures of a figure: of each what offices entered, else what was counted distinctly or as a percentile, else what adds up.';

CREATE OR REPLACE VIEW mart.indicator_value AS
SELECT
    figure.subject_kind,
    figure.subject_id,
    figure.basis,
    period.period_id,
    figure.sector_code,
    indicator.indicator_code,
    indicator.indicator_version,
    coalesce(unit.unit_code, area.area_code) AS unit_code,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    indicator.value_kind,
    coalesce(over.n, 0) AS numerator,
    counted.denominator,
    CASE
        WHEN torn.is_torn OR measure_state.unread_feeds && part.feeds OR entered.missing IS NOT NULL THEN NULL
        WHEN indicator.value_kind = 'count' THEN coalesce(over.n, 0) / indicator.scale
        WHEN indicator.value_kind = 'median' THEN over.n / indicator.scale
        ELSE coalesce(over.n, 0) / nullif(counted.denominator * indicator.scale, 0)
    END AS value,
    CASE
        -- Nothing was read of what it counts, which is not nothing.
        WHEN measure_state.unread_feeds && part.feeds THEN 'no_feed'
        WHEN torn.is_torn THEN 'not_comparable'
        WHEN entered.missing IS NOT NULL THEN 'external'
        WHEN counted.denominator = 0 THEN 'zero_denominator'
        WHEN indicator.value_kind = 'median' AND over.n IS NULL THEN 'zero_denominator'
    END AS null_reason,
    0::bigint AS excluded_count,
    period.state <> 'open' AS is_final,
    coalesce(measure_state.data_as_of, '-infinity') AS data_as_of
FROM mart.figure
INNER JOIN mart.period ON figure.period_no = period.period_no
INNER JOIN mart.period_kind ON period.kind = period_kind.kind
INNER JOIN mart.indicator
    ON
        indicator.valid @> period.period_end
        AND (
            indicator.is_main
            OR (
                figure.basis = 'receiving' AND figure.sector_code = '*' AND period_kind.all_indicators
            )
            -- A target that is set for one sector wants the sector's figure beside it.
            OR (
                period_kind.all_indicators
                AND (figure.sector_code, indicator.indicator_code) IN (
                    SELECT
                        target.sector_code,
                        target.indicator_code
                    FROM core.target
                    WHERE target.sector_code <> '*'
                )
            )
        )
CROSS JOIN audit.measure_state
LEFT JOIN core.unit ON figure.subject_kind = 'unit' AND figure.subject_id = unit.unit_id
LEFT JOIN core.area ON figure.subject_kind = 'area' AND figure.subject_id = area.area_id
INNER JOIN core.indicator_part AS part
    ON indicator.indicator_code = part.indicator_code AND indicator.indicator_version = part.indicator_version
-- What does not add up is counted for the indicators only that name it, what offices entered is asked for by those that take
-- it: it is added to what was counted, or replaces it. Fenced, so that each is asked for once.
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN NOT part.is_entered OR figure.sector_code <> '*' THEN '{}'
            WHEN figure.subject_kind = 'unit' THEN mart.entered_of_unit(figure.subject_id, period.period_id)
            ELSE mart.entered_of_area(figure.subject_id, figure.basis, period.period_id)
        END AS entered,
        CASE
            WHEN part.measures IS NOT NULL THEN (
                SELECT of_sector.figures
                FROM mart.spread_of(
                    figure.subject_kind, figure.subject_id, figure.basis, period.period_start, period.counted_to,
                    period.period_end, part.measures
                ) AS of_sector
                WHERE of_sector.sector_code = figure.sector_code
            )
        END AS spread
    FROM (VALUES (TRUE)) AS once (holds)
    OFFSET 0
) AS known
-- What the indicator needs and nobody entered, or of which the office said that there is no data.
CROSS JOIN LATERAL (
    SELECT array_agg(needed.name) AS missing
    FROM unnest(part.needed) AS needed (name)
    WHERE NOT known.entered ? needed.name
) AS entered
CROSS JOIN LATERAL (
    SELECT CASE WHEN added.n < taken.n THEN 0 ELSE added.n - coalesce(taken.n, 0) END AS n
    FROM mart.total_of(figure, known.entered, known.spread, indicator.numerator) AS added
    CROSS JOIN mart.total_of(figure, known.entered, known.spread, indicator.less) AS taken
) AS over
CROSS JOIN LATERAL mart.total_of(figure, known.entered, known.spread, indicator.denominator) AS under
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN indicator.denominator IS NOT NULL AND NOT coalesce(indicator.denominator && entered.missing, FALSE)
                THEN coalesce(under.n, 0)
        END AS denominator
) AS counted
-- It took part of a unit that was divided: what that part did before is not known.
CROSS JOIN LATERAL (
    SELECT
        period.period_start < lower(unit.valid)
        AND EXISTS (
            SELECT 1
            FROM core.unit_succession
            WHERE unit_succession.successor_id = unit.unit_id AND unit_succession.kind = 'split'
        ) AS is_torn
) AS torn
-- Of a sector, only what arose; what offices enter is of all sectors together.
WHERE figure.sector_code = '*' OR (num_nonnulls(over.n, under.n) > 0 AND part.needed IS NULL);
COMMENT ON VIEW mart.indicator_value IS 'Value of each indicator by unit or area, basis, period and sector (* = all): the moving truth; publications freeze it. Ask by period: a value is computed when it is read.';
COMMENT ON COLUMN mart.indicator_value.is_final IS 'The period is closed.';
COMMENT ON COLUMN mart.indicator_value.data_as_of IS 'Earliest moment up to which every configured source had been read when the figures last caught up with the facts.';
COMMENT ON COLUMN mart.indicator_value.excluded_count IS 'Cases of the subject that neither numerator nor denominator counts because a fact is missing; no indicator leaves any out so far.';

GRANT SELECT ON mart.indicator_entry, mart.indicator_value TO onestop_reader, onestop_pipeline;
