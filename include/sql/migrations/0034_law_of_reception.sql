-- Purpose:    moments that rules of law of 2026 ask for, and by which rules cases were counted.
-- Grain:      one dossier; one rule and span.
-- Reads:      nothing.
-- Writes:     staging.dossier, core.dossier, core.dossier_version, core.law_counted, audit.change.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE staging.dossier
    ADD COLUMN competent_got_at timestamptz,
    ADD COLUMN acknowledged_at timestamptz;
ALTER TABLE core.dossier
    ADD COLUMN competent_got_at timestamptz,
    ADD COLUMN acknowledged_at timestamptz;
ALTER TABLE core.dossier_version
    ADD COLUMN competent_got_at timestamptz,
    ADD COLUMN acknowledged_at timestamptz;
COMMENT ON COLUMN core.dossier.competent_got_at IS 'When the competent agency got what was received outside the home area (NgayCoQuanNhan), as sent; null: not told.';
COMMENT ON COLUMN core.dossier.acknowledged_at IS 'When the portal acknowledged what was handed in online (NgayCongXacNhan), as sent; null: not told.';

CREATE TABLE core.law_counted (
    rule_code text NOT NULL,
    valid daterange NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (rule_code, valid)
);
COMMENT ON TABLE core.law_counted IS 'The rules of law by which cases were told to be counted last: what core.law_rule has otherwise touches the cases received on its days.';
COMMENT ON COLUMN core.law_counted.rule_code IS 'The rule.';
COMMENT ON COLUMN core.law_counted.valid IS 'Days of reception for which it held.';
COMMENT ON COLUMN core.law_counted.value IS 'What it said.';

ALTER TABLE audit.change DROP CONSTRAINT change_kind_check;
ALTER TABLE audit.change ADD CONSTRAINT change_kind_check CHECK (kind IN ('batch', 'rebuild', 'calendar', 'law'));
