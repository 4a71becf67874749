-- Purpose:    from a figure to its dossiers, as they counted then; what a score lacks to the next point and grade; which
--             indicators moved a rank.
-- Grain:      see the comment of each object.
-- Reads:      audit.measure_state, core.case, core.case_fact, core.case_fact_history, core.counts_of, core.dossier,
--             core.feedback, core.interlinked, core.survey, core.unit, mart.counted_among, mart.dossiers_to, mart.counted_for,
--             mart.indicator, mart.measure_terms, mart.period, mart.publication, mart.published_score,
--             mart.published_value, mart.ranking, mart.scheme, mart.scheme_band, mart.scheme_indicator, mart.score,
--             mart.unit_counts_for.
-- Writes:     functions core.counted_parts, core.facts_of_then, core.facts_of_unit, core.explained, mart.explain,
--             mart.explain_now, mart.score_outlook, mart.dossiers_to_mend, mart.dossiers_to_mend_now;
--             views mart.published_figure, mart.published_item, mart.rank_movement.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

-- Every measure that an indicator names is broken down into what is counted day by day.
CREATE OR REPLACE FUNCTION core.counted_parts(p_indicator_code text, p_indicator_version integer, p_from date, p_to date)
RETURNS TABLE (side text, measure text, sign integer, from_day date, to_day date)
LANGUAGE sql STABLE AS $$
WITH named AS (
    SELECT 'numerator' AS side, over.measure, 1 AS sign
    FROM mart.indicator
    CROSS JOIN LATERAL unnest(indicator.numerator) AS over (measure)
    WHERE indicator.indicator_code = p_indicator_code AND indicator.indicator_version = p_indicator_version
    UNION ALL
    SELECT 'numerator', taken.measure, -1
    FROM mart.indicator
    CROSS JOIN LATERAL unnest(indicator.less) AS taken (measure)
    WHERE indicator.indicator_code = p_indicator_code AND indicator.indicator_version = p_indicator_version
    UNION ALL
    SELECT 'denominator', under.measure, 1
    FROM mart.indicator
    CROSS JOIN LATERAL unnest(indicator.denominator) AS under (measure)
    WHERE indicator.indicator_code = p_indicator_code AND indicator.indicator_version = p_indicator_version
)

-- From -infinity on: a stock is what entered and did not leave.
SELECT
    named.side,
    counted.measure,
    named.sign * counted.sign,
    CASE WHEN term.kind IN ('stock', 'opening') THEN '-infinity' ELSE p_from END,
    CASE WHEN term.kind = 'opening' THEN p_from - 1 ELSE p_to END
FROM named
CROSS JOIN LATERAL mart.measure_terms(named.measure) AS term
CROSS JOIN LATERAL (
    SELECT term.measure, 1 AS sign
    WHERE term.kind = 'flow'
    UNION ALL
    SELECT stock.measure || edge.name, edge.sign
    FROM (SELECT CASE term.kind WHEN 'stock' THEN term.measure ELSE term.parts[1] END AS measure) AS stock
    CROSS JOIN (VALUES ('_enter', 1), ('_leave', -1)) AS edge (name, sign)
    WHERE term.kind IN ('stock', 'opening')
    UNION ALL
    SELECT of_several.measure, 1
    FROM unnest(term.parts) AS of_several (measure)
    WHERE term.kind IN ('distinct', 'distribution')
) AS counted
$$;
COMMENT ON FUNCTION core.counted_parts IS 'What an indicator of some days counts day by day: the side on which it stands, a flow or an edge of a stock, its sign, and the days on which it is looked for.';

-- Without a sequence: as they count now.
CREATE OR REPLACE FUNCTION core.facts_of_then(p_publish_seq bigint)
RETURNS TABLE (case_id uuid, fact core.case_fact)
LANGUAGE sql STABLE AS $$
SELECT
    case_fact.case_id,
    case_fact
FROM core.case_fact
WHERE
    CASE
        WHEN p_publish_seq IS NULL THEN case_fact.build = (SELECT measure_state.build FROM audit.measure_state)
        ELSE case_fact.publish_seq <= p_publish_seq
    END
