-- Purpose:    store what the figures of units are in the closed periods of which something was published, before they are
--             computed again.
-- Grain:      one period.
-- Reads:      mart.figure, mart.period, mart.publication.
-- Writes:     temporary table published_before.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE published_before ON COMMIT DROP AS
SELECT
    figure.period_no,
    -- In whatever order the rows lie.
    sum(hashtextextended(figure::text, 0)) AS content
FROM mart.figure
INNER JOIN mart.period ON figure.period_no = period.period_no
WHERE
    figure.subject_kind = 'unit'
    AND period.state = 'closed'
    AND EXISTS (SELECT 1 FROM mart.publication WHERE publication.period_id = period.period_id)
GROUP BY figure.period_no
