-- Purpose:    freeze the values of the scheme's indicators, of the units of each area and of the area itself.
-- Grain:      one publication, subject and indicator.
-- Reads:      mart.publication, mart.period, mart.scheme, mart.scheme_item, mart.indicator_value, core.area_member.
-- Writes:     mart.published_value.
-- Parameters: publication_ids (array of publications of one period), period_id (theirs).
-- Rerun:      in the publications' transaction, so once.
-- Values are computed when they are read, so they are read once for all publications, and only those of their period
-- and schemes. Overviews are frozen by freeze_overviews.sql.
INSERT INTO mart.published_value (
    publication_id, subject_kind, subject_id, basis, period_id, sector_code, indicator_code, indicator_version, unit_code,
    period_kind, period_start, period_end, value_kind, numerator, denominator, value, null_reason, excluded_count, is_final,
    data_as_of
)
WITH publication AS MATERIALIZED (
    SELECT
        publication.publication_id,
        publication.area_id,
        publication.period_id,
        period.period_end,
        scheme.basis,
        publication.scheme_code,
        publication.scheme_version
    FROM mart.publication
    INNER JOIN mart.period ON publication.period_id = period.period_id
    INNER JOIN mart.scheme
        ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
    WHERE publication.publication_id = ANY(%(publication_ids)s) AND NOT publication.is_overview
),

value AS MATERIALIZED (
    SELECT indicator_value.*
    FROM mart.indicator_value
    WHERE
        indicator_value.period_id = %(period_id)s
        AND indicator_value.sector_code = '*'
        AND indicator_value.basis = ANY((SELECT array_agg(publication.basis) FROM publication)::text[])
        AND indicator_value.indicator_code = ANY(
            (
                SELECT array_agg(scheme_item.indicator_code)
                FROM mart.scheme_item
                INNER JOIN publication
                    ON
                        scheme_item.scheme_code = publication.scheme_code
                        AND scheme_item.scheme_version = publication.scheme_version
            )::text[]
        )
),

subject AS (
    SELECT publication.*, 'area' AS subject_kind, publication.area_id AS subject_id
    FROM publication
    UNION ALL
    SELECT publication.*, 'unit', area_member.unit_id
    FROM publication
    INNER JOIN core.area_member
        ON publication.area_id = area_member.area_id AND area_member.valid @> publication.period_end
),

-- Fenced, so that each is looked up in the scheme: the planner takes the few new publications for none at all.
of_subject AS MATERIALIZED (
    SELECT
        subject.publication_id,
        subject.scheme_code,
        subject.scheme_version,
        value.*
    FROM subject
    INNER JOIN value
        ON
            subject.subject_kind = value.subject_kind
            AND subject.subject_id = value.subject_id
            AND subject.basis = value.basis
)

SELECT
    of_subject.publication_id,
    of_subject.subject_kind,
    of_subject.subject_id,
    of_subject.basis,
    of_subject.period_id,
    of_subject.sector_code,
    of_subject.indicator_code,
    of_subject.indicator_version,
    of_subject.unit_code,
    of_subject.period_kind,
    of_subject.period_start,
    of_subject.period_end,
    of_subject.value_kind,
    of_subject.numerator,
    of_subject.denominator,
    of_subject.value,
    of_subject.null_reason,
    of_subject.excluded_count,
    of_subject.is_final,
    of_subject.data_as_of
FROM of_subject
INNER JOIN mart.scheme_item
    ON
        of_subject.scheme_code = scheme_item.scheme_code
        AND of_subject.scheme_version = scheme_item.scheme_version
        AND of_subject.indicator_code = scheme_item.indicator_code
        AND of_subject.indicator_version = scheme_item.indicator_version
