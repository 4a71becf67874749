-- Purpose:    form II.06a of a unit, role and period as it is printed, sectors first, the total last.
-- Grain:      one sector.
-- Reads:      mart.printed_form.
-- Writes:     nothing.
-- Parameters: unit_id, basis, period_id, form_id (of a confirmed form; null: as it is now).
-- Rerun:      reads only.
SELECT printed_form.*
FROM mart.printed_form
WHERE
    printed_form.unit_id = %(unit_id)s
    AND printed_form.basis = %(basis)s
    AND printed_form.period_id = %(period_id)s
    AND printed_form.publication_id IS NULL
    AND printed_form.form_id IS NOT DISTINCT FROM %(form_id)s::bigint
ORDER BY printed_form.sector_code = '*', printed_form.sector_vi, printed_form.sector_code
