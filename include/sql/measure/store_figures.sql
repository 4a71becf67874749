-- Purpose:    make the stored figures of the reached units or areas those that were computed.
-- Grain:      one unit or area, basis, period and sector.
-- Reads:      reached, reached_area, fresh_figure.
-- Writes:     mart.period_figure.
-- Parameters: subject_kind (unit or area).
-- Rerun:      changes nothing the second time; returns the periods of the figures that it changed.
WITH fresh AS (
    SELECT * FROM fresh_figure
    WHERE fresh_figure.subject_kind = %(subject_kind)s
),

reached_subject AS (
    SELECT reached.unit_id AS subject_id, reached.basis, reached.period_id
    FROM reached
    WHERE %(subject_kind)s = 'unit'
    UNION ALL
    SELECT reached_area.area_id, reached_area.basis, reached_area.period_id
    FROM reached_area
    WHERE %(subject_kind)s = 'area'
),

stored AS (
    SELECT
        period_figure.subject_kind,
        period_figure.subject_id,
        period_figure.basis,
        period_figure.period_id,
        period_figure.sector_code,
        period_figure.figures
    FROM reached_subject
    INNER JOIN mart.period_figure
        ON
            period_figure.subject_kind = %(subject_kind)s
            AND reached_subject.subject_id = period_figure.subject_id
            AND reached_subject.basis = period_figure.basis
            AND reached_subject.period_id = period_figure.period_id
),

gone AS (
    DELETE FROM mart.period_figure
    USING (
        SELECT subject_id, basis, period_id, sector_code FROM stored
        EXCEPT
        SELECT subject_id, basis, period_id, sector_code FROM fresh
    ) AS without
    WHERE
        period_figure.subject_kind = %(subject_kind)s
        AND period_figure.subject_id = without.subject_id
        AND period_figure.basis = without.basis
        AND period_figure.period_id = without.period_id
        AND period_figure.sector_code = without.sector_code
    RETURNING period_figure.period_id
),

changed AS (
    INSERT INTO mart.period_figure (subject_kind, subject_id, basis, period_id, sector_code, figures)
    SELECT * FROM fresh
    EXCEPT
    SELECT * FROM stored
    ON CONFLICT (subject_kind, subject_id, basis, period_id, sector_code) DO UPDATE SET figures = excluded.figures
    RETURNING period_figure.period_id
)

SELECT period_id FROM gone
UNION
SELECT period_id FROM changed
