-- Purpose:    compare the staged units of a batch with the country's list: a row of a commune names a statistical code, and the
--             lives of the listed units with this code say what it can mean.
-- Grain:      one staged record.
-- Reads:      staging.unit, core.unit, core.place_name, core.span_of.
-- Writes:     staging.resolved_unit.
-- Parameters: batch_id.
-- Rerun:      adds the rows again: what was resolved of the batch is cleared before.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO staging.resolved_unit (
    batch_id,
    page_no,
    ordinal,
    read_as_of,
    record_hash,
    record_key,
    source_updated_at,
    is_deleted,
    unreadable,
    noticed,
    dossier_code,
    agency_code,
    gso_code,
    name,
    name_sort,
    kind,
    parent_code,
    valid_from,
    valid_to,
    listed_lives,
    is_name_not_listed
)
SELECT
    staged.batch_id,
    staged.page_no,
    staged.ordinal,
    staged.read_as_of,
    staged.record_hash,
    staged.record_key,
    staged.source_updated_at,
    staged.is_deleted,
    staged.unreadable,
    staged.noticed,
    staged.dossier_code,
    staged.agency_code,
    staged.gso_code,
    staged.name,
    staged.name_sort,
    staged.kind,
    staged.parent_code,
    staged.valid_from,
    staged.valid_to,
    listed.lives AS listed_lives,
    coalesce(listed.latest_name <> core.place_name(staged.name), FALSE) AS is_name_not_listed
FROM staging.unit AS staged
CROSS JOIN LATERAL (
    SELECT
        count(*) AS lives,
        (array_agg(core.place_name(unit.name) ORDER BY upper(unit.valid) DESC))[1] AS latest_name
    FROM core.unit
    WHERE
        unit.is_listed
        AND unit.kind = staged.kind
        AND unit.unit_code = CASE WHEN staged.kind = 'commune' THEN staged.gso_code ELSE staged.agency_code END
        AND unit.valid && core.span_of(staged.valid_from, staged.valid_to)
) AS listed
WHERE staged.batch_id = %(batch_id)s
