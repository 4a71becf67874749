-- Purpose:    the period of a publication, which is the batch of its suite.
-- Grain:      one period.
-- Reads:      mart.period.
-- Writes:     nothing.
-- Parameters: period_id.
-- Rerun:      reads only.
SELECT period.* FROM mart.period WHERE period.period_id = %(period_id)s
