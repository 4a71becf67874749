-- Purpose:    how often estimated dossiers were late, by month and risk, beside how often they were expected to be.
-- Grain:      one month and risk; the latest month first, the highest risk first.
-- Reads:      mart.late_reliability, mart.late_estimate_month.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    late_reliability.month_start,
    late_reliability.risk,
    sum(late_reliability.estimates) AS estimates,
    sum(late_reliability.late_estimates) AS late_estimates,
    sum(late_reliability.expected_late) / sum(late_reliability.estimates) AS expected_share,
    sum(late_reliability.late_estimates)::numeric / sum(late_reliability.estimates) AS late_share,
    late_estimate_month.brier_score,
    late_estimate_month.simple_brier_score,
    late_estimate_month.is_better
FROM mart.late_reliability
INNER JOIN mart.late_estimate_month
    ON late_reliability.month_start = late_estimate_month.month_start AND late_estimate_month.sector_code = '*'
GROUP BY
    late_reliability.month_start,
    late_reliability.risk,
    late_estimate_month.brier_score,
    late_estimate_month.simple_brier_score,
    late_estimate_month.is_better
ORDER BY
    late_reliability.month_start DESC,
    array_position(ARRAY['high', 'medium', 'low'], late_reliability.risk)
