-- Purpose:    the units of before of which the units of a publication were made, and whether figures compare.
-- Grain:      one unit and unit of before.
-- Reads:      mart.ranking, mart.unit, mart.unit_history, core.unit_succession.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    ranking.unit_id,
    before.unit_code,
    before.name AS unit_name,
    unit_succession.kind,
    unit_succession.took_effect,
    NOT unit_history.has_split_predecessor AS is_comparable
FROM mart.ranking
INNER JOIN core.unit_succession ON ranking.unit_id = unit_succession.successor_id
INNER JOIN mart.unit AS before ON unit_succession.predecessor_id = before.unit_id
INNER JOIN mart.unit_history ON ranking.unit_id = unit_history.unit_id
WHERE ranking.publication_id = %(publication_id)s
ORDER BY ranking.unit_id, before.name_sort, before.unit_code
