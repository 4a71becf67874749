-- Purpose:    enter planned rankings, and take out those that are gone.
-- Grain:      one kind of area, kind of period and scheme.
-- Reads:      nothing.
-- Writes:     mart.publication_plan.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM mart.publication_plan
    USING jsonb_populate_recordset(NULL::mart.publication_plan, %(gone)s::jsonb) AS gone_entry
    WHERE
        publication_plan.kind = gone_entry.kind
        AND publication_plan.area_kind = gone_entry.area_kind
        AND publication_plan.period_kind = gone_entry.period_kind
        AND publication_plan.scheme_code = gone_entry.scheme_code
)

INSERT INTO mart.publication_plan (
    kind, area_kind, period_kind, scheme_code, scheme_version, is_overview, announce, first_within, objection_days,
    correction_days, correction_points, corrected_for
)
SELECT
    entry.kind,
    entry.area_kind,
    entry.period_kind,
    entry.scheme_code,
    entry.scheme_version,
    entry.is_overview,
    entry.announce,
    entry.first_within,
    entry.objection_days,
    entry.correction_days,
    entry.correction_points,
    entry.corrected_for
FROM jsonb_populate_recordset(NULL::mart.publication_plan, %(entries)s::jsonb) AS entry
ON CONFLICT (kind, area_kind, period_kind, scheme_code) DO UPDATE SET
    scheme_version = excluded.scheme_version,
    is_overview = excluded.is_overview,
    announce = excluded.announce,
    first_within = excluded.first_within,
    objection_days = excluded.objection_days,
    correction_days = excluded.correction_days,
    correction_points = excluded.correction_points,
    corrected_for = excluded.corrected_for
