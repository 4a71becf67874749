-- Purpose:    keep every accepted version.
-- Grain:      one version.
-- Reads:      core.dossier, decision.
-- Writes:     core.dossier_version.
-- Parameters: source_id.
-- Rerun:      in the publish transaction, so once.
INSERT INTO core.dossier_version
SELECT dossier.*
FROM core.dossier
INNER JOIN decision ON dossier.dossier_code = decision.record_key
WHERE dossier.source_id = %(source_id)s AND decision.outcome IN ('inserted', 'updated')
