-- Purpose:    let a code that a catalogue names mean what the catalogue says, no longer what was inferred from the other scheme.
-- Grain:      one inferred code.
-- Reads:      staging.unit, decision, core.unit_code.
-- Writes:     core.unit_alias.
-- Parameters: batch_id.
-- Rerun:      changes nothing the second time.
DELETE FROM core.unit_alias
USING core.unit_code, staging.unit, decision
WHERE
    unit_alias.code_id = unit_code.code_id
    AND unit_code.scheme = 'mirrored'
    AND unit_code.code = unit.agency_code
    AND unit.batch_id = %(batch_id)s
    AND unit.page_no = decision.page_no
    AND unit.ordinal = decision.ordinal
    AND decision.outcome IN ('inserted', 'updated')
