-- Purpose:    what counts of the sheets that were handed in: of each key what the latest one says.
-- Grain:      see the comment of each view.
-- Reads:      core.target, core.manual_figure, core.portal_figure.
-- Writes:     views core.valid_target, core.valid_manual_figure, core.valid_portal_figure.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE VIEW core.valid_target AS
SELECT DISTINCT ON (
    target.scope_kind, target.scope_code, target.sector_code, target.indicator_code, target.period_kind,
    target.valid_from, target.document, target.clause
)
    target.*
FROM core.target
ORDER BY
    target.scope_kind, target.scope_code, target.sector_code, target.indicator_code, target.period_kind,
    target.valid_from, target.document, target.clause, target.sheet_id DESC;
COMMENT ON VIEW core.valid_target IS 'Targets as the latest sheet says each; what an earlier one said of the same key stays in core.target.';

CREATE VIEW core.valid_manual_figure AS
SELECT DISTINCT ON (manual_figure.unit_id, manual_figure.period_id, manual_figure.figure_code)
    manual_figure.*
FROM core.manual_figure
ORDER BY manual_figure.unit_id, manual_figure.period_id, manual_figure.figure_code, manual_figure.sheet_id DESC;
COMMENT ON VIEW core.valid_manual_figure IS 'Figures entered by hand as the latest sheet says each.';

-- The portal's figure of an open period grows from day to day: what was seen last counts, whichever sheet came first.
CREATE VIEW core.valid_portal_figure AS
SELECT DISTINCT ON (portal_figure.unit_id, portal_figure.period_id, portal_figure.indicator_code)
    portal_figure.*
FROM core.portal_figure
ORDER BY
    portal_figure.unit_id, portal_figure.period_id, portal_figure.indicator_code, portal_figure.taken_at DESC,
    portal_figure.sheet_id DESC;
COMMENT ON VIEW core.valid_portal_figure IS 'The portal''s figures as they were seen last.';
