-- Purpose:    the targets that a publication shows beside the figures of its units.
-- Grain:      one unit and target.
-- Reads:      mart.shown_target, mart.publication_head, mart.period_kind, mart.published_value.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
-- Beside a target of one sector stands that sector's figure as it was published. Where nothing of the sector arose there
-- is no row of it: then a count is 0, and what is divided has no value.
SELECT
    target.unit_id,
    target.sector_code,
    target.sector_vi,
    target.indicator_code,
    target.scheme_code,
    target.comparator,
    target.value,
    target.value_unit,
    target.compared_value,
    target.document,
    target.clause,
    of_sector.numerator AS sector_numerator,
    of_sector.denominator AS sector_denominator,
    CASE
        WHEN of_sector.indicator_code IS NOT NULL THEN of_sector.value
        WHEN nothing.arose THEN 0
    END AS sector_value,
    CASE
        WHEN of_sector.indicator_code IS NOT NULL THEN of_sector.null_reason
        WHEN target.sector_code = '*' OR nothing.arose THEN NULL
        WHEN whole.null_reason <> 'zero_denominator' THEN whole.null_reason
        WHEN period_kind.by_sector AND whole.indicator_code IS NOT NULL THEN 'zero_denominator'
    END AS sector_null_reason
FROM mart.shown_target AS target
INNER JOIN mart.publication_head AS head ON target.publication_id = head.publication_id
INNER JOIN mart.period_kind ON head.period_kind = period_kind.kind
LEFT JOIN mart.published_value AS of_sector
    ON
        target.sector_code <> '*'
        AND head.publication_id = of_sector.publication_id
        AND of_sector.subject_kind = 'unit'
        AND target.unit_id = of_sector.subject_id
        AND head.basis = of_sector.basis
        AND target.sector_code = of_sector.sector_code
        AND target.indicator_code = of_sector.indicator_code
LEFT JOIN mart.published_value AS whole
    ON
        target.sector_code <> '*'
        AND head.publication_id = whole.publication_id
        AND whole.subject_kind = 'unit'
        AND target.unit_id = whole.subject_id
        AND head.basis = whole.basis
        AND whole.sector_code = '*'
        AND target.indicator_code = whole.indicator_code
CROSS JOIN LATERAL (
    SELECT period_kind.by_sector AND whole.value_kind = 'count' AND whole.null_reason IS NULL AS arose
) AS nothing
WHERE target.publication_id = %(publication_id)s
ORDER BY
    target.unit_id, target.indicator_code, target.sector_code, target.scheme_code, target.document, target.clause,
    target.sheet_id, target.row_no
