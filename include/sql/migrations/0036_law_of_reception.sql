-- Purpose:    moments that rules of law of 2026 ask for, and by which rules cases were counted.
-- Grain:      one dossier; one rule and span.
-- Reads:      nothing.
-- Writes:     staging.dossier, core.dossier, core.dossier_version, core.law_counted, mart.measure.
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

UPDATE mart.measure SET
    definition = 'Resolved without due date, within the statutory limit of the procedure. From when it runs the law of the day of reception says (core.law_rule): what is received after 15:00, outside the home area.',
    source = 'Decision 766, 2.1: no NgayHenTra; Decree 118/2025, Art. 17.3 and 18.2 (before 1 July 2025 Decree 61/2018), amended by Decree 309/2026'
WHERE measure.measure = 'no_due_within_limit';
-- The article of Decree 118/2025 that succeeds this one was not read: the rule is kept.
UPDATE mart.measure SET source = measure.source || '; successor in Decree 118/2025 not read'
WHERE measure.source LIKE '%Decree 61/2018 Art. 19.9';
COMMENT ON COLUMN core.office_hours.late_after IS 'What is received after this time is passed on at the start of the next working day (Decree 118/2025/NĐ-CP, Art. 18.2; before 1 July 2025 Decree 61/2018/NĐ-CP, Art. 18.2); whose limit waits as well, core.law_rule says.';
