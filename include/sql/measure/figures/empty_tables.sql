-- Purpose:    empty the tables for the next days that are added to figures.
-- Grain:      all rows.
-- Reads:      nothing.
-- Writes:     moved_day, reading, stored_figure (temporary tables).
-- Parameters: none.
-- Rerun:      changes nothing the second time.
TRUNCATE moved_day, reading, stored_figure
