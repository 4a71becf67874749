-- Purpose:    the targets that hold for the units of a publication at the end of its period, for all sectors.
-- Grain:      one unit and target.
-- Reads:      mart.publication, mart.period, mart.ranking, mart.target.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    target.unit_id,
    target.indicator_code,
    target.comparator,
    target.value,
    target.value_unit,
    target.compared_value,
    target.document,
    target.clause
FROM mart.publication
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.ranking ON publication.publication_id = ranking.publication_id
INNER JOIN mart.target
    ON
        ranking.unit_id = target.unit_id
        AND target.sector_code = '*'
        AND target.period_kind IN ('*', period.kind)
        AND target.valid_from <= period.period_end
        AND coalesce(target.valid_to, 'infinity') >= period.period_end
WHERE publication.publication_id = %(publication_id)s
ORDER BY target.unit_id, target.indicator_code, target.document, target.clause
