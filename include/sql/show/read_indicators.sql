-- Purpose:    the indicators that a publication has values of, those of its scheme first, with what the scheme gives.
-- Grain:      one indicator.
-- Reads:      mart.publication, mart.scheme_item, mart.scheme_group, mart.indicator, mart.period, mart.law_rule.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    indicator.indicator_code,
    indicator.indicator_version,
    indicator.name_vi,
    indicator.group_vi,
    indicator.unit_vi,
    indicator.value_kind,
    indicator.direction,
    indicator.scale,
    indicator.is_main,
    indicator.definition_vi,
    concat_ws(' ', nullif(indicator.differs, ''), law.note_vi) AS differs,
    indicator.source,
    scheme_group.name_vi AS scheme_group_vi,
    scheme_item.max_points,
    scheme_item.full_score_at,
    scheme_item.zero_denominator_points,
    scheme_item.note_vi
FROM mart.publication
INNER JOIN mart.period ON publication.period_id = period.period_id
CROSS JOIN mart.indicator
LEFT JOIN mart.scheme_item
    ON
        publication.scheme_code = scheme_item.scheme_code
        AND publication.scheme_version = scheme_item.scheme_version
        AND indicator.indicator_code = scheme_item.indicator_code
        AND indicator.indicator_version = scheme_item.indicator_version
LEFT JOIN mart.scheme_group
    ON
        scheme_item.scheme_code = scheme_group.scheme_code
        AND scheme_item.scheme_version = scheme_group.scheme_version
        AND scheme_item.group_code = scheme_group.group_code
-- What a reader of these days must know, or would take a change of law for one of the figure.
LEFT JOIN LATERAL (
    SELECT string_agg(law_rule.note_vi, ' ' ORDER BY law_rule.valid_from) AS note_vi
    FROM mart.law_rule
    WHERE
        law_rule.rule_code = 'fees_waived_by_person'
        AND law_rule.value = ANY(indicator.numerator || coalesce(indicator.denominator, '{}'))
        AND law_rule.valid_from <= period.period_end
        AND coalesce(law_rule.valid_to >= period.period_start, TRUE)
) AS law ON TRUE
WHERE
    publication.publication_id = %(publication_id)s
    AND (scheme_item.indicator_code IS NOT NULL OR indicator.valid @> period.period_end)
ORDER BY
    scheme_item.indicator_code IS NULL, scheme_group.ordinal, scheme_item.ordinal, indicator.group_vi,
    indicator.indicator_code
