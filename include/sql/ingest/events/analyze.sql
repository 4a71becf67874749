-- Purpose:    tell the planner how large the batch is that was just staged, by the columns that statements are joined by.
-- Grain:      one table.
-- Reads:      staging.event.
-- Writes:     planner statistics.
-- Parameters: none.
-- Rerun:      measures again.
-- Generated from the declaration of the feed by `make sql`.
ANALYZE staging.event (batch_id, page_no, ordinal, record_key)
