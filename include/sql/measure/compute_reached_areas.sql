-- Purpose:    for which areas the figures of which periods may have moved: those of the reached units, and those that have
--             figures of a period at whose end nobody was in them.
-- Grain:      one area, basis and period.
-- Reads:      reached, core.area_member, mart.period_figure, mart.period, mart.period_kind.
-- Writes:     temporary table reached_area.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE reached_area ON COMMIT DROP AS
SELECT DISTINCT
    area_member.area_id,
    reached.basis,
    reached.period_id,
    reached.period_start,
    reached.counted_to,
    reached.by_sector
FROM reached
INNER JOIN core.area_member ON reached.unit_id = area_member.unit_id
UNION
SELECT
    period_figure.subject_id,
    period_figure.basis,
    period.period_id,
    period.period_start,
    period.counted_to,
    period_kind.by_sector
FROM mart.period_figure
INNER JOIN mart.period ON period_figure.period_id = period.period_id
INNER JOIN mart.period_kind ON period.kind = period_kind.kind
WHERE
    period_figure.subject_kind = 'area'
    AND NOT EXISTS (
        SELECT 1
        FROM core.area_member
        WHERE area_member.area_id = period_figure.subject_id AND area_member.valid @> period.period_end
    )
