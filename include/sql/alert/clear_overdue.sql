-- Purpose:    delete what the last run found.
-- Grain:      one dossier.
-- Reads:      nothing.
-- Writes:     mart.overdue_dossier.
-- Parameters: none.
-- Rerun:      with fill_overdue, in one transaction.
DELETE FROM mart.overdue_dossier
