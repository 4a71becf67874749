-- Purpose:    list what a sheet may name: areas, sectors, indicators, figures, causes of objections.
-- Grain:      one code.
-- Reads:      core.area, core.sector, core.figure, core.objection_cause, mart.indicator.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT 'area' AS list, area.area_code AS code, area.name, area.area_id AS id, NULL AS value_unit FROM core.area
UNION ALL
SELECT 'sector', sector.sector_code, sector.name, NULL, NULL FROM core.sector
UNION ALL
SELECT 'figure', figure.figure_code, figure.name_vi, NULL, figure.value_unit FROM core.figure
UNION ALL
SELECT 'cause', objection_cause.cause_code, objection_cause.name_vi, NULL, NULL FROM core.objection_cause
UNION ALL
-- The latest name of an indicator that has several versions.
SELECT latest.list, latest.code, latest.name, NULL, NULL
FROM (
    SELECT DISTINCT ON (indicator.indicator_code)
        'indicator' AS list,
        indicator.indicator_code AS code,
        indicator.name_vi AS name
    FROM mart.indicator
    ORDER BY indicator.indicator_code, indicator.indicator_version DESC
) AS latest
ORDER BY list, code
