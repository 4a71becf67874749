-- Purpose:    tell the planner what was just staged; a table without rows costs nothing.
-- Grain:      one table.
-- Reads:      staging.unit, staging.procedure, staging.dossier, staging.event, staging.payment, staging.survey,
--             staging.feedback, staging.interlinked.
-- Writes:     planner statistics.
-- Parameters: none.
-- Rerun:      measures again.
ANALYZE
staging.unit,
staging.procedure,
staging.dossier,
staging.event,
staging.payment,
staging.survey,
staging.feedback,
staging.interlinked
