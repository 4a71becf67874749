-- Purpose:    how well estimates of late dossiers did, where they are shown, and those that are shown now.
-- Grain:      see the comment of each object.
-- Reads:      audit.estimate_day, mart.late_estimate, mart.late_estimate_limit, core.case, core.unit.
-- Writes:     views mart.late_reliability, mart.late_estimate_month, mart.late_estimate_switch, mart.late_risk.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE OR REPLACE VIEW mart.late_reliability AS
SELECT
    date_trunc('month', late_estimate.estimated_on::timestamp)::date AS month_start,
    late_estimate.sector_code,
    late_estimate.risk,
    least(floor(late_estimate.probability * 10), 9)::integer AS probability_tenth,
    count(*) AS estimates,
    sum(late_estimate.probability) AS expected_late,
    count(*) FILTER (WHERE late_estimate.outcome = 'late') AS late_estimates,
    sum((late_estimate.probability - (late_estimate.outcome = 'late')::integer) ^ 2) AS squared_error,
    sum((late_estimate.simple_probability - (late_estimate.outcome = 'late')::integer) ^ 2) AS simple_squared_error
FROM mart.late_estimate
WHERE late_estimate.outcome IN ('late', 'in_time')
GROUP BY
    date_trunc('month', late_estimate.estimated_on::timestamp)::date,
    late_estimate.sector_code,
    late_estimate.risk,
    least(floor(late_estimate.probability * 10), 9);
COMMENT ON VIEW mart.late_reliability IS 'Estimates (ước tính) of late dossiers whose outcome is known, by month, sector, risk and tenth of the probability: how many were expected to be late, and how many were. All columns of numbers can be added up.';
COMMENT ON COLUMN mart.late_reliability.month_start IS 'First day of the month of the estimates.';
COMMENT ON COLUMN mart.late_reliability.risk IS 'The estimated risk: high, medium, low.';
COMMENT ON COLUMN mart.late_reliability.probability_tenth IS 'Tenth of the estimated probability: 0 is below 10 %, 9 is 90 % and more.';
COMMENT ON COLUMN mart.late_reliability.estimates IS 'Estimates with a known outcome; a dossier has one for each day on which it was open.';
COMMENT ON COLUMN mart.late_reliability.expected_late IS 'How many of them would be late if each probability were right: their sum.';
COMMENT ON COLUMN mart.late_reliability.late_estimates IS 'How many of them were late.';
COMMENT ON COLUMN mart.late_reliability.squared_error IS 'Sum of the squared differences of probability and outcome; divided by the estimates it is the Brier score (Brier 1950).';
COMMENT ON COLUMN mart.late_reliability.simple_squared_error IS 'The same for the simple rule, the share of the time limit that is used.';

CREATE OR REPLACE VIEW mart.late_estimate_month AS
SELECT
    late_reliability.month_start,
    coalesce(late_reliability.sector_code, '*') AS sector_code,
    sum(late_reliability.estimates) AS estimates,
    sum(late_reliability.expected_late) AS expected_late,
    sum(late_reliability.late_estimates) AS late_estimates,
    sum(late_reliability.squared_error) / sum(late_reliability.estimates) AS brier_score,
    sum(late_reliability.simple_squared_error) / sum(late_reliability.estimates) AS simple_brier_score,
    sum(late_reliability.squared_error) < sum(late_reliability.simple_squared_error) AS is_better
FROM mart.late_reliability
GROUP BY GROUPING SETS (
    (late_reliability.month_start), (late_reliability.month_start, late_reliability.sector_code)
);
COMMENT ON VIEW mart.late_estimate_month IS 'How well estimates (ước tính) of late dossiers did in each month, by sector and for all (*): their Brier score beside that of the simple rule. Smaller is better.';
COMMENT ON COLUMN mart.late_estimate_month.month_start IS 'First day of the month of the estimates.';
COMMENT ON COLUMN mart.late_estimate_month.sector_code IS 'The sector; *: all.';
COMMENT ON COLUMN mart.late_estimate_month.estimates IS 'Estimates with a known outcome.';
COMMENT ON COLUMN mart.late_estimate_month.expected_late IS 'How many of them would be late if each probability were right.';
COMMENT ON COLUMN mart.late_estimate_month.late_estimates IS 'How many of them were late.';
COMMENT ON COLUMN mart.late_estimate_month.brier_score IS 'Mean squared difference of probability and outcome.';
COMMENT ON COLUMN mart.late_estimate_month.simple_brier_score IS 'The same for the simple rule, the share of the time limit that is used.';
COMMENT ON COLUMN mart.late_estimate_month.is_better IS 'The estimates were better than the simple rule.';

CREATE OR REPLACE VIEW mart.late_estimate_switch AS
WITH recent AS (
    SELECT
        coalesce(late_estimate.sector_code, '*') AS sector_code,
        count(*) AS estimates,
        avg((late_estimate.probability - (late_estimate.outcome = 'late')::integer) ^ 2) AS brier_score,
        avg((late_estimate.simple_probability - (late_estimate.outcome = 'late')::integer) ^ 2) AS simple_brier_score
    FROM mart.late_estimate
    WHERE
        late_estimate.outcome IN ('late', 'in_time')
        AND late_estimate.estimated_on > (SELECT max(estimate_day.estimated_on) - 92 FROM audit.estimate_day)
    GROUP BY GROUPING SETS ((), (late_estimate.sector_code))
),

