-- Purpose:    what a measure is the sum of.
-- Grain:      one flow, stock or opening of a measure, as often as it goes in.
-- Reads:      mart.measure.
-- Writes:     function mart.measure_terms.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

-- What a measure is the sum of, down to flows, stocks and openings, however often a part goes in.
CREATE FUNCTION mart.measure_terms(p_measure text)
RETURNS TABLE (measure text, kind text, parts text[])
LANGUAGE sql STABLE AS $$
WITH RECURSIVE term AS (
    SELECT m.measure, m.kind, m.parts FROM mart.measure AS m WHERE m.measure = p_measure
    UNION ALL
    SELECT m.measure, m.kind, m.parts
    FROM term AS t
    CROSS JOIN LATERAL unnest(t.parts) AS part (measure)
    INNER JOIN mart.measure AS m ON part.measure = m.measure
    WHERE t.kind = 'sum'
)

SELECT t.measure, t.kind, t.parts FROM term AS t WHERE t.kind <> 'sum'
$$;
COMMENT ON FUNCTION mart.measure_terms(text) IS 'The flows, stocks and openings that a measure adds up.';
