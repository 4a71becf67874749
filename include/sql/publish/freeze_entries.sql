-- Purpose:    keep which figures entered by hand a publication shows of its units: their own of its period, and what their
--             province entered for all its communes.
-- Grain:      one unit and figure.
-- Reads:      mart.publication, mart.ranking, mart.entered_figure.
-- Writes:     mart.published_entry.
-- Parameters: publication_ids (array).
-- Rerun:      in the publications' transaction, so once.
INSERT INTO mart.published_entry (publication_id, unit_id, sheet_id, row_no)
SELECT
    publication.publication_id,
    entered.unit_id,
    entered.sheet_id,
    entered.row_no
FROM mart.publication
INNER JOIN mart.ranking ON publication.publication_id = ranking.publication_id
INNER JOIN mart.entered_figure AS entered
    ON ranking.unit_id = entered.unit_id AND publication.period_id = entered.period_id
WHERE publication.publication_id = ANY(%(publication_ids)s)
