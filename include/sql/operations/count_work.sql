-- Purpose:    one line for each source: how far it was read, what waits, what is held, what is in quarantine; one for
--             each channel of delivery; one for the publications.
-- Grain:      one source, channel, or all publications.
-- Reads:      mart.source_status, quarantine.record, audit.delivery, mart.publication, audit.pending_publication,
--             mart.overdue_dossier.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    'source ' || source_status.connection_name AS what,
    concat_ws(
        ', ',
        'read to '
        || coalesce(
            to_char(
                nullif(min(coalesce(source_status.as_of, '-infinity')), '-infinity') AT TIME ZONE 'Asia/Ho_Chi_Minh',
                'YYYY-MM-DD HH24:MI'
            ),
            'nowhere yet'
        ),
        'batches pending: ' || sum(source_status.pending),
        'held: ' || sum(source_status.held),
        'records in quarantine: '
        || (
            SELECT count(*)
            FROM quarantine.record
            WHERE record.source_id = max(source_status.source_id) AND record.status = 'open'
        )
    ) AS state
FROM mart.source_status
GROUP BY source_status.connection_name
UNION ALL
SELECT
    'publications',
    concat_ws(
        ', ',
        'published: ' || (SELECT count(*) FROM mart.publication),
        'due: ' || (SELECT count(*) FROM audit.pending_publication)
    )
UNION ALL
SELECT
    'alerts',
    concat_ws(
        ', ',
        'dossiers that need attention: ' || count(*),
        'as of ' || to_char(max(overdue_dossier.as_of) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI')
    )
FROM mart.overdue_dossier
UNION ALL
SELECT
    'delivery by ' || delivery.channel,
    concat_ws(
        ', ',
        'sent: ' || count(*) FILTER (WHERE delivery.status = 'sent'),
        'waiting: ' || count(*) FILTER (WHERE delivery.status = 'waiting'),
        'dead: ' || count(*) FILTER (WHERE delivery.status = 'dead')
    )
FROM audit.delivery
GROUP BY delivery.channel
