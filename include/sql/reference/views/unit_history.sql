-- Purpose:    as which unit of today a unit of before counts, and whether their figures compare.
-- Grain:      one unit.
-- Reads:      core.unit, core.unit_succession.
-- Writes:     views core.unit_rollup, mart.unit_counts_for and mart.unit_history.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW core.unit_rollup AS
SELECT
    unit.unit_id,
    counted.unit_id AS counted_as_unit_id,
    counted.has_split_predecessor,
    NOT counted.has_split_predecessor
    AND NOT EXISTS (
        SELECT 1
        FROM core.unit_succession
        WHERE unit_succession.predecessor_id = unit.unit_id AND unit_succession.kind = 'split'
    ) AS is_comparable
FROM core.unit
LEFT JOIN core.unit_succession AS moved ON unit.unit_id = moved.predecessor_id AND moved.kind = 'whole'
-- Looked up unit by unit: who asks for some does not wait for all.
CROSS JOIN LATERAL (
    SELECT
        coalesce(moved.successor_id, unit.unit_id) AS unit_id,
        EXISTS(
            SELECT 1
            FROM core.unit_succession
            WHERE
                unit_succession.successor_id = coalesce(moved.successor_id, unit.unit_id)
                AND unit_succession.kind = 'split'
        ) AS has_split_predecessor
) AS counted;
COMMENT ON VIEW core.unit_rollup IS 'A unit that moved whole counts as its successor, any other as itself.';
COMMENT ON COLUMN core.unit_rollup.has_split_predecessor IS 'The unit that is counted took part of a split commune, whose figures of before cannot be told apart.';
COMMENT ON COLUMN core.unit_rollup.is_comparable IS 'Figures of before and after the change compare: neither it nor any predecessor of what it counts as was split.';

CREATE OR REPLACE VIEW mart.unit_counts_for AS
SELECT unit.unit_id, unit.unit_id AS counts_for_unit_id
FROM core.unit
UNION ALL
SELECT unit_succession.predecessor_id, unit_succession.successor_id
FROM core.unit_succession
WHERE unit_succession.kind = 'whole';
COMMENT ON VIEW mart.unit_counts_for IS 'In whose figures the dossiers of a unit are: its own, and those of the unit that it moved into as a whole.';

CREATE OR REPLACE VIEW mart.unit_history AS
SELECT
    unit.unit_id,
    unit.kind,
    unit.unit_code,
    unit.name,
    lower(unit.valid) AS valid_from,
    upper(unit.valid) - 1 AS valid_to,
    unit_rollup.counted_as_unit_id,
    counted_as.unit_code AS counted_as_unit_code,
    counted_as.name AS counted_as_name,
    unit_rollup.has_split_predecessor,
    unit_rollup.is_comparable
FROM core.unit
INNER JOIN core.unit_rollup ON unit.unit_id = unit_rollup.unit_id
INNER JOIN core.unit AS counted_as ON unit_rollup.counted_as_unit_id = counted_as.unit_id;
COMMENT ON VIEW mart.unit_history IS 'Every unit with the unit of today as which it counts; not comparable: do not show a change over 1 July 2025.';

GRANT SELECT ON mart.unit_history, mart.unit_counts_for TO onestop_reader, onestop_pipeline;
