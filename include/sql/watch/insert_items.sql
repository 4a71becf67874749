-- Purpose:    what the list says: troubles that are new, with detail and advice, and those that are gone.
-- Grain:      one trouble.
-- Reads:      audit.trouble, audit.troubles.
-- Writes:     audit.trouble_list_item.
-- Parameters: list_id, opened_ids, closed_ids, as_of, at, stale_hours.
-- Rerun:      in the transaction of the look, so once.
INSERT INTO audit.trouble_list_item (list_id, trouble_id, is_gone, detail, advice)
SELECT
    %(list_id)s,
    trouble.trouble_id,
    trouble.trouble_id = ANY(%(closed_ids)s::bigint[]),
    coalesce(now_there.detail, ''),
    coalesce(now_there.advice, '')
FROM audit.trouble
LEFT JOIN LATERAL (
    SELECT
        one.detail,
        one.advice
    FROM audit.troubles(%(as_of)s, %(at)s, %(stale_hours)s) AS one
    WHERE one.kind = trouble.kind AND one.subject = trouble.subject
    LIMIT 1
) AS now_there ON TRUE
WHERE trouble.trouble_id = ANY(%(opened_ids)s::bigint[] || %(closed_ids)s::bigint[])
