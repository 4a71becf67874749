-- Purpose:    keep what needs attention now.
-- Grain:      one dossier.
-- Reads:      core.attention.
-- Writes:     mart.overdue_dossier.
-- Parameters: as_of.
-- Rerun:      after clear_overdue, in one transaction.
INSERT INTO mart.overdue_dossier
SELECT attention.*
FROM core.attention(%(as_of)s) AS attention
