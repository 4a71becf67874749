-- Purpose:    touch the case of every changed dossier, and the old and the new case of every dossier whose related ones changed.
-- Grain:      one case.
-- Reads:      related, decision, core.dossier.
-- Writes:     audit.touched.
-- Parameters: source_id, publish_seq.
-- Rerun:      adds nothing the second time.
-- Each known dossier is looked up by the key: right after a first load the planner knows too little of core.dossier to join it.
-- EXCEPT in place of ON CONFLICT: nobody else writes rows of this change, and it takes half the time.
INSERT INTO audit.touched (publish_seq, case_id)
(
    SELECT %(publish_seq)s::bigint, related.former_case_id
    FROM related
    UNION ALL
    SELECT %(publish_seq)s::bigint, related.case_id
    FROM related
    UNION ALL
    -- A new dossier has a case of its own, unless it has related dossiers.
    SELECT %(publish_seq)s::bigint, md5(%(source_id)s || chr(31) || decision.record_key)::uuid
    FROM decision
    WHERE decision.outcome = 'inserted'
    UNION ALL
    SELECT %(publish_seq)s::bigint, known.case_id
    FROM decision
    CROSS JOIN LATERAL (
        SELECT dossier.case_id
        FROM core.dossier
        WHERE dossier.source_id = %(source_id)s AND dossier.dossier_code = decision.record_key
        OFFSET 0
    ) AS known
    WHERE decision.outcome = 'updated'
)
EXCEPT
SELECT
    touched.publish_seq,
    touched.case_id
FROM audit.touched
WHERE touched.publish_seq = %(publish_seq)s
