-- Purpose:    the roles of units.
-- Grain:      one role.
-- Reads:      nothing.
-- Writes:     view core.role.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE VIEW core.role (basis) AS
VALUES ('receiving'), ('responsible'), ('holding');
COMMENT ON VIEW core.role IS 'The roles that a unit can have for a dossier: whose figures it counts in.';
