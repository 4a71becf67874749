-- Purpose:    the figures of each unit that were entered after a ranking of their period was published, with their documents.
-- Grain:      one unit, period and figure.
-- Reads:      mart.late_figure, mart.unit, mart.period.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT DISTINCT
    unit.unit_code,
    unit.name AS unit_name,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    late_figure.name_vi,
    late_figure.value_unit,
    late_figure.value,
    late_figure.null_reason,
    late_figure.document
FROM mart.late_figure
INNER JOIN mart.unit ON late_figure.unit_id = unit.unit_id
INNER JOIN mart.period ON late_figure.period_id = period.period_id
ORDER BY unit.unit_code, period.period_end DESC, period.kind, late_figure.name_vi
