-- Purpose:    the dimensions that people and BI read beside the figures.
-- Grain:      one row a unit, area, membership, source and feed.
-- Reads:      core.area, core.area_member, core.sector, core.unit.
-- Writes:     views mart.unit, mart.area, mart.area_member, mart.sector.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW mart.unit AS
SELECT
    unit.unit_id,
    unit.unit_code,
    unit.kind,
    unit.name,
    unit.name_sort,
    lower(unit.valid) AS valid_from,
    upper(unit.valid) - 1 AS valid_to,
    unit.is_fed
FROM core.unit;
COMMENT ON VIEW mart.unit IS 'Units (cơ quan, đơn vị) with their validity; unit_code is the 5-digit code of a commune, the agency code of others.';
COMMENT ON COLUMN mart.unit.is_fed IS 'A source has named the unit; others are known from the country''s list only and have no figures.';
COMMENT ON COLUMN mart.unit.name_sort IS 'Key that sorts names in Vietnamese order.';

CREATE OR REPLACE VIEW mart.area AS
SELECT
    area.area_id,
    area.area_code,
    area.kind,
    CASE area.kind
        -- Districts are gone since 1 July 2025; their names still tell which communes are meant.
        WHEN 'former_district' THEN 'Địa bàn ' || lower(left(area.name, 1)) || substr(area.name, 2) || ' (cũ)'
        ELSE area.name
    END AS name
FROM core.area;
COMMENT ON VIEW mart.area IS 'Named sets of units that are ranked together.';

CREATE OR REPLACE VIEW mart.area_member AS
SELECT
    area_member.area_id,
    area_member.unit_id,
    lower(area_member.valid) AS valid_from,
    upper(area_member.valid) - 1 AS valid_to
FROM core.area_member;
COMMENT ON VIEW mart.area_member IS 'Units of each area, dated, both ends inclusive.';

CREATE OR REPLACE VIEW mart.sector AS
SELECT
    sector.sector_code,
    sector.name
FROM core.sector;
COMMENT ON VIEW mart.sector IS 'Sectors (lĩnh vực).';

GRANT SELECT ON mart.unit, mart.area, mart.area_member, mart.sector TO onestop_reader, onestop_pipeline;
