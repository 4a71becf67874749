-- Purpose:    the figures entered by hand that a publication shows of its units, with their documents.
-- Grain:      one unit and figure.
-- Reads:      mart.published_entry, core.manual_figure, core.figure, mart.unit.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    published_entry.unit_id,
    entered.figure_code,
    figure.name_vi,
    figure.value_unit,
    entered.value,
    entered.null_reason,
    entered.document,
    CASE WHEN entered.unit_id <> published_entry.unit_id THEN entered_by.name END AS entered_by
FROM mart.published_entry
INNER JOIN core.manual_figure AS entered
    ON published_entry.sheet_id = entered.sheet_id AND published_entry.row_no = entered.row_no
INNER JOIN core.figure ON entered.figure_code = figure.figure_code
INNER JOIN mart.unit AS entered_by ON entered.unit_id = entered_by.unit_id
WHERE published_entry.publication_id = %(publication_id)s
ORDER BY published_entry.unit_id, figure.name_vi, entered.figure_code
