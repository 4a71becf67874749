-- Purpose:    enter schemes with their groups, items and grades, and take out those that are gone.
-- Grain:      one scheme version, group, item or grade.
-- Reads:      nothing.
-- Writes:     mart.scheme, mart.scheme_group, mart.scheme_item, mart.scheme_band.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      runs after clear_schemes.sql, which makes it the same the second time.
-- Groups and items keep the order of the file; items are counted through all groups.
WITH gone AS (
    DELETE FROM mart.scheme
    USING jsonb_to_recordset(%(gone)s::jsonb) AS gone_entry (scheme_code text, scheme_version integer)
    WHERE
        scheme.scheme_code = gone_entry.scheme_code
        AND scheme.scheme_version = gone_entry.scheme_version
),

entry AS (
    SELECT entry.*
    FROM jsonb_to_recordset(%(entries)s::jsonb) AS entry (
        scheme_code text, scheme_version integer, name_vi text, basis text, source text, note_vi text, groups jsonb,
        bands jsonb
    )
),

written_scheme AS (
    INSERT INTO mart.scheme (scheme_code, scheme_version, name_vi, basis, source, note_vi)
    SELECT entry.scheme_code, entry.scheme_version, entry.name_vi, entry.basis, entry.source, entry.note_vi
    FROM entry
    ON CONFLICT (scheme_code, scheme_version) DO UPDATE SET
        name_vi = excluded.name_vi,
        basis = excluded.basis,
        source = excluded.source,
        note_vi = excluded.note_vi
),

grouped AS (
    SELECT
        entry.scheme_code,
        entry.scheme_version,
        one_group.ordinal,
        one_group.content
    FROM entry
    CROSS JOIN LATERAL jsonb_array_elements(entry.groups) WITH ORDINALITY AS one_group (content, ordinal)
),

written_group AS (
    INSERT INTO mart.scheme_group (scheme_code, scheme_version, group_code, ordinal, name_vi)
    SELECT
        grouped.scheme_code,
        grouped.scheme_version,
        grouped.content ->> 'group_code',
        grouped.ordinal,
        grouped.content ->> 'name_vi'
    FROM grouped
),

listed AS (
    SELECT
        grouped.scheme_code,
        grouped.scheme_version,
        grouped.content ->> 'group_code' AS group_code,
        row_number() OVER (
            PARTITION BY grouped.scheme_code, grouped.scheme_version ORDER BY grouped.ordinal, one_item.ordinal
        ) AS ordinal,
        one_item.content
    FROM grouped
    CROSS JOIN LATERAL
    jsonb_array_elements(grouped.content -> 'items') WITH ORDINALITY AS one_item (content, ordinal)
),

written_item AS (
    INSERT INTO mart.scheme_item (
        scheme_code, scheme_version, group_code, ordinal, indicator_code, indicator_version, max_points, full_score_at,
        zero_denominator_points, lost_kind, not_ours, is_unresolved, note_vi
    )
    SELECT
        listed.scheme_code,
        listed.scheme_version,
        listed.group_code,
        listed.ordinal,
        item.indicator_code,
        item.indicator_version,
        item.max_points,
        item.full_score_at,
        item.zero_denominator_points,
        item.lost_kind,
        item.not_ours,
        item.is_unresolved,
        item.note_vi
    FROM listed
    CROSS JOIN LATERAL jsonb_populate_record(NULL::mart.scheme_item, listed.content) AS item
)

INSERT INTO mart.scheme_band (scheme_code, scheme_version, from_points, name_vi)
SELECT
    entry.scheme_code,
    entry.scheme_version,
    (band.content ->> 'from_points')::numeric,
    band.content ->> 'name_vi'
FROM entry
CROSS JOIN LATERAL jsonb_array_elements(entry.bands) AS band (content)
