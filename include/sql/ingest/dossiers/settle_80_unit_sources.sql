-- Purpose:    remember which units this source feeds.
-- Grain:      one unit.
-- Reads:      core.dossier, decision.
-- Writes:     core.unit_source.
-- Parameters: source_id.
-- Rerun:      adds nothing the second time.
INSERT INTO core.unit_source (source_id, unit_id)
SELECT DISTINCT dossier.source_id, dossier.receiving_unit_id
FROM core.dossier
INNER JOIN decision ON dossier.dossier_code = decision.record_key
WHERE dossier.source_id = %(source_id)s AND decision.outcome IN ('inserted', 'updated')
ON CONFLICT (source_id, unit_id) DO NOTHING