UNION ALL
SELECT
    case_fact_history.case_id,
    case_fact_history.fact
FROM core.case_fact_history
WHERE case_fact_history.publish_seq <= p_publish_seq AND case_fact_history.before_seq > p_publish_seq
$$;
COMMENT ON FUNCTION core.facts_of_then IS 'What each case was counted by at a publish sequence (null: now).';

-- What a unit received is found by its records. Of the other roles every fact is looked at: who is responsible, and who
-- had the case, now or before.
CREATE OR REPLACE FUNCTION core.facts_of_unit(p_unit_id integer, p_basis text, p_publish_seq bigint)
RETURNS TABLE (case_id uuid, fact core.case_fact)
LANGUAGE sql STABLE AS $$
WITH own_unit AS MATERIALIZED (
    SELECT unit_counts_for.unit_id
    FROM mart.unit_counts_for
    WHERE unit_counts_for.counts_for_unit_id = p_unit_id
),

own_record AS (
    SELECT dossier.case_id
    FROM core.dossier
    INNER JOIN own_unit ON dossier.receiving_unit_id = own_unit.unit_id
    UNION
    SELECT feedback.counted_as
    FROM core.feedback
    INNER JOIN own_unit ON feedback.unit_id = own_unit.unit_id
    UNION
    SELECT survey.counted_as
    FROM core.survey
    INNER JOIN own_unit ON survey.unit_id = own_unit.unit_id
    UNION
    SELECT interlinked.counted_as
    FROM core.interlinked
    INNER JOIN own_unit ON interlinked.unit_id = own_unit.unit_id
)

SELECT
    own_record.case_id,
    counted.fact
FROM own_record
CROSS JOIN LATERAL (
    SELECT of_then.fact
    FROM core.facts_of_then(p_publish_seq) AS of_then
    WHERE of_then.case_id = own_record.case_id
) AS counted
WHERE p_basis = 'receiving'
UNION ALL
SELECT
    of_then.case_id,
    of_then.fact
FROM core.facts_of_then(p_publish_seq) AS of_then
WHERE
    CASE p_basis
        WHEN 'responsible' THEN (of_then.fact).responsible_unit_id IN (SELECT own_unit.unit_id FROM own_unit)
        WHEN 'holding'
            THEN (of_then.fact).receiving_unit_id IN (SELECT own_unit.unit_id FROM own_unit)
            OR (of_then.fact).last_holder_id IN (SELECT own_unit.unit_id FROM own_unit)
            OR EXISTS (
                SELECT
                FROM unnest((of_then.fact).moments) AS moment
                WHERE moment.holding_unit_id IN (SELECT own_unit.unit_id FROM own_unit)
            )
            OR EXISTS (
                SELECT
                FROM unnest((of_then.fact).stretches) AS stretch
                WHERE stretch.holding_unit_id IN (SELECT own_unit.unit_id FROM own_unit)
            )
    END
$$;
COMMENT ON FUNCTION core.facts_of_unit IS 'The facts among which are those that a unit counts in a role, at a publish sequence (null: now).';

CREATE OR REPLACE FUNCTION core.explained(
    p_unit_id integer, p_basis text, p_from date, p_to date, p_indicator_code text, p_indicator_version integer,
    p_publish_seq bigint
)
RETURNS TABLE (
    record_kind text, source_id text, record_key text, procedure_code text, sector_code text,
    numerator bigint, denominator bigint
)
LANGUAGE sql STABLE AS $$
WITH part AS MATERIALIZED (
    SELECT counted_parts.*
    FROM core.counted_parts(p_indicator_code, p_indicator_version, p_from, p_to) AS counted_parts
),

own_unit AS MATERIALIZED (
    SELECT unit_counts_for.unit_id
    FROM mart.unit_counts_for
    WHERE unit_counts_for.counts_for_unit_id = p_unit_id
),

