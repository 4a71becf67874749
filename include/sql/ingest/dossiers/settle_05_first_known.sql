-- Purpose:    keep what the first version said where a known dossier's code came with more than was known.
-- Grain:      one dossier.
-- Reads:      first_known, decision.
-- Writes:     core.dossier.
-- Parameters: source_id.
-- Rerun:      changes nothing the second time.
WITH said AS (
    SELECT DISTINCT
        first_known.record_key,
        first_known.first_procedure_code,
        first_known.first_received_on
    FROM first_known
    INNER JOIN decision ON first_known.page_no = decision.page_no AND first_known.ordinal = decision.ordinal
    WHERE first_known.says_more AND decision.outcome <> 'quarantined'
)

UPDATE core.dossier SET
    first_procedure_code = said.first_procedure_code,
    first_received_on = said.first_received_on
FROM said
WHERE
    dossier.source_id = %(source_id)s
    AND dossier.dossier_code = said.record_key
    AND (dossier.first_procedure_code, dossier.first_received_on)
    IS DISTINCT FROM (said.first_procedure_code, said.first_received_on)
