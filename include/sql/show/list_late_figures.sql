-- Purpose:    the figures of each unit that were entered after a ranking of their period was published, with their documents.
-- Grain:      one unit, period and figure.
-- Reads:      mart.late_figure, core.manual_figure, core.figure, mart.unit, mart.period.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT DISTINCT
    unit.unit_code,
    unit.name AS unit_name,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    figure.name_vi,
    figure.value_unit,
    told.value,
    told.null_reason,
    told.document
FROM mart.late_figure
INNER JOIN core.manual_figure AS told ON late_figure.sheet_id = told.sheet_id AND late_figure.row_no = told.row_no
INNER JOIN core.figure ON late_figure.figure_code = figure.figure_code
INNER JOIN mart.unit ON late_figure.unit_id = unit.unit_id
INNER JOIN mart.period ON late_figure.period_id = period.period_id
ORDER BY unit.unit_code, period.period_end DESC, period.kind, figure.name_vi
