-- Purpose:    publications, newest period first, with whether their page was made, and which figures were entered after
--             theirs were frozen.
-- Grain:      one publication.
-- Reads:      mart.publication_head, mart.late_figure, audit.rendered_page.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    head.*,
    late.names AS late_figures_vi,
    rendered_page.path
FROM mart.publication_head AS head
LEFT JOIN audit.rendered_page ON head.publication_id = rendered_page.publication_id
LEFT JOIN (
    SELECT
        late_figure.publication_id,
        string_agg(DISTINCT late_figure.name_vi, '; ' ORDER BY late_figure.name_vi) AS names
    FROM mart.late_figure
    GROUP BY late_figure.publication_id
) AS late ON head.publication_id = late.publication_id AND head.is_standing
ORDER BY head.area_kind <> 'province', head.area_kind, head.area_code, head.period_end DESC, head.scheme_code, head.version DESC
