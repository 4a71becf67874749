-- Purpose:    points that units can still win back, of the latest ranking of each scheme that they are in.
-- Grain:      one unit, scheme and indicator.
-- Reads:      mart.publication, mart.period, mart.area, mart.scheme, mart.scheme_item, mart.indicator, mart.ranking,
--             mart.unit, mart.published_score.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
-- Of several periods that end on one day the longest is taken: it has the dossiers of the others.
WITH latest AS (
    SELECT DISTINCT ON (publication.area_id, publication.scheme_code)
        publication.publication_id,
        publication.scheme_code,
        publication.scheme_version,
        publication.version,
        publication.status,
        publication.data_as_of,
        period.kind AS period_kind,
        period.period_start,
        period.period_end
    FROM mart.publication
    INNER JOIN mart.period ON publication.period_id = period.period_id
    ORDER BY
        publication.area_id, publication.scheme_code, period.period_end DESC, period.period_start, period.period_id,
        publication.version DESC
),

own AS (
    SELECT DISTINCT ON (ranking.unit_id, latest.scheme_code)
        ranking.unit_id,
        latest.*
    FROM latest
    INNER JOIN mart.ranking ON latest.publication_id = ranking.publication_id
    INNER JOIN mart.publication ON latest.publication_id = publication.publication_id
    INNER JOIN mart.area ON publication.area_id = area.area_id
    ORDER BY
        ranking.unit_id, latest.scheme_code, latest.period_end DESC, latest.period_start, area.kind = 'province' DESC,
        latest.publication_id
)

SELECT
    own.publication_id,
    own.version,
    own.status,
    own.data_as_of,
    own.period_kind,
    own.period_start,
    own.period_end,
    scheme.name_vi AS scheme_name,
    unit.unit_code,
    unit.name AS unit_name,
    indicator.indicator_code,
    indicator.name_vi AS indicator_vi,
    published_score.max_points,
    published_score.points,
    published_score.points_recoverable
FROM own
INNER JOIN mart.unit ON own.unit_id = unit.unit_id
INNER JOIN mart.scheme ON own.scheme_code = scheme.scheme_code AND own.scheme_version = scheme.scheme_version
INNER JOIN mart.published_score
    ON
        own.publication_id = published_score.publication_id
        AND published_score.subject_kind = 'unit'
        AND own.unit_id = published_score.subject_id
INNER JOIN mart.scheme_item
    ON
        own.scheme_code = scheme_item.scheme_code
        AND own.scheme_version = scheme_item.scheme_version
        AND published_score.indicator_code = scheme_item.indicator_code
INNER JOIN mart.indicator
    ON
        scheme_item.indicator_code = indicator.indicator_code
        AND scheme_item.indicator_version = indicator.indicator_version
WHERE published_score.points_recoverable > 0
ORDER BY
    unit.name_sort, unit.unit_code, own.scheme_code, own.publication_id, published_score.points_recoverable DESC,
    indicator.indicator_code
