-- Purpose:    the roles of units, and which units have figures in a role: the communes that a source has named, and
--             whoever has measures in it.
-- Grain:      see the comment of each object.
-- Reads:      core.unit, core.day_count, mart.unit_counts_for.
-- Writes:     views core.role, core.counted_unit.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE VIEW core.role (basis) AS
VALUES ('receiving'), ('responsible'), ('holding');
COMMENT ON VIEW core.role IS 'The roles that a unit can have for a dossier: whose figures it counts in.';

CREATE VIEW core.counted_unit AS
SELECT unit.unit_id, role.basis
FROM core.unit
CROSS JOIN core.role
WHERE unit.kind = 'commune' AND unit.is_fed
UNION ALL
SELECT unit_counts_for.counts_for_unit_id, role.basis
FROM mart.unit_counts_for
CROSS JOIN core.role
WHERE
    CASE role.basis
        WHEN 'receiving' THEN EXISTS (
            SELECT FROM core.day_count WHERE day_count.receiving_unit_id = unit_counts_for.unit_id
        )
        WHEN 'responsible' THEN EXISTS (
            SELECT FROM core.day_count WHERE day_count.responsible_unit_id = unit_counts_for.unit_id
        )
        ELSE EXISTS (SELECT FROM core.day_count WHERE day_count.holding_unit_id = unit_counts_for.unit_id)
    END;
COMMENT ON VIEW core.counted_unit IS 'Units that have figures in a role, even where nothing happened; a unit and role may come several times.';
