-- Purpose:    hand the first half of the cases of a drain over to a second session, which stores their facts at the same time.
-- Grain:      one row: the cases that were handed over.
-- Reads:      nothing.
-- Writes:     touched_case (temporary table).
-- Parameters: none.
-- Rerun:      hands over half of the rest.
-- The last cases stay: by them the drain notes how far it got.
WITH placed AS (
    SELECT
        touched_case.case_id,
        row_number() OVER (ORDER BY touched_case.case_id) <= count(*) OVER () / 2 AS is_first_half
    FROM touched_case
),

handed_over AS (
    DELETE FROM touched_case
    USING placed
    WHERE touched_case.case_id = placed.case_id AND placed.is_first_half
    RETURNING touched_case.case_id
)

SELECT array_agg(handed_over.case_id::text) AS case_ids FROM handed_over
