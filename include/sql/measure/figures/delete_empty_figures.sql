-- Purpose:    delete the rows of sectors in which nothing is left.
-- Grain:      one unit or area, basis, period and sector.
-- Reads:      stored_figure (temporary table).
-- Writes:     mart.figure.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
-- By their places in the table, which are theirs until the end of the transaction: there is one writer.
DELETE FROM mart.figure
WHERE
    figure.ctid = ANY(
        (
            SELECT array_agg(stored_figure.place)
            FROM stored_figure
            WHERE stored_figure.is_empty AND stored_figure.sector_code <> '*'
        )::tid[]
    )
