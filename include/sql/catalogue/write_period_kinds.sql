-- Purpose:    enter kinds of periods, and take out those that are gone.
-- Grain:      one kind.
-- Reads:      nothing.
-- Writes:     mart.period_kind.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM mart.period_kind
    USING jsonb_populate_recordset(NULL::mart.period_kind, %(gone)s::jsonb) AS gone_entry
    WHERE period_kind.kind = gone_entry.kind
)

INSERT INTO mart.period_kind (
    kind, ordinal, name_vi, by_sector, bases, has_form, all_indicators, kept, compared_after
)
SELECT
    entry.kind,
    entry.ordinal,
    entry.name_vi,
    entry.by_sector,
    entry.bases,
    entry.has_form,
    entry.all_indicators,
    entry.kept,
    entry.compared_after
FROM jsonb_populate_recordset(NULL::mart.period_kind, %(entries)s::jsonb) AS entry
ON CONFLICT (kind) DO UPDATE SET
    ordinal = excluded.ordinal,
    name_vi = excluded.name_vi,
    by_sector = excluded.by_sector,
    bases = excluded.bases,
    has_form = excluded.has_form,
    all_indicators = excluded.all_indicators,
    kept = excluded.kept,
    compared_after = excluded.compared_after
