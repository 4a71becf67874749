-- Purpose:    the table of a publication in the role of its scheme: ranked units first, those whose scores count
--             the most before others, in Vietnamese order of names within a rank.
-- Grain:      one unit.
-- Reads:      mart.ranking, mart.publication_head, mart.unit, mart.printed_form, mart.published_value,
--             mart.published_score, mart.scheme_item, mart.scheme_group.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    ranking.rank,
    ranking.previous_rank,
    ranking.score,
    ranking.max_points,
    ranking.groups_left_out,
    left_out.names AS left_out_vi,
    ranking.score - before.score AS score_change,
    ranking.grade,
    ranking.unranked_reason,
    grouped.points AS points_by_group,
    ranking.unit_id,
    ranking.unit_code,
    unit.name AS unit_name,
    form.received_online + form.received_direct_postal AS received,
    form.resolved_total,
    form.resolved_early + form.resolved_on_time AS resolved_in_time,
    form.resolved_overdue,
    form.resolved_no_due_date,
    form.in_progress_overdue,
    online.value AS online_rate
FROM mart.ranking
INNER JOIN mart.publication_head AS head ON ranking.publication_id = head.publication_id
INNER JOIN mart.unit ON ranking.unit_id = unit.unit_id
LEFT JOIN mart.ranking AS before
    ON
        head.previous_publication_id = before.publication_id
        AND ranking.unit_id = before.unit_id
        AND ranking.groups_left_out = before.groups_left_out
LEFT JOIN mart.printed_form AS form
    ON
        ranking.publication_id = form.publication_id
        AND ranking.unit_id = form.unit_id
        AND head.basis = form.basis
        AND form.sector_code = '*'
LEFT JOIN mart.published_value AS online
    ON
        ranking.publication_id = online.publication_id
        AND online.subject_kind = 'unit'
        AND ranking.unit_id = online.subject_id
        AND head.basis = online.basis
        AND online.sector_code = '*'
        AND online.indicator_code = 'online_rate'
CROSS JOIN LATERAL (
    SELECT string_agg('"' || scheme_group.name_vi || '"', ', ' ORDER BY scheme_group.ordinal) AS names
    FROM mart.scheme_group
    WHERE
        scheme_group.scheme_code = head.scheme_code
        AND scheme_group.scheme_version = head.scheme_version
        AND scheme_group.group_code = ANY(ranking.groups_left_out)
) AS left_out
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(by_group.group_code, by_group.points) AS points
    FROM (
        SELECT
            scheme_item.group_code,
            CASE WHEN count(*) = count(published_score.points) THEN sum(published_score.points) END AS points
        FROM mart.published_score
        INNER JOIN mart.scheme_item
            ON
                published_score.scheme_code = scheme_item.scheme_code
                AND published_score.scheme_version = scheme_item.scheme_version
                AND published_score.indicator_code = scheme_item.indicator_code
        WHERE
            published_score.publication_id = ranking.publication_id
            AND published_score.subject_kind = 'unit'
            AND published_score.subject_id = ranking.unit_id
        GROUP BY scheme_item.group_code
    ) AS by_group
) AS grouped ON TRUE
WHERE ranking.publication_id = %(publication_id)s
ORDER BY
    ranking.is_ranked DESC, ranking.max_points DESC, ranking.groups_left_out, ranking.rank, unit.name_sort, ranking.unit_code
