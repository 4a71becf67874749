-- Purpose:    which of the noted periods have other figures of units now.
-- Grain:      one period.
-- Reads:      published_before (temporary table), mart.figure.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT published_before.period_no
FROM published_before
LEFT JOIN mart.figure ON published_before.period_no = figure.period_no AND figure.subject_kind = 'unit'
GROUP BY published_before.period_no, published_before.content
HAVING sum(hashtextextended(figure::text, 0)) IS DISTINCT FROM published_before.content
