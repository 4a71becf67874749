-- Purpose:    what the list says: troubles that are new, with detail and advice, and those that are gone.
-- Grain:      one trouble.
-- Reads:      audit.trouble, temporary table trouble_now.
-- Writes:     audit.trouble_list_item.
-- Parameters: list_id, opened_ids, closed_ids.
-- Rerun:      in the transaction of the look, so once.
INSERT INTO audit.trouble_list_item (list_id, trouble_id, is_gone, detail, advice)
SELECT
    %(list_id)s,
    trouble.trouble_id,
    trouble.trouble_id = ANY(%(closed_ids)s::bigint[]),
    coalesce(trouble_now.detail, ''),
    coalesce(trouble_now.advice, '')
FROM audit.trouble
LEFT JOIN trouble_now ON trouble.kind = trouble_now.kind AND trouble.subject = trouble_now.subject
WHERE trouble.trouble_id = ANY(%(opened_ids)s::bigint[] || %(closed_ids)s::bigint[])
