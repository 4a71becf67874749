-- Purpose:    touch the cases of the dossiers that the changed records of any feed belong to; one that has not come yet
--             touches itself when it comes. Records that count on their own are touched themselves. Dossiers have a statement
--             of their own.
-- Grain:      one case.
-- Reads:      staging.record, core.dossier, decision.
-- Writes:     audit.touched.
-- Parameters: batch_id, source_id, feed, publish_seq.
-- Rerun:      adds nothing the second time.
-- Each code is looked up by the key: right after a first load the planner knows too little of core.dossier to join it.
WITH changed AS (
    SELECT DISTINCT record.dossier_code
    FROM staging.record
    INNER JOIN decision ON record.page_no = decision.page_no AND record.ordinal = decision.ordinal
    WHERE
        record.batch_id = %(batch_id)s
        AND %(feed)s <> 'dossiers'
        AND record.dossier_code IS NOT NULL
        AND decision.outcome IN ('inserted', 'updated')
)

INSERT INTO audit.touched (publish_seq, case_id)
SELECT DISTINCT
    %(publish_seq)s::bigint,
    known.case_id
FROM changed
CROSS JOIN LATERAL (
    SELECT dossier.case_id
    FROM core.dossier
    WHERE dossier.source_id = %(source_id)s AND dossier.dossier_code = changed.dossier_code
    LIMIT 1
) AS known
UNION
SELECT
    %(publish_seq)s::bigint,
    md5(%(source_id)s || chr(31) || %(feed)s || chr(31) || record.record_key)::uuid
FROM staging.record
INNER JOIN decision ON record.page_no = decision.page_no AND record.ordinal = decision.ordinal
WHERE
    record.batch_id = %(batch_id)s
    AND decision.outcome IN ('inserted', 'updated')
    AND %(feed)s IN ('surveys', 'feedback', 'interlinked')
ON CONFLICT (publish_seq, case_id) DO NOTHING
