-- Purpose:    tell the planner how many figures there are of what, after all were computed again.
-- Grain:      one table.
-- Reads:      mart.figure.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
-- Of the keys only: nobody looks for a figure by what it is.
ANALYZE mart.figure (period_no, basis, subject_kind, subject_id, sector_code)
