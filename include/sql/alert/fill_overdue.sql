-- Purpose:    keep what needs attention now.
-- Grain:      one dossier.
-- Reads:      attention.
-- Writes:     mart.overdue_dossier.
-- Parameters: none.
-- Rerun:      after clear_overdue, in one transaction.
INSERT INTO mart.overdue_dossier
SELECT attention.*
FROM attention
