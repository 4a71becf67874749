-- Purpose:    delete all figures, before they are computed again.
-- Grain:      all rows.
-- Reads:      nothing.
-- Writes:     mart.figure.
-- Parameters: none.
-- Rerun:      forgets nothing the second time.
DELETE FROM mart.figure
