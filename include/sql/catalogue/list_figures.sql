-- Purpose:    figures that offices may enter, as the warehouse has them, and whether they are in use.
-- Grain:      one figure.
-- Reads:      core.figure, core.manual_figure.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    to_jsonb(figure) AS entry,
    figure.figure_code IN (SELECT manual_figure.figure_code FROM core.manual_figure) AS is_in_use
FROM core.figure
ORDER BY figure.figure_code
