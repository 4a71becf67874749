-- Purpose:    the other spelling of an agency code: QCVN 102:2016 is leaf first, Decision 20/2020/QD-TTg root first.
-- Grain:      one code.
-- Reads:      nothing.
-- Writes:     function core.mirrored_code.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

-- No document defines a conversion, so the result is only ever kept as an alias that a catalogue may overrule.
CREATE OR REPLACE FUNCTION core.mirrored_code(agency_code text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT
        CASE
            WHEN agency_code ~ '^[A-Z][0-9]{2}[.][0-9]{2}[.][0-9]{2}$'
                THEN format('000.%s.%s.%s', parts[3], parts[2], parts[1])
            WHEN agency_code ~ '^[A-Z][0-9]{2}[.][0-9]{2}$' THEN format('000.00.%s.%s', parts[2], parts[1])
            WHEN agency_code ~ '^[A-Z][0-9]{2}$' THEN format('000.00.00.%s', parts[1])
            WHEN agency_code ~ '^000[.]00[.]00[.][A-Z][0-9]{2}$' THEN parts[4]
            WHEN agency_code ~ '^000[.]00[.][0-9]{2}[.][A-Z][0-9]{2}$' THEN concat_ws('.', parts[4], parts[3])
            WHEN agency_code ~ '^000[.][0-9]{2}[.][0-9]{2}[.][A-Z][0-9]{2}$'
                THEN concat_ws('.', parts[4], parts[3], parts[2])
        END
    FROM (SELECT string_to_array(agency_code, '.') AS parts) AS split
$$;
COMMENT ON FUNCTION core.mirrored_code IS 'The same agency code in the other scheme: 000.15.31.H57 for H57.31.15 and back; null for codes with a fourth group.';
