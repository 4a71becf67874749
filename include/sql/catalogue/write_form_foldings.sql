-- Purpose:    enter what provinces fold into columns of form II.06a, and take out what is gone.
-- Grain:      one province, figure and first day.
-- Reads:      nothing.
-- Writes:     core.form_folding.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM core.form_folding
    USING jsonb_populate_recordset(NULL::core.form_folding, %(gone)s::jsonb) AS gone_entry
    WHERE
        form_folding.area_code = gone_entry.area_code
        AND form_folding.figure = gone_entry.figure
        AND form_folding.valid_from = gone_entry.valid_from
)

INSERT INTO core.form_folding (area_code, figure, valid_from, printed_as)
SELECT
    entry.area_code,
    entry.figure,
    entry.valid_from,
    entry.printed_as
FROM jsonb_populate_recordset(NULL::core.form_folding, %(entries)s::jsonb) AS entry
ON CONFLICT (area_code, figure, valid_from) DO UPDATE SET printed_as = excluded.printed_as
