-- Purpose:    keep which targets hold for the units of a publication at the end of its period: of their values, for all
--             sectors or one, and of points and ranks by its scheme, or by none that was named.
-- Grain:      one unit and target.
-- Reads:      mart.publication, mart.period, mart.ranking, mart.target.
-- Writes:     mart.published_target.
-- Parameters: publication_ids (array).
-- Rerun:      in the publications' transaction, so once.
INSERT INTO mart.published_target (publication_id, unit_id, sheet_id, row_no)
SELECT
    publication.publication_id,
    target.unit_id,
    target.sheet_id,
    target.row_no
FROM mart.publication
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.ranking ON publication.publication_id = ranking.publication_id
INNER JOIN mart.target
    ON
        ranking.unit_id = target.unit_id
        AND target.scheme_code IN ('', publication.scheme_code)
        AND target.period_kind IN ('*', period.kind)
        AND target.valid_from <= period.period_end
        AND coalesce(target.valid_to, 'infinity') >= period.period_end
WHERE publication.publication_id = ANY(%(publication_ids)s)
