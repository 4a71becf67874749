-- Purpose:    touch what counts by the changed interlinked records as they were: the cases of the dossiers that they
--             named, and other records about the same.
-- Grain:      one case or record.
-- Reads:      core.interlinked, core.interlinked_dossier, decision.
-- Writes:     audit.touched.
-- Parameters: source_id, publish_seq.
-- Rerun:      adds nothing the second time.
WITH changed AS (
    SELECT interlinked.*
    FROM core.interlinked
    INNER JOIN decision ON interlinked.record_key = decision.record_key
    WHERE interlinked.source_id = %(source_id)s AND decision.outcome = 'updated'
)

INSERT INTO audit.touched (publish_seq, case_id)
SELECT %(publish_seq)s::bigint, pair.case_id
FROM changed
INNER JOIN core.interlinked_dossier AS pair ON changed.counted_as = pair.counted_as
UNION
SELECT %(publish_seq)s::bigint, twin.counted_as
FROM changed
INNER JOIN core.interlinked AS twin ON changed.dossier_code = twin.dossier_code
UNION
SELECT %(publish_seq)s::bigint, twin.counted_as
FROM changed
INNER JOIN core.interlinked AS twin ON changed.request_code = twin.request_code
ON CONFLICT (publish_seq, case_id) DO NOTHING
