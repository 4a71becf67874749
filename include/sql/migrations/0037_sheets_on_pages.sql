-- Purpose:    targets name the scheme that they are set by; a publication keeps the targets and entered figures that it
--             shows; an indicator is made of measures and entered figures alike.
-- Grain:      see the comment of each table.
-- Reads:      core.target, core.unit, core.area, core.area_member, core.manual_figure, audit.sheet, mart.publication,
--             mart.period, mart.ranking.
-- Writes:     core.target, core.figure, mart.indicator, mart.published_target, mart.published_entry.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

-- Targets of before that are set in points or as a rank named no scheme: they are kept and shown, and judged against none.
ALTER TABLE core.target ADD COLUMN scheme_code text NOT NULL DEFAULT '';
ALTER TABLE core.target ADD CHECK (scheme_code = '' OR value_unit IN ('points', 'rank'));
ALTER TABLE core.target DROP CONSTRAINT one_value_a_clause;
ALTER TABLE core.target ADD CONSTRAINT one_value_a_clause UNIQUE (
    sheet_id, scope_kind, scope_code, sector_code, indicator_code, scheme_code, period_kind, valid_from, document, clause
);
COMMENT ON COLUMN core.target.scheme_code IS 'Scheme by which points and ranks are meant; empty for a target of an indicator''s value, and where a sheet of before named none, which is judged against no ranking.';

CREATE TABLE mart.published_target (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    unit_id integer NOT NULL REFERENCES core.unit,
    sheet_id bigint NOT NULL,
    row_no integer NOT NULL,
    PRIMARY KEY (publication_id, unit_id, sheet_id, row_no),
    FOREIGN KEY (sheet_id, row_no) REFERENCES core.target
);
COMMENT ON TABLE mart.published_target IS 'The targets that a publication shows beside the figures of its units: those that held at the end of its period when it was made. What each says is in core.target, which never changes.';
COMMENT ON COLUMN mart.published_target.sheet_id IS 'The sheet with the target.';
COMMENT ON COLUMN mart.published_target.row_no IS 'Row of the sheet.';

CREATE TABLE mart.published_entry (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    unit_id integer NOT NULL REFERENCES core.unit,
    sheet_id bigint NOT NULL,
    row_no integer NOT NULL,
    PRIMARY KEY (publication_id, unit_id, sheet_id, row_no),
    FOREIGN KEY (sheet_id, row_no) REFERENCES core.manual_figure
);
COMMENT ON TABLE mart.published_entry IS 'The figures entered by hand that a publication shows of its units: those that were known when it was made, of the unit itself or of its province for all its communes. What each says is in core.manual_figure, which never changes.';
COMMENT ON COLUMN mart.published_entry.sheet_id IS 'The sheet with the figure.';
COMMENT ON COLUMN mart.published_entry.row_no IS 'Row of the sheet.';

-- Publications of before read the targets whenever a page was made: they keep those that hold now.
INSERT INTO mart.published_target (publication_id, unit_id, sheet_id, row_no)
WITH target AS (
    SELECT DISTINCT ON (
        target.scope_kind, target.scope_code, target.sector_code, target.indicator_code, target.period_kind,
        target.valid_from, target.document, target.clause
    )
        target.*
    FROM core.target
    ORDER BY
        target.scope_kind, target.scope_code, target.sector_code, target.indicator_code, target.period_kind,
        target.valid_from, target.document, target.clause, target.sheet_id DESC
)

SELECT
    publication.publication_id,
    ranking.unit_id,
    target.sheet_id,
    target.row_no
