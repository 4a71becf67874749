-- Purpose:    the figures entered by hand that a publication shows of its units, with their documents.
-- Grain:      one unit and figure.
-- Reads:      mart.shown_entry.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    shown_entry.unit_id,
    shown_entry.figure_code,
    shown_entry.name_vi,
    shown_entry.value_unit,
    shown_entry.value,
    shown_entry.null_reason,
    shown_entry.document,
    shown_entry.entered_by
FROM mart.shown_entry
WHERE shown_entry.publication_id = %(publication_id)s
ORDER BY shown_entry.unit_id, shown_entry.name_vi, shown_entry.figure_code
