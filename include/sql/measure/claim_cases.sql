-- Purpose:    the next cases of the drain, each once however many changes touched it: those that were touched, and while all is
--             counted again every case and record of core.
-- Grain:      one case.
-- Reads:      audit.touched, audit.measure_state, core.case, core.feedback, core.survey, core.interlinked.
-- Writes:     temporary table touched_case.
-- Parameters: max_cases.
-- Rerun:      gone at the end of the transaction.
-- Each part is read in the order of its index and no further than the drain takes; without a rebuild those of core not at all.
CREATE TEMPORARY TABLE touched_case ON COMMIT DROP AS
WITH drain AS MATERIALIZED (
    SELECT
        measure_state.applied_seq,
        measure_state.draining_to,
        measure_state.is_rebuilding AND measure_state.draining_to IS NOT NULL AS takes_all,
        coalesce(measure_state.drained_case, '00000000-0000-0000-0000-000000000000'::uuid) AS drained_case
    FROM audit.measure_state
),

of_core AS (
    (
        SELECT "case".case_id FROM core."case"
        WHERE (SELECT drain.takes_all FROM drain) AND "case".case_id > (SELECT drain.drained_case FROM drain)
        ORDER BY "case".case_id
        LIMIT %(max_cases)s
    )
    UNION ALL
    (
        SELECT feedback.counted_as FROM core.feedback
        WHERE (SELECT drain.takes_all FROM drain) AND feedback.counted_as > (SELECT drain.drained_case FROM drain)
        ORDER BY feedback.counted_as
        LIMIT %(max_cases)s
    )
    UNION ALL
    (
        SELECT survey.counted_as FROM core.survey
        WHERE (SELECT drain.takes_all FROM drain) AND survey.counted_as > (SELECT drain.drained_case FROM drain)
        ORDER BY survey.counted_as
        LIMIT %(max_cases)s
    )
    UNION ALL
    (
        SELECT interlinked.counted_as FROM core.interlinked
        WHERE (SELECT drain.takes_all FROM drain) AND interlinked.counted_as > (SELECT drain.drained_case FROM drain)
        ORDER BY interlinked.counted_as
        LIMIT %(max_cases)s
    )
)

SELECT touched.case_id
FROM audit.touched
CROSS JOIN drain
WHERE
    touched.publish_seq > drain.applied_seq
    AND touched.publish_seq <= drain.draining_to
    AND touched.case_id > drain.drained_case
UNION
SELECT of_core.case_id
FROM of_core
ORDER BY case_id
LIMIT %(max_cases)s
