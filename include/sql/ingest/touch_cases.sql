-- Purpose:    touch the cases of the dossiers to which changed records of any feed belong, and the records that count on
--             their own. A dossier that has not arrived yet touches its case when it arrives. Dossiers have a statement of
--             their own.
-- Grain:      one case.
-- Reads:      core.dossier, decision.
-- Writes:     audit.touched.
-- Parameters: source_id, feed, publish_seq.
-- Rerun:      adds nothing the second time.
-- Each code is looked up by the key: right after a first load the planner knows too little of core.dossier to join it.
-- EXCEPT in place of ON CONFLICT: nobody else writes rows of this change, and it takes half the time.
WITH changed AS (
    SELECT DISTINCT decision.dossier_code
    FROM decision
    WHERE
        %(feed)s <> 'dossiers'
        AND decision.dossier_code IS NOT NULL
        AND decision.outcome IN ('inserted', 'updated')
)

INSERT INTO audit.touched (publish_seq, case_id)
(
    SELECT
        %(publish_seq)s::bigint,
        known.case_id
    FROM changed
    CROSS JOIN LATERAL (
        SELECT dossier.case_id
        FROM core.dossier
        WHERE dossier.source_id = %(source_id)s AND dossier.dossier_code = changed.dossier_code
        OFFSET 0
    ) AS known
    UNION ALL
    SELECT
        %(publish_seq)s::bigint,
        md5(%(source_id)s || chr(31) || %(feed)s || chr(31) || decision.record_key)::uuid
    FROM decision
    WHERE decision.outcome IN ('inserted', 'updated') AND %(feed)s IN ('surveys', 'feedback', 'interlinked')
)
EXCEPT
SELECT
    touched.publish_seq,
    touched.case_id
FROM audit.touched
WHERE touched.publish_seq = %(publish_seq)s
