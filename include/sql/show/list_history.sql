-- Purpose:    a publication and those of the periods before it, up to twelve, each in the version that stood then.
-- Grain:      one period, oldest first.
-- Reads:      mart.publication, mart.period.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
WITH earlier AS (
    SELECT DISTINCT ON (period.period_end)
        other.publication_id,
        other.version,
        other.status,
        period.kind AS period_kind,
        period.period_start,
        period.period_end
    FROM mart.publication
    INNER JOIN mart.period AS own ON publication.period_id = own.period_id
    INNER JOIN mart.publication AS other
        ON
            publication.kind = other.kind
            AND publication.area_id = other.area_id
            AND publication.scheme_code = other.scheme_code
            AND publication.publication_id >= other.publication_id
    INNER JOIN mart.period ON other.period_id = period.period_id AND own.kind = period.kind
    WHERE publication.publication_id = %(publication_id)s AND period.period_end <= own.period_end
    ORDER BY period.period_end, other.version DESC
)

SELECT latest.*
FROM (SELECT earlier.* FROM earlier ORDER BY earlier.period_end DESC LIMIT 12) AS latest
ORDER BY latest.period_end
