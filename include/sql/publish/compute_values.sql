-- Purpose:    compute the values that publications of a period freeze, each once however many of them show it: every value
--             of the subjects of overviews, of other subjects those of the schemes' indicators.
-- Grain:      one subject, basis, sector and indicator.
-- Reads:      frozen_subject, mart.scheme_item, mart.indicator_value.
-- Writes:     temporary table frozen_value.
-- Parameters: period_id (of the publications).
-- Rerun:      gone at the end of the transaction.
-- Values are computed when they are read. Fenced, so that each subject is looked up by its number and nobody else's
-- figures are read.
CREATE TEMPORARY TABLE frozen_value ON COMMIT DROP AS
WITH whole AS (
    SELECT DISTINCT frozen_subject.subject_kind, frozen_subject.subject_id
    FROM frozen_subject
    WHERE frozen_subject.is_overview
),

part AS (
    SELECT
        frozen_subject.subject_kind,
        frozen_subject.subject_id,
        frozen_subject.basis,
        array_agg(DISTINCT scheme_item.indicator_code) AS indicator_codes
    FROM frozen_subject
    INNER JOIN mart.scheme_item
        ON
            frozen_subject.scheme_code = scheme_item.scheme_code
            AND frozen_subject.scheme_version = scheme_item.scheme_version
    WHERE
        NOT EXISTS (
            SELECT 1
            FROM whole
            WHERE whole.subject_kind = frozen_subject.subject_kind AND whole.subject_id = frozen_subject.subject_id
        )
    GROUP BY frozen_subject.subject_kind, frozen_subject.subject_id, frozen_subject.basis
)

SELECT value.*
FROM whole
CROSS JOIN LATERAL (
    SELECT indicator_value.*
    FROM mart.indicator_value
    WHERE
        indicator_value.subject_kind = whole.subject_kind
        AND indicator_value.subject_id = whole.subject_id
        AND indicator_value.period_id = %(period_id)s
    OFFSET 0
) AS value
UNION ALL
SELECT value.*
FROM part
CROSS JOIN LATERAL (
    SELECT indicator_value.*
    FROM mart.indicator_value
    WHERE
        indicator_value.subject_kind = part.subject_kind
        AND indicator_value.subject_id = part.subject_id
        AND indicator_value.basis = part.basis
        AND indicator_value.period_id = %(period_id)s
        AND indicator_value.sector_code = '*'
        AND indicator_value.indicator_code = ANY(part.indicator_codes)
    OFFSET 0
) AS value
