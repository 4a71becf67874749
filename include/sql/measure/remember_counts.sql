-- Purpose:    remember what the changed cases now count as, and forget those that count as nothing; what they counted as
--             while something was published is kept.
-- Grain:      one case.
-- Reads:      changed, audit.measure_state, mart.publication.
-- Writes:     core.contribution_applied, core.contribution_history.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
-- The linter does not know MERGE below a WITH.
WITH kept AS ( -- noqa
    INSERT INTO core.contribution_history (case_id, publish_seq, before_seq, counts)
    SELECT
        applied.case_id,
        applied.publish_seq,
        measure_state.draining_to,
        applied.counts
    FROM changed
    INNER JOIN core.contribution_applied AS applied ON changed.case_id = applied.case_id
    CROSS JOIN audit.measure_state
    WHERE
        applied.counts IS DISTINCT FROM changed.come
        AND EXISTS (
            SELECT 1
            FROM mart.publication
            WHERE
                publication.publish_seq >= applied.publish_seq
                AND publication.publish_seq < measure_state.draining_to
        )
)

MERGE INTO core.contribution_applied AS applied
USING (
    SELECT
        changed.case_id,
        changed.come,
        measure_state.draining_to AS publish_seq,
        measure_state.build
    FROM changed
    CROSS JOIN audit.measure_state
) AS told ON applied.case_id = told.case_id
WHEN MATCHED AND told.come IS NULL THEN DELETE
WHEN MATCHED AND applied.counts = told.come THEN UPDATE SET build = told.build
WHEN MATCHED THEN UPDATE SET counts = told.come, publish_seq = told.publish_seq, build = told.build
WHEN NOT MATCHED AND told.come IS NOT NULL
    THEN INSERT (case_id, counts, publish_seq, build) VALUES (told.case_id, told.come, told.publish_seq, told.build)
