-- Purpose:    enter indicators, and take out those that are gone.
-- Grain:      one indicator version.
-- Reads:      nothing.
-- Writes:     mart.indicator.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM mart.indicator
    USING jsonb_populate_recordset(NULL::mart.indicator, %(gone)s::jsonb) AS gone_entry
    WHERE
        indicator.indicator_code = gone_entry.indicator_code
        AND indicator.indicator_version = gone_entry.indicator_version
)

INSERT INTO mart.indicator (
    indicator_code, indicator_version, name_vi, value_kind, direction, numerator, less, denominator,
    definition_vi, source, differs, group_vi, unit_vi, scale, is_main, valid
)
SELECT
    entry.indicator_code,
    entry.indicator_version,
    entry.name_vi,
    entry.value_kind,
    entry.direction,
    entry.numerator,
    entry.less,
    entry.denominator,
    entry.definition_vi,
    entry.source,
    entry.differs,
    entry.group_vi,
    entry.unit_vi,
    entry.scale,
    entry.is_main,
    entry.valid
FROM jsonb_populate_recordset(NULL::mart.indicator, %(entries)s::jsonb) AS entry
ON CONFLICT (indicator_code, indicator_version) DO UPDATE SET
    name_vi = excluded.name_vi,
    value_kind = excluded.value_kind,
    direction = excluded.direction,
    numerator = excluded.numerator,
    less = excluded.less,
    denominator = excluded.denominator,
    definition_vi = excluded.definition_vi,
    source = excluded.source,
    differs = excluded.differs,
    group_vi = excluded.group_vi,
    unit_vi = excluded.unit_vi,
    scale = excluded.scale,
    is_main = excluded.is_main,
    valid = excluded.valid
