-- Purpose:    points of a scheme from indicator values, and whose the lost ones are.
-- Grain:      see the comment of each object.
-- Reads:      mart.figure, mart.indicator, mart.indicator_value, mart.measured, mart.period, mart.publication,
--             mart.scheme, mart.scheme_band, mart.scheme_group, mart.scheme_indicator, mart.scheme_item.
-- Writes:     functions mart.counted_for, mart.counted_among, mart.points_of, mart.dossiers_to, mart.grade_of, mart.score_of,
--             mart.not_ours_of, mart.refuse_unscorable and mart.refuse_published_scheme with triggers, view mart.score.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION mart.counted_for(p_direction text, p_numerator bigint, p_denominator bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN p_direction = 'lower_is_better' THEN p_denominator - p_numerator ELSE p_numerator END
$$;
COMMENT ON FUNCTION mart.counted_for IS 'What counts for a unit: the numerator, of an indicator that is better lower the rest.';

CREATE OR REPLACE FUNCTION mart.counted_among(p_value_kind text, p_denominator bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN p_value_kind = 'count' THEN 1 ELSE p_denominator END
$$;
COMMENT ON FUNCTION mart.counted_among IS 'Of how many it counts: the denominator; 1 for a number.';

-- Rounded half up to two decimals, as the portal shows points. Divided last: 1/48 has no end, 6 * 1/48 is 0.125.
CREATE OR REPLACE FUNCTION mart.points_of(p_good numeric, p_among numeric, p_max_points numeric, p_full_score_at numeric)
RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT
        CASE
            WHEN p_good IS NOT NULL AND p_among * p_full_score_at > 0
                THEN round(least(p_max_points, p_max_points * p_good / (p_among * p_full_score_at)), 2)
        END
$$;
COMMENT ON FUNCTION mart.points_of IS 'Points for what counts of so many (of a count: of 1): proportional to it up to full_score_at, all points from there on, two decimals. Source: QĐ 766/QĐ-TTg as replayed on figures of the national portal.';

-- Points are rounded half up, so half a hundredth less is enough.
CREATE OR REPLACE FUNCTION mart.dossiers_to(
    p_points numeric, p_max_points numeric, p_full_score_at numeric, p_good numeric, p_among numeric, p_is_number boolean
) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (needed.good - p_good)::bigint
    FROM (SELECT ceil((p_points - 0.005) * p_full_score_at * p_among / p_max_points) AS good) AS needed
    WHERE p_points <= p_max_points AND needed.good > p_good AND (p_is_number OR needed.good <= p_among)
$$;
COMMENT ON FUNCTION mart.dossiers_to IS 'How many dossiers more must count (good, of among) until an indicator has so many points; null where it has them or cannot reach them.';

CREATE OR REPLACE FUNCTION mart.grade_of(p_scheme_code text, p_scheme_version integer, p_score numeric) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT band.name_vi
    FROM mart.scheme_band AS band
    WHERE
        band.scheme_code = p_scheme_code
        AND band.scheme_version = p_scheme_version
        AND band.from_points <= p_score
    ORDER BY band.from_points DESC
    LIMIT 1
$$;
COMMENT ON FUNCTION mart.grade_of IS 'Grade (xếp loại) of a score; null where the scheme has no bands or there is no score.';

-- A dossier of the rest is worth as much as one that counts; what another agency answers for is separated first.
CREATE OR REPLACE FUNCTION mart.score_of(
    p_direction text, p_value_kind text, p_numerator bigint, p_denominator bigint, p_null_reason text,
    p_max_points numeric, p_full_score_at numeric, p_zero_denominator_points numeric, p_lost_kind text, p_not_ours bigint
) RETURNS TABLE (
    points numeric, points_cut numeric, points_lost numeric,
    points_recoverable numeric, points_gone numeric, points_not_ours numeric, lost_kind text
) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 1 AS $$
    SELECT
        scored.points,
        coalesce(scored.points_cut, 0),
        p_max_points - scored.points,
        lost.points_recoverable,
        lost.points_gone,
        lost.points_not_ours,
        CASE greatest(lost.points_recoverable, lost.points_gone, lost.points_not_ours)
            WHEN 0 THEN NULL
            WHEN lost.points_recoverable THEN 'recoverable'
            WHEN lost.points_gone THEN 'gone'
            WHEN lost.points_not_ours THEN 'not_ours'
        END
    FROM (
        SELECT
            mart.counted_for(p_direction, p_numerator, p_denominator) AS good,
            mart.counted_among(p_value_kind, p_denominator) AS among
    ) AS share
    CROSS JOIN LATERAL (
        SELECT
            CASE
                WHEN p_null_reason IS NULL THEN mart.points_of(share.good, share.among, p_max_points, p_full_score_at)
                WHEN p_null_reason = 'zero_denominator' THEN p_zero_denominator_points
            END AS points,
            CASE
                WHEN p_null_reason IS NULL
                    THEN greatest(
                        0, round(p_max_points * share.good / nullif(share.among * p_full_score_at, 0), 2) - p_max_points
                    )
            END AS points_cut
    ) AS scored
    CROSS JOIN LATERAL (
        SELECT
            CASE
                WHEN p_lost_kind = 'not_ours' THEN p_max_points - scored.points
                ELSE least(
                    p_max_points - scored.points,
                    coalesce(round(p_max_points * p_not_ours / nullif(share.among * p_full_score_at, 0), 2), 0)
                )
            END AS points_not_ours
    ) AS elsewhere
    CROSS JOIN LATERAL (
        SELECT
            coalesce(elsewhere.points_not_ours, 0) AS points_not_ours,
            CASE
                WHEN p_lost_kind = 'recoverable' AND scored.points IS NOT NULL
                    THEN p_max_points - scored.points - elsewhere.points_not_ours
                ELSE 0
            END AS points_recoverable,
            CASE
                WHEN p_lost_kind = 'gone' AND scored.points IS NOT NULL
                    THEN p_max_points - scored.points - elsewhere.points_not_ours
                ELSE 0
            END AS points_gone
    ) AS lost
$$;
COMMENT ON FUNCTION mart.score_of IS 'What one value of an indicator scores by an item of a scheme, and whose the lost points are; p_not_ours: dossiers of the rest that another agency answers for.';

CREATE OR REPLACE FUNCTION mart.not_ours_of(
    p_subject_kind text, p_subject_id integer, p_basis text, p_period_id text, p_measures text[]
) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT sum(mart.measured(figure, named.measure))::bigint
    FROM mart.period
    INNER JOIN mart.figure ON period.period_no = figure.period_no
    CROSS JOIN unnest(p_measures) AS named (measure)
    WHERE
        period.period_id = p_period_id
        AND figure.subject_kind = p_subject_kind
        AND figure.subject_id = p_subject_id
        AND figure.basis = p_basis
        AND figure.sector_code = '*'
$$;
COMMENT ON FUNCTION mart.not_ours_of IS 'How many dossiers of a subject and period another agency answers for: the sum of some measures (mart.scheme_item.not_ours); null if none.';

CREATE OR REPLACE VIEW mart.score AS
SELECT
    value.subject_kind,
    value.subject_id,
    value.period_id,
    item.scheme_code,
    item.scheme_version,
    item.indicator_code,
    item.indicator_version,
    value.unit_code,
    value.period_kind,
    value.period_start,
    value.period_end,
    item.group_code,
    item.ordinal,
    value.numerator,
    value.denominator,
    value.null_reason,
    item.max_points,
    scored.points,
    scored.points_cut,
    scored.points_lost,
    scored.points_recoverable,
    scored.points_gone,
    scored.points_not_ours,
    scored.lost_kind,
    item.is_unresolved,
    value.is_final,
    value.data_as_of
FROM mart.scheme_indicator AS item
INNER JOIN mart.indicator_value AS value
    ON
        item.basis = value.basis
        AND value.sector_code = '*'
        AND item.indicator_code = value.indicator_code
        AND item.indicator_version = value.indicator_version
CROSS JOIN LATERAL mart.score_of(
    item.direction, value.value_kind, value.numerator, value.denominator, value.null_reason, item.max_points,
    item.full_score_at, item.zero_denominator_points, item.lost_kind,
    CASE
        WHEN item.not_ours <> '{}'
            THEN mart.not_ours_of(value.subject_kind, value.subject_id, value.basis, value.period_id, item.not_ours)
    END
) AS scored;
COMMENT ON VIEW mart.score IS 'Points of each indicator by every scheme, by unit or area and period: the moving truth; publications freeze it. Ask by period and scheme: points are computed when they are read.';
COMMENT ON COLUMN mart.score.points IS 'Points of the indicator, two decimals; null where it has no value and the scheme gives nothing for that.';
COMMENT ON COLUMN mart.score.points_cut IS 'Points beyond the maximum that the cap took away.';
COMMENT ON COLUMN mart.score.points_lost IS 'Maximum less points: points_recoverable + points_gone + points_not_ours.';
COMMENT ON COLUMN mart.score.points_recoverable IS 'Of the lost points, those that can still be won back in the period (còn khắc phục được).';
COMMENT ON COLUMN mart.score.points_gone IS 'Of the lost points, those that are lost for the period (không khắc phục được trong kỳ).';
COMMENT ON COLUMN mart.score.points_not_ours IS 'Of the lost points, those that another office answers for (do cơ quan khác, do đồng bộ).';
COMMENT ON COLUMN mart.score.lost_kind IS 'Kind of most of the lost points: recoverable, gone, not_ours; null where none is lost or there are no points.';
COMMENT ON COLUMN mart.score.is_unresolved IS 'The portal''s own formula is not known: see mart.scheme_item.note_vi.';

-- Points follow from a share or a number; of a number, more must be better.
CREATE OR REPLACE FUNCTION mart.refuse_unscorable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1
        FROM mart.indicator
        WHERE
            indicator.indicator_code = NEW.indicator_code
            AND indicator.indicator_version = NEW.indicator_version
            AND (
                indicator.value_kind = 'ratio'
                OR indicator.value_kind = 'count' AND indicator.direction <> 'lower_is_better'
            )
    ) THEN
        RAISE EXCEPTION 'scheme % cannot give points for %: it takes shares, and counts of which more is better',
            NEW.scheme_code, NEW.indicator_code USING ERRCODE = 'check_violation', CONSTRAINT = 'points_for_shares';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER points_for_shares BEFORE INSERT OR UPDATE ON mart.scheme_item
FOR EACH ROW EXECUTE FUNCTION mart.refuse_unscorable();

-- A ranking names the version of its scheme; what it says must go on being what it was ranked by.
CREATE OR REPLACE FUNCTION mart.refuse_published_scheme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM mart.publication
        WHERE
            (publication.scheme_code, publication.scheme_version) = (OLD.scheme_code, OLD.scheme_version)
            OR (publication.scheme_code, publication.scheme_version) = (NEW.scheme_code, NEW.scheme_version)
    ) THEN
        RAISE EXCEPTION 'scheme % version % has been published by: add another version instead',
            coalesce(NEW.scheme_code, OLD.scheme_code), coalesce(NEW.scheme_version, OLD.scheme_version)
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE OR REPLACE TRIGGER published_scheme_stays BEFORE UPDATE OR DELETE ON mart.scheme
FOR EACH ROW EXECUTE FUNCTION mart.refuse_published_scheme();
CREATE OR REPLACE TRIGGER published_scheme_stays BEFORE INSERT OR UPDATE OR DELETE ON mart.scheme_group
FOR EACH ROW EXECUTE FUNCTION mart.refuse_published_scheme();
CREATE OR REPLACE TRIGGER published_scheme_stays BEFORE INSERT OR UPDATE OR DELETE ON mart.scheme_item
FOR EACH ROW EXECUTE FUNCTION mart.refuse_published_scheme();
CREATE OR REPLACE TRIGGER published_scheme_stays BEFORE INSERT OR UPDATE OR DELETE ON mart.scheme_band
FOR EACH ROW EXECUTE FUNCTION mart.refuse_published_scheme();

GRANT SELECT ON mart.score TO onestop_reader, onestop_pipeline;
