-- Purpose:    mark the closed periods whose figures moved after something had been published of them.
-- Grain:      one period.
-- Reads:      mart.publication.
-- Writes:     mart.period.
-- Parameters: period_nos.
-- Rerun:      changes nothing the second time.
UPDATE mart.period SET state = 'restated'
WHERE
    period.period_no = ANY(%(period_nos)s::integer[])
    AND period.state = 'closed'
    AND EXISTS (SELECT 1 FROM mart.publication WHERE publication.period_id = period.period_id)
