-- Purpose:    forget figures and forms that their kind of periods does not store any more: for a role, or at all.
-- Grain:      one unit or area, basis, period and sector.
-- Reads:      mart.period, mart.period_kind.
-- Writes:     mart.period_figure, mart.form_ii06a.
-- Parameters: none.
-- Rerun:      forgets nothing the second time.
WITH kept AS (
    SELECT period.period_id, period_kind.bases, period_kind.has_form
    FROM mart.period
    INNER JOIN mart.period_kind ON period.kind = period_kind.kind
),

without_forms AS (
    DELETE FROM mart.form_ii06a
    USING kept
    WHERE
        form_ii06a.period_id = kept.period_id
        AND NOT (kept.has_form AND form_ii06a.basis = ANY(kept.bases))
)

DELETE FROM mart.period_figure
USING kept
WHERE period_figure.period_id = kept.period_id AND NOT period_figure.basis = ANY(kept.bases)
