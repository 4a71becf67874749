-- Purpose:    freeze the values of the units of each area and of the area itself: every one for publications that are
--             overviews, for others those of the scheme's indicators.
-- Grain:      one publication, subject, basis, sector and indicator.
-- Reads:      frozen_subject, frozen_value, mart.scheme_item.
-- Writes:     mart.published_value.
-- Parameters: none.
-- Rerun:      in the publications' transaction, so once.
INSERT INTO mart.published_value
SELECT
    frozen_subject.publication_id,
    frozen_value.*
FROM frozen_subject
INNER JOIN frozen_value
    ON frozen_subject.subject_kind = frozen_value.subject_kind AND frozen_subject.subject_id = frozen_value.subject_id
WHERE frozen_subject.is_overview
UNION ALL
SELECT
    frozen_subject.publication_id,
    frozen_value.*
FROM frozen_subject
INNER JOIN mart.scheme_item
    ON
        frozen_subject.scheme_code = scheme_item.scheme_code
        AND frozen_subject.scheme_version = scheme_item.scheme_version
INNER JOIN frozen_value
    ON
        frozen_subject.subject_kind = frozen_value.subject_kind
        AND frozen_subject.subject_id = frozen_value.subject_id
        AND frozen_subject.basis = frozen_value.basis
        AND scheme_item.indicator_code = frozen_value.indicator_code
        AND scheme_item.indicator_version = frozen_value.indicator_version
WHERE NOT frozen_subject.is_overview AND frozen_value.sector_code = '*'
