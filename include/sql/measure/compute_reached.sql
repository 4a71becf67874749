-- Purpose:    for which units the figures of which periods may have moved: what the moved days reach, every period of units
--             that begin or cease to have figures, every unit in the periods that turned.
-- Grain:      one unit, basis and period.
-- Reads:      audit.moved_days, core.counted_unit, core.role, core.unit, mart.unit_counts_for, mart.period_figure,
--             mart.period, mart.period_kind.
-- Writes:     temporary table reached.
-- Parameters: turned (ids of the periods that opened, advanced or closed).
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE reached ON COMMIT DROP AS
WITH unit_moved AS (
    SELECT unit_counts_for.counts_for_unit_id AS unit_id, moved_days.basis, range_agg(moved_days.days) AS days
    FROM audit.moved_days
    INNER JOIN mart.unit_counts_for ON moved_days.unit_id = unit_counts_for.unit_id
    GROUP BY unit_counts_for.counts_for_unit_id, moved_days.basis
),

candidate AS (
    SELECT unit_moved.unit_id, unit_moved.basis
    FROM unit_moved
    UNION
    SELECT unit.unit_id, role.basis
    FROM core.unit
    CROSS JOIN core.role
    WHERE unit.kind = 'commune' AND unit.is_fed
),

come_or_gone AS (
    SELECT candidate.unit_id, candidate.basis
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
),

reached_period AS (
    -- An opening is the stock of the day before.
    SELECT unit_moved.unit_id, unit_moved.basis, period.period_id
    FROM unit_moved
    INNER JOIN mart.period ON unit_moved.days && daterange(period.period_start - 1, period.counted_to, '[]')
    UNION
    SELECT come_or_gone.unit_id, come_or_gone.basis, period.period_id
    FROM come_or_gone
    CROSS JOIN mart.period
    UNION
    SELECT unit.unit_id, role.basis, turned.period_id
    FROM core.unit
    CROSS JOIN core.role
    CROSS JOIN unnest(%(turned)s::text[]) AS turned (period_id)
    WHERE
        cardinality(%(turned)s::text[]) > 0
        AND EXISTS (
            SELECT 1
            FROM core.counted_unit
            WHERE counted_unit.unit_id = unit.unit_id AND counted_unit.basis = role.basis
        )
)

SELECT
    reached_period.unit_id,
    reached_period.basis,
    period.period_id,
    period.period_start,
    period.counted_to,
    period_kind.by_sector
FROM reached_period
INNER JOIN mart.period ON reached_period.period_id = period.period_id
INNER JOIN mart.period_kind ON period.kind = period_kind.kind AND reached_period.basis = ANY(period_kind.bases)
