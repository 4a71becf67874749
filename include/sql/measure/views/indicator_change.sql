-- Purpose:    how an indicator changed from the period before, and why not where no change may be shown.
-- Grain:      one subject, basis, period, sector and indicator version.
-- Reads:      core.area_member, core.unit_rollup, core.unit_succession, mart.indicator_value, mart.period,
--             mart.period_kind.
-- Writes:     views mart.compared_period, mart.period_before and mart.indicator_change.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW mart.compared_period AS
SELECT
    period.period_id,
    before.period_id AS before_period_id,
    before.period_start AS before_start
FROM mart.period
INNER JOIN mart.period_kind ON period.kind = period_kind.kind
INNER JOIN mart.period AS before
    ON
        period.kind = before.kind
        -- The day after the end moves by whole months, the end itself would not: 28 February follows 31 January.
        AND before.period_end = ((period.period_end + 1) - period_kind.compared_after)::date - 1
        AND before.period_start = (period.period_start - period_kind.compared_after)::date;
COMMENT ON VIEW mart.compared_period IS 'The period that each period is compared with, where both are known (mart.period_kind.compared_after).';

CREATE OR REPLACE VIEW mart.period_before AS
SELECT
    period.period_id,
    before.period_id AS before_period_id
FROM mart.period
CROSS JOIN LATERAL (
    SELECT earlier.period_id
    FROM mart.period AS earlier
    WHERE earlier.kind = period.kind AND earlier.period_end < period.period_end
    ORDER BY earlier.period_end DESC
    LIMIT 1
) AS before
WHERE period.kind <> 'custom';
COMMENT ON VIEW mart.period_before IS 'The period of the same kind that ended last before each: whose ranks are the previous ones.';

CREATE OR REPLACE VIEW mart.indicator_change AS
SELECT
    now.subject_kind,
    now.subject_id,
    now.basis,
    now.period_id,
    now.sector_code,
    now.indicator_code,
    now.indicator_version,
    now.unit_code,
    now.period_kind,
    now.period_start,
    now.period_end,
    now.value,
    compared_period.before_period_id,
    before.value AS before_value,
    CASE WHEN reason.no_change_reason IS NULL THEN now.value - before.value END AS change,
    reason.no_change_reason,
    CASE
        WHEN reason.no_change_reason = 'across_reorganisation' AND NOT moved.is_torn
            THEN now.value - before.value
    END AS change_across
FROM mart.indicator_value AS now
LEFT JOIN mart.compared_period ON now.period_id = compared_period.period_id
LEFT JOIN mart.indicator_value AS before
    ON
        compared_period.before_period_id = before.period_id
        AND now.subject_kind = before.subject_kind
        AND now.subject_id = before.subject_id
        AND now.basis = before.basis
        AND now.sector_code = before.sector_code
        AND now.indicator_code = before.indicator_code
-- The unit, or a member of the area, was formed, dissolved or divided between the one beginning and the other end.
CROSS JOIN LATERAL (
    SELECT
        count(*) > 0 AS is_moved,
        coalesce(bool_or(NOT unit_rollup.is_comparable), FALSE) AS is_torn
    FROM core.unit_succession
    INNER JOIN core.unit_rollup ON unit_succession.successor_id = unit_rollup.unit_id
    WHERE
        unit_succession.took_effect > compared_period.before_start
        AND unit_succession.took_effect <= now.period_end
        AND CASE now.subject_kind
            WHEN 'unit' THEN now.subject_id IN (unit_succession.successor_id, unit_succession.predecessor_id)
            ELSE EXISTS (
                SELECT 1
                FROM core.area_member
                WHERE
                    area_member.area_id = now.subject_id
                    AND area_member.unit_id IN (unit_succession.successor_id, unit_succession.predecessor_id)
            )
        END
) AS moved
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN now.value IS NULL THEN 'no_value'
            WHEN before.indicator_version IS NULL THEN 'nothing_before'
            WHEN before.indicator_version <> now.indicator_version THEN 'other_definition'
            WHEN moved.is_moved THEN 'across_reorganisation'
            WHEN before.value IS NULL THEN 'no_value_before'
        END AS no_change_reason
) AS reason;
COMMENT ON VIEW mart.indicator_change IS 'Each indicator value beside the one of the period that it is compared with. Over a reorganisation of units no change is shown, as on 1 July 2025. Ask by period: values are computed when they are read.';
COMMENT ON COLUMN mart.indicator_change.change IS 'Value less the value before; of a rate in shares: 0.0123 is 1.23 percentage points. Null with a reason.';
COMMENT ON COLUMN mart.indicator_change.no_change_reason IS 'no_value: none now; nothing_before: no period to compare with; other_definition: the indicator has another version since; across_reorganisation: units were formed, dissolved or divided in between; no_value_before.';
COMMENT ON COLUMN mart.indicator_change.change_across IS 'The change over a reorganisation in which only whole units moved, for whoever asks for it on purpose; never of a unit that took part of a divided one.';

GRANT SELECT ON mart.compared_period, mart.period_before, mart.indicator_change TO onestop_reader, onestop_pipeline;