sector AS (
    SELECT recent.sector_code FROM recent
    UNION
    SELECT late_estimate_limit.sector_code FROM mart.late_estimate_limit
    UNION
    SELECT late_estimate.sector_code FROM mart.late_estimate
)

SELECT
    sector.sector_code,
    coalesce(compared.estimates, 0) AS estimates,
    compared.brier_score,
    compared.simple_brier_score,
    coalesce(limits.is_shown, compared.brier_score < compared.simple_brier_score, FALSE) AS is_shown,
    CASE
        WHEN limits.is_shown IS NOT NULL THEN 'catalogue'
        WHEN compared.sector_code IS NULL THEN 'too_few'
        WHEN compared.brier_score < compared.simple_brier_score THEN 'better'
        ELSE 'no_better'
    END AS reason
FROM sector
CROSS JOIN LATERAL (
    SELECT late_estimate_limit.*
    FROM mart.late_estimate_limit
    WHERE late_estimate_limit.sector_code IN (sector.sector_code, '*')
    ORDER BY late_estimate_limit.sector_code = '*'
    LIMIT 1
) AS limits
LEFT JOIN LATERAL (
    SELECT recent.*
    FROM recent
    WHERE recent.sector_code IN (sector.sector_code, '*') AND recent.estimates >= limits.min_settled
    ORDER BY recent.sector_code = '*'
    LIMIT 1
) AS compared ON TRUE;
COMMENT ON VIEW mart.late_estimate_switch IS 'In which sectors estimates (ước tính) of late dossiers are shown: where those of the last 92 days with a known outcome were better than the simple rule, unless the catalogue says otherwise. A sector with too few of them is judged by all sectors together.';
COMMENT ON COLUMN mart.late_estimate_switch.sector_code IS 'The sector; *: all.';
COMMENT ON COLUMN mart.late_estimate_switch.estimates IS 'Estimates that were compared; 0: too few.';
COMMENT ON COLUMN mart.late_estimate_switch.brier_score IS 'Mean squared difference of probability and outcome.';
COMMENT ON COLUMN mart.late_estimate_switch.simple_brier_score IS 'The same for the simple rule, the share of the time limit that is used.';
COMMENT ON COLUMN mart.late_estimate_switch.is_shown IS 'Estimates are shown.';
COMMENT ON COLUMN mart.late_estimate_switch.reason IS 'catalogue: an entry says so; better or no_better: than the simple rule; too_few: not enough estimates to compare.';

CREATE OR REPLACE VIEW mart.late_risk AS
SELECT
    "case".source_id,
    "case".dossier_code,
    late_estimate.case_id,
    late_estimate.as_of,
    late_estimate.sector_code,
    late_estimate.procedure_code,
    holder.name AS holder_name,
    late_estimate.minutes_used,
    late_estimate.tenth,
    late_estimate.level,
    late_estimate.cases,
    late_estimate.late_cases,
    late_estimate.probability,
    late_estimate.risk
FROM mart.late_estimate
INNER JOIN core."case" ON late_estimate.case_id = "case".case_id
LEFT JOIN core.unit AS holder ON late_estimate.holding_unit_id = holder.unit_id
WHERE
    late_estimate.estimated_on = (SELECT max(estimate_day.estimated_on) FROM audit.estimate_day)
    AND late_estimate.outcome IS NULL
    AND EXISTS (
        SELECT 1
        FROM mart.late_estimate_switch
        WHERE late_estimate_switch.sector_code = late_estimate.sector_code AND late_estimate_switch.is_shown
    );
COMMENT ON VIEW mart.late_risk IS 'Estimates (ước tính) of the last day for dossiers that are still open, where they are shown; internal.';
COMMENT ON COLUMN mart.late_risk.as_of IS 'Business clock of the estimate.';
COMMENT ON COLUMN mart.late_risk.holder_name IS 'Who has the dossier.';
COMMENT ON COLUMN mart.late_risk.minutes_used IS 'Working minutes since the reception, without waits for the citizen.';
COMMENT ON COLUMN mart.late_risk.tenth IS 'The tenth of the time limit that it has reached: 0 is the first, 9 the last.';
COMMENT ON COLUMN mart.late_risk.level IS 'The earlier cases that it is compared with have in common: 1 procedure and unit, 2 sector and unit, 3 unit, 4 procedure, 5 sector, 6 nothing.';
COMMENT ON COLUMN mart.late_risk.cases IS 'Earlier cases that were still open at the start of the same tenth.';
COMMENT ON COLUMN mart.late_risk.late_cases IS 'Of these, the cases that were late.';
COMMENT ON COLUMN mart.late_risk.probability IS 'Estimated probability that it will be late.';
COMMENT ON COLUMN mart.late_risk.risk IS 'The probability in words: high, medium, low.';