summed AS (
    SELECT
        of_unit.case_id,
        max(nullif((of_unit.fact).procedure_code, '?')) AS procedure_code,
        max(nullif((of_unit.fact).sector_code, '?')) AS sector_code,
        coalesce(sum(part.sign * one.n) FILTER (WHERE part.side = 'numerator'), 0)::bigint AS numerator,
        coalesce(sum(part.sign * one.n) FILTER (WHERE part.side = 'denominator'), 0)::bigint AS denominator
    FROM core.facts_of_unit(p_unit_id, p_basis, p_publish_seq) AS of_unit
    CROSS JOIN LATERAL core.counts_of(of_unit.fact) AS one
    INNER JOIN part ON one.measure = part.measure AND one.day BETWEEN part.from_day AND part.to_day
    INNER JOIN own_unit
        ON
            own_unit.unit_id = CASE p_basis
                WHEN 'receiving' THEN one.receiving_unit_id
                WHEN 'responsible' THEN one.responsible_unit_id
                ELSE one.holding_unit_id
            END
    GROUP BY of_unit.case_id
)

SELECT
    coalesce(record.kind, 'dossier'),
    coalesce("case".source_id, record.source_id),
    coalesce("case".dossier_code, record.record_key),
    summed.procedure_code,
    summed.sector_code,
    summed.numerator,
    summed.denominator
FROM summed
LEFT JOIN core."case" ON summed.case_id = "case".case_id
LEFT JOIN LATERAL (
    SELECT 'feedback' AS kind, feedback.source_id, feedback.record_key
    FROM core.feedback
    WHERE feedback.counted_as = summed.case_id
    UNION ALL
    SELECT 'survey', survey.source_id, survey.record_key
    FROM core.survey
    WHERE survey.counted_as = summed.case_id
    UNION ALL
    SELECT 'interlinked', interlinked.source_id, interlinked.record_key
    FROM core.interlinked
    WHERE interlinked.counted_as = summed.case_id
) AS record ON "case".case_id IS NULL
WHERE summed.numerator <> 0 OR summed.denominator <> 0
$$;
COMMENT ON FUNCTION core.explained IS 'Which records a figure of a unit, role and days counts, as they counted at a publish sequence (null: now).';

