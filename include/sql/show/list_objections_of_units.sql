-- Purpose:    the objections that units filed, with what was decided, the latest ranking first.
-- Grain:      one objection.
-- Reads:      mart.objection, mart.publication, mart.period, mart.scheme, mart.scheme_item, mart.indicator.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    objection.unit_code,
    objection.unit_name,
    objection.publication_id,
    scheme.name_vi AS scheme_name,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    indicator.name_vi AS indicator_vi,
    objection.dossier_code,
    objection.cause_vi,
    objection.evidence,
    objection.is_accepted,
    objection.reason
FROM mart.objection
INNER JOIN mart.publication ON objection.publication_id = publication.publication_id
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
INNER JOIN mart.scheme_item
    ON
        publication.scheme_code = scheme_item.scheme_code
        AND publication.scheme_version = scheme_item.scheme_version
        AND objection.indicator_code = scheme_item.indicator_code
INNER JOIN mart.indicator
    ON
        scheme_item.indicator_code = indicator.indicator_code
        AND scheme_item.indicator_version = indicator.indicator_version
ORDER BY
    objection.unit_code, period.period_end DESC, objection.publication_id DESC, scheme_item.ordinal,
    objection.dossier_code
