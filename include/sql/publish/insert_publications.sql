-- Purpose:    open the next version of the publications of a period that are due in a state.
-- Grain:      one publication.
-- Reads:      audit.publications_due, audit.measure_state, audit.feed_progress, audit.source_waiver,
--             mart.publication, mart.period_before, mart.objection, mart.number_vi.
-- Writes:     mart.publication.
-- Parameters: clock_on, period_id, status, area_ids and scheme_codes (arrays, read pairwise), ranks_changed,
--             groups_changed, points_changed and entered_changed (of a correction), published_at, software_version.
-- Rerun:      writes no row: they are no longer due.
INSERT INTO mart.publication (
    kind, area_id, period_id, scheme_code, scheme_version, version, status, data_as_of, publish_seq, reason,
    published_at, software_version, previous_publication_id, is_overview, is_announced
)
SELECT
    due.kind,
    due.area_id,
    due.period_id,
    due.scheme_code,
    due.scheme_version,
    due.version,
    due.status,
    progress.data_as_of,
    measure_state.applied_seq,
    CASE due.status
        WHEN 'preliminary' THEN 'Công bố lần đầu sau khi kỳ kết thúc'
        WHEN 'official'
            THEN 'Hết thời hạn kiến nghị: ' || objections.accepted || ' kiến nghị được chấp nhận, '
                || objections.refused || ' không được chấp nhận'
        ELSE
            'Số liệu của kỳ thay đổi: ' || %(ranks_changed)s::integer || ' đơn vị đổi thứ hạng, '
            || coalesce(nullif(%(groups_changed)s::integer, 0) || ' đơn vị đổi nhóm được tính điểm, ', '')
            || coalesce(nullif(%(entered_changed)s::integer, 0) || ' giá trị đổi theo số liệu nhập theo mẫu, ', '')
            || 'điểm thay đổi nhiều nhất ' || mart.number_vi(%(points_changed)s::numeric, 2)
    END,
    %(published_at)s,
    %(software_version)s,
    (
        -- The period before is the one of the kind that ended last before this one: of rolling weeks and of the year to
        -- date both begin earlier than the other ends. Official or corrected counts before preliminary.
        SELECT earlier.publication_id
        FROM mart.period_before
        INNER JOIN mart.publication AS earlier
            ON
                period_before.before_period_id = earlier.period_id
                AND due.kind = earlier.kind
                AND due.area_id = earlier.area_id
                AND due.scheme_code = earlier.scheme_code
        WHERE period_before.period_id = due.period_id
        ORDER BY earlier.status = 'preliminary', earlier.version DESC
        LIMIT 1
    ),
    due.is_overview,
    due.announce
FROM audit.publications_due(%(clock_on)s) AS due
INNER JOIN unnest(%(area_ids)s::integer[], %(scheme_codes)s::text[]) AS asked (area_id, scheme_code)
    ON due.area_id = asked.area_id AND due.scheme_code = asked.scheme_code
CROSS JOIN audit.measure_state
-- Waived sources do not hold back what the others have been read to; where all are waived, what was read counts.
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            min(feed_progress.read_to_end_as_of) FILTER (WHERE source_waiver.period_id IS NULL),
            min(feed_progress.read_to_end_as_of)
        ) AS data_as_of
    FROM audit.feed_progress
    LEFT JOIN audit.source_waiver
        ON
            feed_progress.connection_name = source_waiver.connection_name
            AND source_waiver.period_id = %(period_id)s
    WHERE feed_progress.is_configured
) AS progress
CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE objection.is_accepted) AS accepted,
        count(*) FILTER (WHERE NOT objection.is_accepted) AS refused
    FROM mart.objection
    WHERE objection.publication_id = due.latest_publication_id
) AS objections
WHERE
    due.period_id = %(period_id)s
    AND due.status = %(status)s
    AND progress.data_as_of IS NOT NULL
ORDER BY due.area_code, due.scheme_code
RETURNING publication_id
