-- Purpose:    remember which units this source feeds.
-- Grain:      one unit.
-- Reads:      staging.resolved_dossier, decision.
-- Writes:     core.unit_source.
-- Parameters: batch_id, source_id.
-- Rerun:      adds nothing the second time.
INSERT INTO core.unit_source (source_id, unit_id)
SELECT DISTINCT %(source_id)s, staged.receiving_unit_id
FROM staging.resolved_dossier AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE staged.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
ON CONFLICT (source_id, unit_id) DO NOTHING
