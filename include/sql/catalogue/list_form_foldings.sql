-- Purpose:    what provinces fold into columns of form II.06a, as the warehouse has it, and whether it is in use.
-- Grain:      one province, figure and first day.
-- Reads:      core.form_folding, core.area, core.area_member, mart.published_form, mart.confirmed_form.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
WITH printed AS (
    SELECT
        published_form.unit_id,
        max(published_form.period_end) AS last_day
    FROM mart.published_form
    GROUP BY published_form.unit_id
    UNION ALL
    SELECT
        confirmed_form.unit_id,
        max(confirmed_form.period_end)
    FROM mart.confirmed_form
    GROUP BY confirmed_form.unit_id
)

SELECT
    to_jsonb(form_folding) AS entry,
    EXISTS(
        SELECT 1
        FROM core.area
        INNER JOIN core.area_member ON area.area_id = area_member.area_id
        INNER JOIN printed ON area_member.unit_id = printed.unit_id
        WHERE area.area_code = form_folding.area_code AND printed.last_day >= form_folding.valid_from
    ) AS is_in_use
FROM core.form_folding
ORDER BY form_folding.area_code, form_folding.figure, form_folding.valid_from
