-- Purpose:    touch the interlinked requests whose sector follows from the changed procedures.
-- Grain:      one request.
-- Reads:      staging.procedure, decision, core.interlinked.
-- Writes:     audit.touched.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      adds nothing the second time.
-- Which group a procedure was in before is not kept: a change of any procedure touches them all, they are few.
INSERT INTO audit.touched (publish_seq, case_id)
SELECT
    %(publish_seq)s::bigint,
    interlinked.counted_as
FROM core.interlinked
WHERE
    interlinked.source_id = %(source_id)s
    AND EXISTS (
        SELECT 1
        FROM staging.procedure
        INNER JOIN decision ON procedure.page_no = decision.page_no AND procedure.ordinal = decision.ordinal
        WHERE procedure.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
    )
ON CONFLICT (publish_seq, case_id) DO NOTHING
