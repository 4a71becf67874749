-- Purpose:    enter limits of interlinked steps, and take out those that are gone.
-- Grain:      one step and span.
-- Reads:      nothing.
-- Writes:     core.interlinked_step_limit.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM core.interlinked_step_limit
    USING jsonb_populate_recordset(NULL::core.interlinked_step_limit, %(gone)s::jsonb) AS gone_entry
    WHERE
        interlinked_step_limit.group_code = gone_entry.group_code
        AND interlinked_step_limit.step_code = gone_entry.step_code
        AND interlinked_step_limit.agency = gone_entry.agency
        AND interlinked_step_limit.with_verification = gone_entry.with_verification
        AND interlinked_step_limit.valid_from = gone_entry.valid_from
)

INSERT INTO core.interlinked_step_limit (
    group_code, step_code, agency, with_verification, limit_count, limit_unit, is_on_request, valid, article,
    is_deduction, note_vi
)
SELECT
    entry.group_code,
    entry.step_code,
    entry.agency,
    entry.with_verification,
    entry.limit_count,
    entry.limit_unit,
    entry.is_on_request,
    entry.valid,
    entry.article,
    entry.is_deduction,
    entry.note_vi
FROM jsonb_populate_recordset(NULL::core.interlinked_step_limit, %(entries)s::jsonb) AS entry
ON CONFLICT (group_code, step_code, agency, with_verification, valid_from) DO UPDATE SET
    limit_count = excluded.limit_count,
    limit_unit = excluded.limit_unit,
    is_on_request = excluded.is_on_request,
    valid = excluded.valid,
    article = excluded.article,
    is_deduction = excluded.is_deduction,
    note_vi = excluded.note_vi
