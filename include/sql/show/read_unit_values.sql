-- Purpose:    every indicator value of the units of a publication, for all sectors, in the role of its scheme; of an
--             indicator the value of the whole area beside them.
-- Grain:      one unit or area and indicator.
-- Reads:      mart.publication_head, mart.published_value.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    published_value.subject_kind,
    published_value.subject_id,
    published_value.indicator_code,
    published_value.indicator_version,
    published_value.numerator,
    published_value.denominator,
    published_value.value,
    published_value.null_reason
FROM mart.publication_head AS head
INNER JOIN mart.published_value
    ON
        head.publication_id = published_value.publication_id
        AND head.basis = published_value.basis
        AND head.period_id = published_value.period_id
        AND published_value.sector_code = '*'
WHERE head.publication_id = %(publication_id)s
