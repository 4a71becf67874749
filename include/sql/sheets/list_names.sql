-- Purpose:    list what a sheet may name: areas, sectors, indicators, schemes, figures, causes of
--             objections. The versions of an indicator or scheme have one code and may have several names.
-- Grain:      one code and name.
-- Reads:      core.area, core.sector, core.figure, core.objection_cause, mart.indicator, mart.scheme.
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
SELECT DISTINCT 'indicator', indicator.indicator_code, indicator.name_vi, NULL::integer, NULL FROM mart.indicator
UNION ALL
SELECT DISTINCT 'scheme', scheme.scheme_code, scheme.name_vi, NULL::integer, NULL FROM mart.scheme
ORDER BY list, code, name
