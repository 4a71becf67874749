-- Purpose:    what a publication is called, and which ones stand.
-- Grain:      see the comment of each object.
-- Reads:      mart.area, mart.period, mart.period_kind, mart.publication, mart.scheme.
-- Writes:     views mart.publication_head, mart.latest_ranking.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW mart.publication_head AS
SELECT
    publication.publication_id,
    publication.version,
    publication.status,
    publication.reason,
    publication.data_as_of,
    publication.published_at,
    publication.software_version,
    publication.previous_publication_id,
    publication.is_overview,
    publication.is_announced,
    publication.area_id,
    area.area_code,
    area.kind AS area_kind,
    area.name AS area_name,
    publication.period_id,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    period_kind.has_form,
    period_kind.ordinal AS period_ordinal,
    period_kind.name_vi AS period_kind_vi,
    publication.scheme_code,
    publication.scheme_version,
    scheme.name_vi AS scheme_name,
    scheme.note_vi AS scheme_note,
    scheme.basis,
    NOT EXISTS (
        SELECT 1
        FROM mart.publication AS later
        WHERE
            later.kind = publication.kind
            AND later.area_id = publication.area_id
            AND later.period_id = publication.period_id
            AND later.scheme_code = publication.scheme_code
            AND (later.version, later.publication_id) > (publication.version, publication.publication_id)
    ) AS is_standing
FROM mart.publication
INNER JOIN mart.area ON publication.area_id = area.area_id
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.period_kind ON period.kind = period_kind.kind
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version;
COMMENT ON VIEW mart.publication_head IS 'Each publication with what it is called: area, period, scheme, state.';
COMMENT ON COLUMN mart.publication_head.has_form IS 'Periods of this kind have form II.06a.';
COMMENT ON COLUMN mart.publication_head.period_ordinal IS 'Place of the kind of period among others.';
COMMENT ON COLUMN mart.publication_head.period_kind_vi IS 'What the kind of period is called.';
COMMENT ON COLUMN mart.publication_head.basis IS 'The role of the scheme: whose dossiers count for a unit.';

-- Of several periods that end on one day the longest is taken: it has the dossiers of the others.
CREATE OR REPLACE VIEW mart.latest_ranking AS
SELECT DISTINCT ON (head.area_id, head.scheme_code) head.*
FROM mart.publication_head AS head
WHERE head.is_standing
ORDER BY head.area_id, head.scheme_code, head.period_end DESC, head.period_start, head.period_id;
COMMENT ON VIEW mart.latest_ranking IS 'Of each area and scheme the ranking of the latest period, in the version that stands.';

GRANT SELECT ON mart.publication_head, mart.latest_ranking TO onestop_reader, onestop_pipeline;
