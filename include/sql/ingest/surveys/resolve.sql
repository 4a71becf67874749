-- Purpose:    give the staged survey answers of a batch their unit: whom the code means on the
--             day that decides.
-- Grain:      one staged record.
-- Reads:      staging.survey, core.unit_meant.
-- Writes:     staging.resolved_survey.
-- Parameters: batch_id.
-- Rerun:      adds the rows again: what was resolved of the batch is cleared before.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO staging.resolved_survey (
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
    form_code,
    criterion,
    unit_code,
    sector_code,
    role,
    channel,
    is_valid,
    scale,
    level,
    rated_at,
    decided_on,
    unit_id
)
WITH sent_codes AS (
    SELECT DISTINCT survey.unit_code AS code FROM staging.survey WHERE survey.batch_id = %(batch_id)s
),

meant AS MATERIALIZED (
    SELECT unit_meant.*
    FROM sent_codes
    INNER JOIN core.unit_meant ON sent_codes.code = unit_meant.code
),

staged AS (
    SELECT
        survey.*,
        coalesce(survey.rated_at, survey.read_as_of)::date AS decided_on
    FROM staging.survey
    WHERE survey.batch_id = %(batch_id)s
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
    staged.form_code,
    staged.criterion,
    staged.unit_code,
    staged.sector_code,
    staged.role,
    staged.channel,
    staged.is_valid,
    staged.scale,
    staged.level,
    staged.rated_at,
    staged.decided_on,
    meant.unit_id
FROM staged
LEFT JOIN meant
    ON
        staged.unit_code = meant.code
        AND staged.decided_on >= meant.valid_from
        AND staged.decided_on < meant.valid_before
