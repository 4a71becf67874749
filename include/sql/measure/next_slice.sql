-- Purpose:    how far to drain touched cases in this transaction: as many changes as stay below the bound, one at least.
-- Grain:      no row or one.
-- Reads:      audit.touched, audit.change, audit.measure_state.
-- Writes:     nothing.
-- Parameters: max_cases.
-- Rerun:      reads only.
WITH waiting AS (
    SELECT
        change.publish_seq,
        (SELECT count(*) FROM audit.touched WHERE touched.publish_seq = change.publish_seq) AS cases
    FROM audit.change
    WHERE change.publish_seq > (SELECT measure_state.applied_seq FROM audit.measure_state)
),

so_far AS (
    SELECT
        waiting.publish_seq,
        sum(waiting.cases) OVER (ORDER BY waiting.publish_seq) AS cases,
        row_number() OVER (ORDER BY waiting.publish_seq) AS place
    FROM waiting
)

SELECT max(so_far.publish_seq) AS publish_seq
FROM so_far
WHERE so_far.place = 1 OR so_far.cases <= %(max_cases)s
