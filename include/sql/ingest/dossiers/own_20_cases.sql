-- Purpose:    open a case for each new dossier.
-- Grain:      one case.
-- Reads:      decision.
-- Writes:     core.case.
-- Parameters: source_id.
-- Rerun:      adds nothing the second time.
INSERT INTO core."case" (case_id, source_id, dossier_code)
SELECT
    md5(%(source_id)s || chr(31) || decision.record_key)::uuid,
    %(source_id)s,
    decision.record_key
FROM decision
WHERE decision.outcome = 'inserted'
ON CONFLICT (case_id) DO NOTHING
