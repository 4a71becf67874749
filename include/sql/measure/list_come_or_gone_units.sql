-- Purpose:    units that begin or cease to have figures in a role: their figures change in every period, before the first of their days too.
-- Grain:      one basis.
-- Reads:      core.counted_unit, core.unit, difference, mart.unit_counts_for, mart.period_figure.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
WITH candidate AS (
    SELECT difference.basis, unit_counts_for.counts_for_unit_id AS unit_id
    FROM difference
    INNER JOIN mart.unit_counts_for ON difference.unit_id = unit_counts_for.unit_id
    UNION
    SELECT role.basis, unit.unit_id
    FROM core.unit
    CROSS JOIN (VALUES ('receiving'), ('responsible'), ('holding')) AS role (basis)
    WHERE unit.kind = 'commune' AND unit.is_fed
)

SELECT
    candidate.basis,
    array_agg(candidate.unit_id ORDER BY candidate.unit_id) AS unit_ids
FROM candidate
WHERE
    EXISTS (
        SELECT 1
        FROM core.counted_unit
        WHERE counted_unit.unit_id = candidate.unit_id AND counted_unit.basis = candidate.basis
    ) <> EXISTS (
        SELECT 1
        FROM mart.period_figure
        WHERE
            period_figure.subject_kind = 'unit'
            AND period_figure.subject_id = candidate.unit_id
            AND period_figure.basis = candidate.basis
    )
GROUP BY candidate.basis
ORDER BY candidate.basis
