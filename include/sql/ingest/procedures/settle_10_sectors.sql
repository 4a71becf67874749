-- Purpose:    keep the names of the sectors that the catalogue uses.
-- Grain:      one sector.
-- Reads:      staging.procedure, decision.
-- Writes:     core.sector.
-- Parameters: batch_id.
-- Rerun:      changes nothing the second time.
INSERT INTO core.sector (sector_code, name)
SELECT DISTINCT ON (procedure.sector_code)
    procedure.sector_code,
    coalesce(procedure.sector_name, procedure.sector_code)
FROM staging.procedure
INNER JOIN decision ON procedure.page_no = decision.page_no AND procedure.ordinal = decision.ordinal
WHERE procedure.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
ORDER BY procedure.sector_code, procedure.source_updated_at DESC, procedure.record_hash DESC
ON CONFLICT (sector_code) DO UPDATE SET name = excluded.name WHERE sector.name <> excluded.name
