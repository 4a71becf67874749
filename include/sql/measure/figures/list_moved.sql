-- Purpose:    which periods have other figures of units.
-- Grain:      one period.
-- Reads:      stored_figure (temporary table).
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT DISTINCT stored_figure.period_no FROM stored_figure
WHERE stored_figure.subject_kind = 'unit'
