-- Purpose:    which period a period is compared with; how far a drain of touched cases came; which figures that offices enter
--             make an indicator.
-- Grain:      see the comment of each column.
-- Reads:      nothing.
-- Writes:     mart.period_kind, audit.measure_state, audit.moved_days, mart.indicator.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE mart.period_kind ADD COLUMN compared_after interval CHECK (compared_after > interval '0');
COMMENT ON COLUMN mart.period_kind.compared_after IS 'How much earlier the period lies that a change is measured from; null where there is none. Parts of a year compare with the same part of the year before.';

-- Cases are drained in parts; the figures follow once all of them are in the measures.
ALTER TABLE audit.measure_state ADD COLUMN draining_to bigint;
ALTER TABLE audit.measure_state ADD COLUMN drained_case uuid;
ALTER TABLE audit.measure_state ADD CONSTRAINT drains_beyond_what_is_applied CHECK (draining_to > applied_seq);
ALTER TABLE audit.measure_state ADD CONSTRAINT only_a_drain_has_drained CHECK (drained_case IS NULL OR draining_to IS NOT NULL);
COMMENT ON COLUMN audit.measure_state.draining_to IS 'The publish sequence up to which touched cases are being taken into the measures; null between two drains.';
COMMENT ON COLUMN audit.measure_state.drained_case IS 'Touched cases up to this id are in the measures, in the order of ids.';

CREATE TABLE audit.moved_days (
    unit_id integer NOT NULL,
    basis text NOT NULL,
    days datemultirange NOT NULL
);
GRANT MAINTAIN ON mart.measure_day, mart.duration_day TO onestop_pipeline;
COMMENT ON TABLE audit.moved_days IS 'On which days which unit''s measures moved, in which role, since the figures last followed; empty between two drains.';

-- What no feed carries is divided as it was entered.
ALTER TABLE mart.indicator ADD COLUMN entered_numerator text REFERENCES core.figure;
ALTER TABLE mart.indicator ADD COLUMN entered_denominator text REFERENCES core.figure;
ALTER TABLE mart.indicator ADD CONSTRAINT only_an_external_one_is_entered CHECK (
    (entered_numerator IS NULL) = (entered_denominator IS NULL) AND (entered_numerator IS NULL OR value_kind = 'external')
);
COMMENT ON COLUMN mart.indicator.entered_numerator IS 'Figure of core.figure that offices enter by hand, divided by entered_denominator; null where the indicator follows from dossiers.';
COMMENT ON COLUMN mart.indicator.entered_denominator IS 'Figure that the other is divided by.';
