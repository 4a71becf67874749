-- Purpose:    every figure of a unit or area in a period by its name, what does not add up among them.
-- Grain:      one unit or area, basis, period and sector (*: all).
-- Reads:      mart.figure, mart.period, mart.named_figures, mart.spread_of.
-- Writes:     view mart.period_figure.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

-- Whatever has figures of a period has a row for all sectors; what does not add up is counted once for that row, for all
-- sectors together.
CREATE VIEW mart.period_figure AS
SELECT
    figure.subject_kind,
    figure.subject_id,
    figure.basis,
    period.period_id,
    figure.sector_code,
    mart.named_figures(figure) || coalesce(spread.figures -> figure.sector_code, '{}') AS figures
FROM mart.figure AS whole
INNER JOIN mart.period ON whole.period_no = period.period_no
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(of_sector.sector_code, of_sector.figures) AS figures
    FROM mart.spread_of(
        whole.subject_kind, whole.subject_id, whole.basis, period.period_start, period.counted_to, period.period_end
    ) AS of_sector
) AS spread ON TRUE
INNER JOIN mart.figure
    ON
        whole.period_no = figure.period_no
        AND whole.basis = figure.basis
        AND whole.subject_kind = figure.subject_kind
        AND whole.subject_id = figure.subject_id
WHERE whole.sector_code = '*';
COMMENT ON VIEW mart.period_figure IS 'Every measure of a unit or area in a period, by name: flows added up, stocks at the end, openings at the start, sums, distinct counts, medians; what is not named is nothing. Ask by period: what does not add up is counted when it is read.';
GRANT SELECT ON mart.period_figure TO onestop_reader, onestop_pipeline;
