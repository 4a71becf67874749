-- Purpose:    the records that the figures of a publication count against a unit, of all its indicators at once.
-- Grain:      one indicator and record.
-- Reads:      core.case, core.counted_parts, core.counts_of, core.dossier, core.facts_of_unit, core.feedback, core.interlinked,
--             core.survey, mart.period, mart.publication, mart.published_item, mart.scheme, mart.unit_counts_for.
-- Writes:     functions core.counted_against and mart.dossiers_against.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

-- The facts of a unit are counted once for all indicators: one by one, mart.explain takes as many times as long.
CREATE OR REPLACE FUNCTION core.counted_against(p_publication_id bigint, p_unit_code text)
RETURNS TABLE (
    indicator_code text, against bigint, rest bigint, case_id uuid, procedure_code text
)
LANGUAGE sql STABLE AS $$
WITH item AS MATERIALIZED (
    SELECT
        published.indicator_code,
        published.indicator_version,
        published.unit_id,
        published.direction,
        published.denominator,
        scheme.basis,
        publication.publish_seq,
        period.period_start,
        period.period_end
    FROM mart.published_item AS published
    INNER JOIN mart.publication ON published.publication_id = publication.publication_id
    INNER JOIN mart.period ON publication.period_id = period.period_id
    INNER JOIN mart.scheme
        ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
    WHERE
        published.publication_id = p_publication_id
        AND published.unit_code = p_unit_code
        AND published.value_kind IN ('ratio', 'mean')
        AND published.denominator > 0
),

part AS MATERIALIZED (
    SELECT item.indicator_code, counted_parts.*
    FROM item
    CROSS JOIN LATERAL core.counted_parts(
        item.indicator_code, item.indicator_version, item.period_start, item.period_end
    ) AS counted_parts
),

own_unit AS MATERIALIZED (
    SELECT unit_counts_for.unit_id
    FROM mart.unit_counts_for
    WHERE unit_counts_for.counts_for_unit_id = (SELECT min(item.unit_id) FROM item)
),

-- A case that was over before the first day moves nothing.
fact AS MATERIALIZED (
    SELECT
        of_unit.case_id,
        of_unit.fact
    FROM (SELECT DISTINCT item.unit_id, item.basis, item.publish_seq, item.period_start FROM item) AS asked
    CROSS JOIN LATERAL core.facts_of_unit(asked.unit_id, asked.basis, asked.publish_seq) AS of_unit
    WHERE
        coalesce((of_unit.fact).ended_on, 'infinity') >= asked.period_start
        OR EXISTS (SELECT FROM unnest((of_unit.fact).moments) AS moment WHERE moment.day >= asked.period_start)
        OR EXISTS (
            SELECT
            FROM unnest((of_unit.fact).stretches) AS stretch
            WHERE coalesce(stretch.next_day, 'infinity') >= asked.period_start
        )
),

summed AS (
    SELECT
        part.indicator_code,
        fact.case_id,
        max(nullif((fact.fact).procedure_code, '?')) AS procedure_code,
        coalesce(sum(part.sign * one.n) FILTER (WHERE part.side = 'numerator'), 0) AS numerator,
        coalesce(sum(part.sign * one.n) FILTER (WHERE part.side = 'denominator'), 0) AS denominator
    FROM fact
    CROSS JOIN LATERAL core.counts_of(fact.fact) AS one
    INNER JOIN part ON one.measure = part.measure AND one.day BETWEEN part.from_day AND part.to_day
    INNER JOIN own_unit
        ON
            own_unit.unit_id = CASE (SELECT min(item.basis) FROM item)
                WHEN 'receiving' THEN one.receiving_unit_id
                WHEN 'responsible' THEN one.responsible_unit_id
                ELSE one.holding_unit_id
            END
    GROUP BY part.indicator_code, fact.case_id
),

judged AS (
    SELECT
        summed.*,
        item.denominator AS published,
        sum(summed.denominator) OVER of_indicator AS counted,
        CASE
            WHEN item.direction = 'lower_is_better' THEN summed.numerator > 0
            ELSE summed.denominator > summed.numerator
        END AS is_against
    FROM summed
    INNER JOIN item ON summed.indicator_code = item.indicator_code
    WHERE summed.numerator <> 0 OR summed.denominator <> 0
    WINDOW of_indicator AS (PARTITION BY summed.indicator_code)
),

-- What counts procedures, each once however many dossiers it has, is not against the unit dossier by dossier.
listed AS (
    SELECT
        judged.*,
        count(*) FILTER (WHERE judged.is_against) OVER (PARTITION BY judged.indicator_code) AS against,
        count(*) FILTER (WHERE NOT judged.is_against) OVER (PARTITION BY judged.indicator_code) AS rest
    FROM judged
    WHERE judged.counted = judged.published
)

SELECT
    listed.indicator_code,
    listed.against,
    listed.rest,
    listed.case_id,
    listed.procedure_code
FROM listed
WHERE listed.is_against
$$;
COMMENT ON FUNCTION core.counted_against IS 'The cases and records that the figures of a publication count against a unit, by indicator.';

CREATE OR REPLACE FUNCTION mart.dossiers_against(p_publication_id bigint, p_unit_code text)
RETURNS TABLE (
    indicator_code text, against bigint, rest bigint, record_kind text, source_id text, record_key text,
    procedure_code text, received_at timestamptz, due_at timestamptz, ended_at timestamptz, step text,
    delay_cause text, holding_unit_id integer, status smallint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
SELECT
    counted.indicator_code,
    counted.against,
    counted.rest,
    coalesce(record.kind, 'dossier'),
    coalesce("case".source_id, record.source_id),
    coalesce("case".dossier_code, record.record_key),
    counted.procedure_code,
    dossier.received_at,
    dossier.due_at,
    dossier.ended_at,
    dossier.step,
    dossier.delay_cause,
    dossier.holding_unit_id,
    dossier.status
FROM core.counted_against(p_publication_id, p_unit_code) AS counted
LEFT JOIN core."case" ON counted.case_id = "case".case_id
LEFT JOIN core.dossier ON "case".source_id = dossier.source_id AND "case".dossier_code = dossier.dossier_code
LEFT JOIN LATERAL (
    SELECT 'feedback' AS kind, feedback.source_id, feedback.record_key
    FROM core.feedback
    WHERE feedback.counted_as = counted.case_id
    UNION ALL
    SELECT 'survey', survey.source_id, survey.record_key
    FROM core.survey
    WHERE survey.counted_as = counted.case_id
    UNION ALL
    SELECT 'interlinked', interlinked.source_id, interlinked.record_key
    FROM core.interlinked
    WHERE interlinked.counted_as = counted.case_id
) AS record ON "case".case_id IS NULL
$$;
COMMENT ON FUNCTION mart.dossiers_against IS 'The records that the figures of a publication count against a unit (publication, unit code), of each indicator that counts records, as they counted when it was published, with how many of the indicator are against the unit and how many are not; dates, step, cause, holder and status of a dossier are those of now. As mart.explain, of all indicators at once.';

REVOKE EXECUTE ON FUNCTION core.counted_against, mart.dossiers_against FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mart.dossiers_against TO onestop_reader, onestop_pipeline;