CREATE OR REPLACE FUNCTION mart.explain(p_publication_id bigint, p_unit_code text, p_indicator_code text)
RETURNS TABLE (
    record_kind text, source_id text, record_key text, procedure_code text, sector_code text,
    numerator bigint, denominator bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
SELECT explained.*
FROM mart.publication
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
INNER JOIN mart.ranking ON publication.publication_id = ranking.publication_id AND ranking.unit_code = p_unit_code
INNER JOIN mart.published_value AS figure
    ON
        publication.publication_id = figure.publication_id
        AND figure.subject_kind = 'unit'
        AND ranking.unit_id = figure.subject_id
        AND scheme.basis = figure.basis
        AND figure.sector_code = '*'
        AND figure.indicator_code = p_indicator_code
CROSS JOIN LATERAL core.explained(
    ranking.unit_id, scheme.basis, period.period_start, period.period_end, figure.indicator_code,
    figure.indicator_version, publication.publish_seq
) AS explained
WHERE publication.publication_id = p_publication_id
ORDER BY explained.denominator > explained.numerator DESC, explained.source_id, explained.record_key
$$;
COMMENT ON FUNCTION mart.explain IS 'The records behind a published figure (publication, unit code, indicator code), as they counted when it was published: what each adds to the numerator and to the denominator; those of the rest come first. Of an indicator that counts procedures each dossier names its procedure. A figure entered by hand has no records.';

CREATE OR REPLACE FUNCTION mart.explain_now(
    p_period_id text, p_unit_code text, p_indicator_code text, p_basis text DEFAULT 'receiving'
)
RETURNS TABLE (
    record_kind text, source_id text, record_key text, procedure_code text, sector_code text,
    numerator bigint, denominator bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
SELECT explained.*
FROM mart.period
INNER JOIN core.unit ON unit.unit_code = p_unit_code AND unit.valid @> period.period_end
INNER JOIN mart.indicator ON indicator.indicator_code = p_indicator_code AND indicator.valid @> period.period_end
CROSS JOIN LATERAL core.explained(
    unit.unit_id, p_basis, period.period_start, period.counted_to, indicator.indicator_code,
    indicator.indicator_version, NULL
) AS explained
WHERE period.period_id = p_period_id
ORDER BY explained.denominator > explained.numerator DESC, explained.source_id, explained.record_key
$$;
COMMENT ON FUNCTION mart.explain_now IS 'The same of a figure as it is now: period, unit code, indicator code, role (receiving if not said).';

-- The ladder from a publication to the figures behind it, once.
CREATE OR REPLACE VIEW mart.published_figure AS
WITH subject AS (
    SELECT ranking.publication_id, 'unit' AS subject_kind, ranking.unit_id AS subject_id
    FROM mart.ranking
    UNION ALL
    SELECT publication.publication_id, 'area', publication.area_id
    FROM mart.publication
)

SELECT
    publication.publication_id,
    subject.subject_kind,
    subject.subject_id,
    item.scheme_code,
    item.scheme_version,
    item.group_code,
    item.ordinal,
    item.full_score_at,
    item.indicator_code,
    item.indicator_version,
    item.name_vi,
    item.unit_vi,
    item.direction,
    item.value_kind,
    figure.value,
    figure.null_reason,
    figure.numerator,
    figure.denominator,
    mart.counted_for(item.direction, figure.numerator, figure.denominator) AS good,
    mart.counted_among(item.value_kind, figure.denominator) AS among
FROM subject
INNER JOIN mart.publication ON subject.publication_id = publication.publication_id
INNER JOIN mart.scheme_indicator AS item
    ON publication.scheme_code = item.scheme_code AND publication.scheme_version = item.scheme_version
LEFT JOIN mart.published_value AS figure
    ON
        subject.publication_id = figure.publication_id
        AND subject.subject_kind = figure.subject_kind
        AND subject.subject_id = figure.subject_id
        AND item.basis = figure.basis
        AND publication.period_id = figure.period_id
        AND figure.sector_code = '*'
        AND item.indicator_code = figure.indicator_code
        AND item.indicator_version = figure.indicator_version;
COMMENT ON VIEW mart.published_figure IS 'Of each unit of a publication, and of its area, the figure of each indicator of the scheme as it was published; one that was not frozen has neither value nor reason.';
COMMENT ON COLUMN mart.published_figure.good IS 'What counts for the unit: the numerator, of an indicator that is better lower the rest.';
COMMENT ON COLUMN mart.published_figure.among IS 'Of how many: the denominator; 1 for a number.';

CREATE OR REPLACE VIEW mart.published_item AS
SELECT
    ranking.publication_id,
    ranking.unit_id,
    ranking.unit_code,
    ranking.score,
    ranking.groups_left_out,
    figure.scheme_code,
    figure.scheme_version,
    figure.group_code,
    figure.ordinal,
    figure.indicator_code,
    figure.indicator_version,
    figure.name_vi,
    figure.direction,
    figure.full_score_at,
    published_score.max_points,
    published_score.points,
    published_score.points_lost,
    published_score.points_recoverable,
    published_score.points_gone,
    published_score.points_not_ours,
    figure.value_kind,
    figure.value,
    figure.null_reason,
    figure.numerator,
    figure.denominator,
    figure.good,
    figure.among
FROM mart.ranking
INNER JOIN mart.published_figure AS figure
    ON
        ranking.publication_id = figure.publication_id
        AND figure.subject_kind = 'unit'
        AND ranking.unit_id = figure.subject_id
INNER JOIN mart.published_score
    ON
        ranking.publication_id = published_score.publication_id
        AND published_score.subject_kind = 'unit'
        AND ranking.unit_id = published_score.subject_id
        AND figure.indicator_code = published_score.indicator_code;
COMMENT ON VIEW mart.published_item IS 'Of each unit of a ranking and each indicator of its scheme: figure and points as they were published.';
COMMENT ON COLUMN mart.published_item.good IS 'What counts for the unit: the numerator, of an indicator that is better lower the rest.';
COMMENT ON COLUMN mart.published_item.among IS 'Of how many: the denominator; 1 for a number.';

-- The smallest number of dossiers more that count: points are rounded half up, so half a hundredth less is enough.
CREATE OR REPLACE FUNCTION mart.score_outlook(p_publication_id bigint, p_unit_code text)
RETURNS TABLE (
    indicator_code text, points numeric, max_points numeric, dossiers_to_next_point bigint, dossiers_to_all_points bigint,
    dossiers_to_next_grade bigint, next_grade text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
SELECT
    item.indicator_code,
    item.points,
    item.max_points,
    lacking.to_next_point,
    lacking.to_all_points,
    lacking.to_next_grade,
    CASE WHEN lacking.to_next_grade IS NOT NULL THEN next_band.name_vi END
FROM mart.published_item AS item
LEFT JOIN LATERAL (
    SELECT
        band.name_vi,
        band.from_points
    FROM mart.scheme_band AS band
    WHERE
        band.scheme_code = item.scheme_code
        AND band.scheme_version = item.scheme_version
        AND band.from_points > item.score
        -- A part of the groups has no grade.
        AND item.groups_left_out = '{}'
    ORDER BY band.from_points
    LIMIT 1
) AS next_band ON TRUE
CROSS JOIN LATERAL (
    SELECT
        max(lacking.dossiers) FILTER (WHERE lacking.what = 'next_point') AS to_next_point,
        max(lacking.dossiers) FILTER (WHERE lacking.what = 'all_points') AS to_all_points,
        max(lacking.dossiers) FILTER (WHERE lacking.what = 'next_grade') AS to_next_grade
    FROM (
        SELECT
            wanted.what,
            mart.dossiers_to(
                wanted.points, item.max_points, item.full_score_at, item.good, item.among, item.value_kind = 'count'
            ) AS dossiers
        FROM (
            VALUES
            ('next_point', least(item.max_points, floor(item.points) + 1)),
            ('all_points', item.max_points),
            ('next_grade', item.points + next_band.from_points - item.score)
        ) AS wanted (what, points)
    ) AS lacking
) AS lacking
WHERE item.publication_id = p_publication_id AND item.unit_code = p_unit_code AND item.value IS NOT NULL
ORDER BY item.ordinal, item.indicator_code
$$;
COMMENT ON FUNCTION mart.score_outlook IS 'How many dossiers more must count for each indicator of a publication (unit code) to reach the next whole point, all points, and the next grade by this indicator alone, the denominator staying as it is; null: reached, or out of reach.';

CREATE OR REPLACE FUNCTION mart.dossiers_to_mend(p_publication_id bigint, p_unit_code text)
RETURNS TABLE (
    indicator_code text, name_vi text, points_each numeric, source_id text, record_key text, procedure_code text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
SELECT
    losing.indicator_code,
    losing.name_vi,
    round(losing.max_points / (losing.full_score_at * losing.denominator), 4),
    explained.source_id,
    explained.record_key,
    explained.procedure_code
FROM mart.published_item AS losing
CROSS JOIN LATERAL mart.explain(p_publication_id, p_unit_code, losing.indicator_code) AS explained
WHERE
    losing.publication_id = p_publication_id
    AND losing.unit_code = p_unit_code
    AND losing.points_recoverable > 0
    AND losing.value_kind IN ('ratio', 'mean')
    AND losing.denominator > 0
    AND explained.denominator > explained.numerator
ORDER BY 3 DESC, losing.indicator_code, explained.source_id, explained.record_key
$$;
COMMENT ON FUNCTION mart.dossiers_to_mend IS 'Dossiers by which a commune (unit code) can still win back points of a publication, those worth most first: the rest of every indicator whose lost points are recoverable.';

CREATE OR REPLACE FUNCTION mart.dossiers_to_mend_now(p_period_id text, p_unit_code text, p_scheme_code text)
RETURNS TABLE (
    indicator_code text, name_vi text, points_each numeric, source_id text, record_key text, procedure_code text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
SELECT
    score.indicator_code,
    item.name_vi,
    round(item.max_points / (item.full_score_at * score.denominator), 4),
    explained.source_id,
    explained.record_key,
    explained.procedure_code
FROM mart.score
INNER JOIN mart.scheme_indicator AS item
    ON
        score.scheme_code = item.scheme_code
        AND score.scheme_version = item.scheme_version
        AND score.indicator_code = item.indicator_code
CROSS JOIN LATERAL mart.explain_now(p_period_id, p_unit_code, score.indicator_code, item.basis) AS explained
WHERE
    score.subject_kind = 'unit'
    AND score.unit_code = p_unit_code
    AND score.period_id = p_period_id
    AND score.scheme_code = p_scheme_code
    AND score.scheme_version = (
        SELECT max(latest.scheme_version) FROM mart.scheme AS latest WHERE latest.scheme_code = p_scheme_code
    )
    AND score.points_recoverable > 0
    AND item.value_kind IN ('ratio', 'mean')
    AND explained.denominator > explained.numerator
ORDER BY 3 DESC, score.indicator_code, explained.source_id, explained.record_key
$$;
COMMENT ON FUNCTION mart.dossiers_to_mend_now IS 'The same for the figures of now: period, unit code, scheme (its latest version).';

-- What the rank would be had only this indicator changed since the publication before, and everybody else stayed.
CREATE OR REPLACE VIEW mart.rank_movement AS
SELECT
    ranking.publication_id,
    publication.previous_publication_id,
    ranking.unit_id,
    ranking.unit_code,
    ranking.previous_rank,
    ranking.rank,
    now.indicator_code,
    before.points AS points_before,
    now.points,
    now.points - before.points AS points_change,
    former.rank - (
        SELECT count(*) + 1
        FROM mart.ranking AS other
        WHERE
            other.publication_id = publication.previous_publication_id
            AND other.unit_id <> ranking.unit_id
            AND other.is_ranked
            AND other.groups_left_out = former.groups_left_out
            AND other.score > former.score + now.points - before.points
    ) AS places_won
FROM mart.ranking
INNER JOIN mart.publication ON ranking.publication_id = publication.publication_id
INNER JOIN mart.ranking AS former
    ON publication.previous_publication_id = former.publication_id AND ranking.unit_id = former.unit_id
INNER JOIN mart.published_score AS now
    ON
        ranking.publication_id = now.publication_id
        AND now.subject_kind = 'unit'
        AND ranking.unit_id = now.subject_id
INNER JOIN mart.published_score AS before
    ON
        publication.previous_publication_id = before.publication_id
        AND before.subject_kind = 'unit'
        AND ranking.unit_id = before.subject_id
        AND now.indicator_code = before.indicator_code
-- Scores of other groups cannot be compared.
WHERE former.is_ranked AND ranking.groups_left_out = former.groups_left_out;
COMMENT ON VIEW mart.rank_movement IS 'Which indicators moved a unit''s points and rank since the publication that its previous rank is from.';
COMMENT ON COLUMN mart.rank_movement.points_change IS 'Points less points before; null where there are none in one of the two.';
COMMENT ON COLUMN mart.rank_movement.places_won IS 'Places that the change of this indicator alone would have won (negative: lost) among the scores of the publication before.';

REVOKE EXECUTE ON FUNCTION core.counted_parts, core.facts_of_then, core.facts_of_unit, core.explained, mart.explain,
mart.explain_now, mart.score_outlook, mart.dossiers_to_mend, mart.dossiers_to_mend_now FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mart.explain, mart.explain_now, mart.score_outlook, mart.dossiers_to_mend,
mart.dossiers_to_mend_now TO onestop_reader, onestop_pipeline;
GRANT SELECT ON mart.published_figure, mart.published_item, mart.rank_movement TO onestop_reader, onestop_pipeline;
