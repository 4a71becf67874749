-- Purpose:    record the run, and create a list for each unit with news; in the morning also for each that has something
--             to do today, and a digest for each province.
-- Grain:      one run of a slot, one list.
-- Reads:      core.alert, core.province_alert, core.unit_calendar, core.works_on, mart.overdue_dossier.
-- Writes:     audit.alert_run, audit.alert_list.
-- Parameters: as_of, run_on, slot, is_morning.
-- Rerun:      refused, the slot has its lists.
WITH news_of_dossier AS (
    SELECT
        alert.unit_id,
        count(*) FILTER (WHERE alert.raised_at = %(as_of)s) AS raised,
        bool_or(alert.ended_at = %(as_of)s AND alert.ended_because = 'resolved') AS is_resolved,
        bool_or(alert.raised_at < %(as_of)s AND alert.ended_at IS NULL)
        AND NOT bool_or(alert.raised_at = %(as_of)s) AS is_known,
        bool_or(alert.ended_at IS NULL AND dossier.urgency = 'due') AS is_due
    FROM core.alert
    LEFT JOIN mart.overdue_dossier AS dossier
        ON alert.source_id = dossier.source_id AND alert.dossier_code = dossier.dossier_code
    GROUP BY alert.unit_id, alert.source_id, alert.dossier_code
),

news AS (
    SELECT
        news_of_dossier.unit_id,
        sum(news_of_dossier.raised) AS raised,
        count(*) FILTER (WHERE news_of_dossier.is_resolved) AS resolved,
        count(*) FILTER (WHERE news_of_dossier.is_known) AS open_before,
        count(*) FILTER (WHERE news_of_dossier.is_due) AS due
    FROM news_of_dossier
    GROUP BY news_of_dossier.unit_id
),

province_dossier AS (
    SELECT
        alert.area_id,
        bool_or(alert.raised_at < %(as_of)s AND alert.ended_at IS NULL)
        AND NOT bool_or(alert.raised_at = %(as_of)s) AS is_known
    FROM core.province_alert AS alert
    WHERE
        %(is_morning)s
        AND alert.member_in @> %(run_on)s::date
        AND core.works_on(alert.calendar_code, %(run_on)s)
        AND (alert.ended_at IS NULL OR (alert.ended_at = %(as_of)s AND alert.ended_because = 'resolved'))
    GROUP BY alert.area_id, alert.source_id, alert.dossier_code
),

province AS (
    SELECT
        province_dossier.area_id,
        count(*) FILTER (WHERE province_dossier.is_known) AS open_before
    FROM province_dossier
    GROUP BY province_dossier.area_id
),

list AS (
    INSERT INTO audit.alert_list (kind, run_on, slot, unit_id, area_id, as_of, open_before)
    SELECT
        CASE WHEN %(is_morning)s THEN 'morning' ELSE 'update' END,
        %(run_on)s::date,
        %(slot)s,
        news.unit_id,
        NULL::integer,
        %(as_of)s::timestamptz,
        news.open_before
    FROM news
    INNER JOIN core.unit_calendar ON news.unit_id = unit_calendar.unit_id
    WHERE
        news.raised + news.resolved > 0
        OR (%(is_morning)s AND news.due > 0 AND core.works_on(unit_calendar.calendar_code, %(run_on)s))
    UNION ALL
    SELECT 'digest', %(run_on)s, %(slot)s, NULL, province.area_id, %(as_of)s, province.open_before
    FROM province
    RETURNING alert_list.list_id
)

INSERT INTO audit.alert_run (run_on, slot, as_of, raised, resolved, escalated, lists)
SELECT
    %(run_on)s,
    %(slot)s,
    %(as_of)s,
    coalesce(sum(news.raised), 0),
    coalesce(sum(news.resolved), 0),
    (SELECT count(*) FROM core.alert WHERE alert.escalated_at = %(as_of)s),
    (SELECT count(*) FROM list)
FROM news
