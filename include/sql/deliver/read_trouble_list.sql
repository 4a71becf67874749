-- Purpose:    troubles that are new and troubles that are gone, as a list reported them.
-- Grain:      one trouble of the list.
-- Reads:      audit.trouble_list, audit.trouble_list_item, audit.trouble.
-- Writes:     nothing.
-- Parameters: list_id.
-- Rerun:      reads only.
SELECT
    trouble_list.as_of,
    trouble_list_item.is_gone,
    trouble_list_item.detail,
    trouble_list_item.advice,
    trouble.kind,
    trouble.subject,
    trouble.opened_at
FROM audit.trouble_list
INNER JOIN audit.trouble_list_item ON trouble_list.list_id = trouble_list_item.list_id
INNER JOIN audit.trouble ON trouble_list_item.trouble_id = trouble.trouble_id
WHERE trouble_list.list_id = %(list_id)s
ORDER BY trouble_list_item.is_gone, trouble.opened_at, trouble.kind, trouble.subject