FROM mart.publication
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.ranking ON publication.publication_id = ranking.publication_id
INNER JOIN core.unit ON ranking.unit_id = unit.unit_id
INNER JOIN target
    ON
        target.sector_code = '*'
        AND target.period_kind IN ('*', period.kind)
        AND target.valid_from <= period.period_end
        AND coalesce(target.valid_to, 'infinity') >= period.period_end
        AND CASE target.scope_kind
            WHEN 'all' THEN TRUE
            WHEN 'unit' THEN target.scope_id = unit.unit_id
            WHEN 'unit_kind' THEN target.scope_code = unit.kind
            ELSE EXISTS (
                SELECT 1
                FROM core.area_member
                WHERE
                    area_member.area_id = target.scope_id
                    AND area_member.unit_id = unit.unit_id
                    AND area_member.valid @> period.period_end
            )
        END;

-- What was entered when they were published is what they had.
INSERT INTO mart.published_entry (publication_id, unit_id, sheet_id, row_no)
SELECT DISTINCT ON (publication.publication_id, ranking.unit_id, entered.figure_code)
    publication.publication_id,
    ranking.unit_id,
    entered.sheet_id,
    entered.row_no
FROM mart.publication
INNER JOIN mart.ranking ON publication.publication_id = ranking.publication_id
INNER JOIN core.manual_figure AS entered ON publication.period_id = entered.period_id
INNER JOIN audit.sheet ON entered.sheet_id = sheet.sheet_id AND sheet.received_at <= publication.published_at
INNER JOIN core.figure ON entered.figure_code = figure.figure_code
WHERE
    entered.unit_id = ranking.unit_id
    OR figure.is_of_province
    AND EXISTS (
        SELECT 1
        FROM core.area_member
        INNER JOIN core.area ON area_member.area_id = area.area_id AND area.kind = 'province'
        INNER JOIN core.unit ON area.area_code = unit.unit_code
        WHERE
            area_member.unit_id = ranking.unit_id
            AND unit.unit_id = entered.unit_id
            AND area_member.valid @> split_part(publication.period_id, ':', 3)::date
    )
ORDER BY
    publication.publication_id, ranking.unit_id, entered.figure_code, entered.unit_id = ranking.unit_id DESC,
    entered.sheet_id DESC;

-- What was entered had columns of its own, one figure over another; now each part of an indicator may name either.
ALTER TABLE mart.indicator DROP CONSTRAINT only_an_external_one_is_entered;
ALTER TABLE mart.indicator DROP CONSTRAINT numerator_is_counted_or_entered;
ALTER TABLE mart.indicator DROP CONSTRAINT value_kind_is_known;
ALTER TABLE mart.indicator DROP CONSTRAINT ratio_has_denominator;
ALTER TABLE mart.indicator
ALTER COLUMN value_kind TYPE text USING CASE value_kind WHEN 'external' THEN 'ratio' ELSE value_kind END,
ALTER COLUMN numerator TYPE text[] USING CASE
    WHEN entered_numerator IS NULL THEN numerator
    ELSE ARRAY[entered_numerator]
END,
ALTER COLUMN denominator TYPE text[] USING CASE
    WHEN entered_denominator IS NULL THEN denominator
    ELSE ARRAY[entered_denominator]
END;
ALTER TABLE mart.indicator DROP COLUMN entered_numerator;
ALTER TABLE mart.indicator DROP COLUMN entered_denominator;
ALTER TABLE mart.indicator ADD CONSTRAINT value_kind_is_known CHECK (value_kind IN ('count', 'ratio', 'mean', 'median'));
ALTER TABLE mart.indicator ADD CONSTRAINT ratio_has_denominator CHECK (
    (value_kind IN ('ratio', 'mean')) = (denominator IS NOT NULL)
);
COMMENT ON COLUMN mart.indicator.numerator IS 'Measures of mart.measure and figures of core.figure that are added up.';
COMMENT ON COLUMN mart.indicator.less IS 'Measures and figures taken off the numerator, which does not fall below 0.';
COMMENT ON COLUMN mart.indicator.denominator IS 'Measures and figures that the numerator is divided by; null for a count and a median.';

ALTER TABLE core.figure ADD COLUMN instead_of text;
COMMENT ON COLUMN core.figure.instead_of IS 'Measure that counts the same from dossiers: what a unit entered stands in its place in every indicator, for all sectors together; null: none does.';
