-- Purpose:    the roles of units, and whether a unit has counts by day in one.
-- Grain:      see the comment of each object.
-- Reads:      core.day_count, mart.unit_counts_for.
-- Writes:     view core.role, function core.has_counts.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW core.role (basis) AS
VALUES ('receiving'), ('responsible'), ('holding');
COMMENT ON VIEW core.role IS 'The roles that a unit can have for a dossier: whose figures it counts in.';

CREATE OR REPLACE FUNCTION core.has_counts(p_unit_id integer, p_basis text) RETURNS boolean
LANGUAGE sql STABLE AS $$
SELECT EXISTS (
    SELECT 1
    FROM mart.unit_counts_for
    CROSS JOIN LATERAL (
        (SELECT 1 FROM core.day_count WHERE p_basis = 'receiving' AND day_count.receiving_unit_id = unit_counts_for.unit_id LIMIT 1)
        UNION ALL
        (SELECT 1 FROM core.day_count WHERE p_basis = 'responsible' AND day_count.responsible_unit_id = unit_counts_for.unit_id LIMIT 1)
        UNION ALL
        (SELECT 1 FROM core.day_count WHERE p_basis = 'holding' AND day_count.holding_unit_id = unit_counts_for.unit_id LIMIT 1)
    ) AS counted
    WHERE unit_counts_for.counts_for_unit_id = p_unit_id
)
$$;
COMMENT ON FUNCTION core.has_counts IS 'The unit, or one that moved into it as a whole, has counts of any day in the role.';
