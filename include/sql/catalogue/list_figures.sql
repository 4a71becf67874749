-- Purpose:    figures that offices may enter, as the warehouse has them, and whether they are in use.
-- Grain:      one figure.
-- Reads:      core.figure, core.manual_figure, mart.indicator_entry, mart.scheme_item, mart.publication.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    to_jsonb(figure) AS entry,
    figure.figure_code IN (
        SELECT manual_figure.figure_code FROM core.manual_figure
        UNION
        SELECT indicator_entry.figure_code
        FROM mart.indicator_entry
        INNER JOIN mart.scheme_item
            ON
                indicator_entry.indicator_code = scheme_item.indicator_code
                AND indicator_entry.indicator_version = scheme_item.indicator_version
        INNER JOIN mart.publication
            ON
                scheme_item.scheme_code = publication.scheme_code
                AND scheme_item.scheme_version = publication.scheme_version
    ) AS is_in_use
FROM core.figure
ORDER BY figure.figure_code
