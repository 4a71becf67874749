-- Purpose:    the objections that units filed, with what was decided, the latest ranking first.
-- Grain:      one objection.
-- Reads:      mart.objection, mart.publication_head, mart.scheme_indicator.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    objection.unit_code,
    objection.unit_name,
    objection.publication_id,
    head.scheme_name,
    head.period_kind,
    head.period_start,
    head.period_end,
    item.name_vi AS indicator_vi,
    objection.dossier_code,
    objection.cause_vi,
    objection.evidence,
    objection.is_accepted,
    objection.reason
FROM mart.objection
INNER JOIN mart.publication_head AS head ON objection.publication_id = head.publication_id
INNER JOIN mart.scheme_indicator AS item
    ON
        head.scheme_code = item.scheme_code
        AND head.scheme_version = item.scheme_version
        AND objection.indicator_code = item.indicator_code
ORDER BY
    objection.unit_code, head.period_end DESC, objection.publication_id DESC, item.ordinal, objection.dossier_code
