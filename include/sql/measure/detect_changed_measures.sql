-- Purpose:    detect that a measure counts something else than before, so that what was counted by it is in no figure any
--             more; remember what measures count now.
-- Grain:      no row (unchanged) or one: whether anything was counted by the former ones.
-- Reads:      mart.measure.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      writes no row the second time.
WITH counted AS (
    SELECT
        md5(
            string_agg(
                concat_ws(
                    chr(31), measure.measure, measure.kind, measure.counts, measure.condition, measure.amount
                ), chr(10) ORDER BY measure.measure
            )
        ) AS digest
    FROM mart.measure
    WHERE measure.kind IN ('flow', 'stock')
),

former AS (
    SELECT measure_state.measures_digest AS digest FROM audit.measure_state
)

UPDATE audit.measure_state SET measures_digest = counted.digest
FROM counted
CROSS JOIN former
WHERE former.digest IS DISTINCT FROM counted.digest
RETURNING former.digest IS NOT NULL AS has_changed_condition
