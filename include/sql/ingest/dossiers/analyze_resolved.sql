-- Purpose:    tell the planner how large the batch is that was just resolved.
-- Grain:      one table.
-- Reads:      staging.resolved_dossier.
-- Writes:     planner statistics.
-- Parameters: none.
-- Rerun:      measures again.
-- Generated from the declaration of the feed by `make sql`.
ANALYZE staging.resolved_dossier (batch_id, page_no, ordinal)
