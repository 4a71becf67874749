-- Purpose:    the life of quarantined records: a status that moves forward, and a list that people can read.
-- Grain:      see the comment of each object.
-- Reads:      core.unit, core.unit_at, quarantine.broken_rule, quarantine.record.
-- Writes:     trigger on quarantine.record with its function; view quarantine.listing.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION quarantine.refuse_backward_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> OLD.status AND OLD.status <> 'open' THEN
        RAISE EXCEPTION 'a quarantined record cannot go from % to %: statuses move forward only', OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER record_status_forward BEFORE UPDATE ON quarantine.record
FOR EACH ROW EXECUTE FUNCTION quarantine.refuse_backward_status();

-- The unit is the one that the record names, else the one whose code its dossier's code begins with.
CREATE OR REPLACE VIEW quarantine.listing AS
SELECT
    record.source_id,
    record.feed,
    record.record_key,
    coalesce(unit.code, named.sent, named.prefix) AS agency_code,
    unit.unit_code,
    unit.name AS unit_name,
    record.reason,
    broken.rule_ids,
    record.first_seen_at,
    record.last_seen_at,
    record.times_seen,
    record.status,
    record.page_hash,
    record.ordinal
FROM quarantine.record
CROSS JOIN LATERAL (
    SELECT
        nullif(upper(regexp_replace(record.payload ->> 'MaDonVi', '\s', '', 'g')), '') AS sent,
        substring(
            upper(coalesce(record.payload ->> 'MaHoSo', record.record_key)) FROM '^\s*([A-Z][0-9]{2}([.][0-9A-Z]+)*)-'
        ) AS prefix
) AS named
CROSS JOIN LATERAL (
    SELECT array_agg(broken_rule.rule_id ORDER BY broken_rule.rule_id) AS rule_ids
    FROM quarantine.broken_rule
    WHERE
        broken_rule.source_id = record.source_id
        AND broken_rule.feed = record.feed
        AND broken_rule.page_hash = record.page_hash
        AND broken_rule.ordinal = record.ordinal
) AS broken
LEFT JOIN LATERAL (
    SELECT
        unit_at.code,
        unit.unit_code,
        unit.name
    FROM core.unit_at
    INNER JOIN core.unit ON unit_at.unit_id = unit.unit_id
    WHERE unit_at.code IN (named.sent, named.prefix)
    ORDER BY unit_at.code = named.sent DESC, unit_at.valid_from DESC, unit_at.unit_id
    LIMIT 1
) AS unit ON TRUE;
COMMENT ON VIEW quarantine.listing IS 'Quarantined records for people: unit, key, reasons in Vietnamese, rules, since when, status.';
COMMENT ON COLUMN quarantine.listing.agency_code IS 'The code that led to the unit; where none did, the one that the record names.';
