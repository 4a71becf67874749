-- Purpose:    what counts of the sheets that were handed in: of each key what the latest one says.
-- Grain:      see the comment of each view.
-- Reads:      core.area, core.area_member, core.figure, core.manual_figure, core.portal_figure, core.recipient,
--             core.target, core.unit.
-- Writes:     views core.valid_target, core.valid_manual_figure, core.entered_figure, core.valid_portal_figure,
--             core.valid_recipient.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

-- A target in points or as a rank that named no scheme gives way to a later one that says the same and names it.
CREATE OR REPLACE VIEW core.valid_target AS
WITH manual AS (
    SELECT
        target.*,
        max(target.sheet_id) FILTER (WHERE target.scheme_code <> '') OVER (
            PARTITION BY
                target.scope_kind, target.scope_code, target.sector_code, target.indicator_code, target.period_kind,
                target.valid_from, target.document, target.clause, target.value_unit
        ) AS named_by
    FROM core.target
)

SELECT DISTINCT ON (
    manual.scope_kind, manual.scope_code, manual.sector_code, manual.indicator_code, manual.scheme_code, manual.period_kind,
    manual.valid_from, manual.document, manual.clause
)
    manual.sheet_id,
    manual.row_no,
    manual.scope_kind,
    manual.scope_code,
    manual.scope_id,
    manual.sector_code,
    manual.indicator_code,
    manual.scheme_code,
    manual.period_kind,
    manual.valid_from,
    manual.valid_to,
    manual.comparator,
    manual.value,
    manual.value_unit,
    manual.document,
    manual.clause,
    manual.origin
FROM manual
WHERE
    manual.scheme_code <> ''
    OR manual.value_unit NOT IN ('points', 'rank')
    OR manual.named_by IS NULL
    OR manual.named_by < manual.sheet_id
ORDER BY
    manual.scope_kind, manual.scope_code, manual.sector_code, manual.indicator_code, manual.scheme_code, manual.period_kind,
    manual.valid_from, manual.document, manual.clause, manual.sheet_id DESC;
COMMENT ON VIEW core.valid_target IS 'Targets as the latest sheet says each; what an earlier one said of the same key stays in core.target.';

CREATE OR REPLACE VIEW core.valid_manual_figure AS
SELECT DISTINCT ON (manual_figure.unit_id, manual_figure.period_id, manual_figure.figure_code)
    manual_figure.*
FROM core.manual_figure
ORDER BY manual_figure.unit_id, manual_figure.period_id, manual_figure.figure_code, manual_figure.sheet_id DESC;
COMMENT ON VIEW core.valid_manual_figure IS 'Figures entered by hand as the latest sheet says each.';

CREATE OR REPLACE VIEW core.entered_figure AS
SELECT
    manual.unit_id,
    manual.period_id,
    manual.figure_code,
    manual.value,
    manual.sheet_id,
    manual.row_no
FROM core.valid_manual_figure AS manual
UNION ALL
SELECT
    area_member.unit_id,
    manual.period_id,
    manual.figure_code,
    manual.value,
    manual.sheet_id,
    manual.row_no
FROM core.area_member
INNER JOIN core.area ON area_member.area_id = area.area_id AND area.kind = 'province'
INNER JOIN core.unit ON area.area_code = unit.unit_code
-- As core.valid_manual_figure, of the province alone, so that its few rows are found by its number.
CROSS JOIN LATERAL (
    SELECT DISTINCT ON (of_province.period_id, of_province.figure_code) of_province.*
    FROM core.manual_figure AS of_province
    WHERE of_province.unit_id = unit.unit_id
    ORDER BY of_province.period_id, of_province.figure_code, of_province.sheet_id DESC
) AS manual
INNER JOIN core.figure ON manual.figure_code = figure.figure_code AND figure.is_of_province
WHERE area_member.valid @> split_part(manual.period_id, ':', 3)::date AND NOT EXISTS (
    SELECT 1
    FROM core.manual_figure AS own
    WHERE
        own.unit_id = area_member.unit_id
        AND own.period_id = manual.period_id
        AND own.figure_code = manual.figure_code
);
COMMENT ON VIEW core.entered_figure IS 'The figure entered by hand that holds for a unit: its own, or what its province entered for all its communes (core.figure.is_of_province).';

-- The portal's figure of an open period grows from day to day: what was seen last counts, whichever sheet came first.
CREATE OR REPLACE VIEW core.valid_portal_figure AS
SELECT DISTINCT ON (portal_figure.unit_id, portal_figure.period_id, portal_figure.indicator_code)
    portal_figure.*
FROM core.portal_figure
ORDER BY
    portal_figure.unit_id, portal_figure.period_id, portal_figure.indicator_code, portal_figure.taken_at DESC,
    portal_figure.sheet_id DESC;
COMMENT ON VIEW core.valid_portal_figure IS 'The portal''s figures as they were seen last.';

CREATE OR REPLACE VIEW core.valid_recipient AS
SELECT DISTINCT ON (
    recipient.scope_kind, recipient.scope_code, recipient.channel, recipient.address, recipient.wants
)
    recipient.*
FROM core.recipient
ORDER BY
    recipient.scope_kind, recipient.scope_code, recipient.channel, recipient.address, recipient.wants,
    recipient.sheet_id DESC;
COMMENT ON VIEW core.valid_recipient IS 'Recipients as the latest sheet says each, also those that receive nothing any more.';
