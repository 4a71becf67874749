-- Purpose:    remember what the first version of a dossier said, by which a code that was given to another dossier is known.
-- Grain:      one dossier.
-- Reads:      core.dossier_version.
-- Writes:     core.dossier.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE core.dossier ADD COLUMN first_procedure_code text;
ALTER TABLE core.dossier ADD COLUMN first_received_on date;
COMMENT ON COLUMN core.dossier.first_procedure_code IS 'The first procedure that this code came with; later versions change procedure_code, never this.';
COMMENT ON COLUMN core.dossier.first_received_on IS 'The first reception day that this code came with, as sent; later versions change received_on, never this.';

UPDATE core.dossier SET
    first_procedure_code = first.procedure_code,
    first_received_on = first.received_on
FROM (
    SELECT
        version.source_id,
        version.dossier_code,
        (array_agg(version.procedure_code ORDER BY version.publish_seq) FILTER (WHERE version.procedure_code IS NOT NULL))[1] AS procedure_code,
        (array_agg(version.received_on ORDER BY version.publish_seq) FILTER (WHERE version.received_on IS NOT NULL))[1] AS received_on
    FROM core.dossier_version AS version
    GROUP BY version.source_id, version.dossier_code
) AS first
WHERE dossier.source_id = first.source_id AND dossier.dossier_code = first.dossier_code;
