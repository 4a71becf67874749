-- Purpose:    freeze form II.06a of the units of each area, for publications that are overviews.
-- Grain:      one publication, unit, basis, period and sector.
-- Reads:      frozen_subject, mart.form_ii06a.
-- Writes:     mart.published_form.
-- Parameters: period_id (of the publications).
-- Rerun:      in the publications' transaction, so once.
INSERT INTO mart.published_form
SELECT
    frozen_subject.publication_id,
    form_ii06a.*
FROM frozen_subject
INNER JOIN mart.form_ii06a ON frozen_subject.subject_id = form_ii06a.unit_id
WHERE frozen_subject.is_overview AND frozen_subject.subject_kind = 'unit' AND form_ii06a.period_id = %(period_id)s
