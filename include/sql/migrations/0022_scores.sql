-- Purpose:    score schemes: groups, bands, where full points begin, whose the lost points are; a measure that
--             QĐ 766 needs.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     core.figure, mart.measure, mart.indicator, mart.scheme_group, mart.scheme_item, mart.scheme_band, mart.scheme,
--             mart.published_score.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE mart.scheme ADD COLUMN note_vi text NOT NULL DEFAULT '';
COMMENT ON COLUMN mart.scheme.note_vi IS 'What a reader of a ranking by this scheme must know, in Vietnamese; empty if nothing.';

CREATE TABLE mart.scheme_group (
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    group_code text NOT NULL,
    ordinal smallint NOT NULL,
    name_vi text NOT NULL,
    PRIMARY KEY (scheme_code, scheme_version, group_code),
    UNIQUE (scheme_code, scheme_version, ordinal),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme
);
COMMENT ON TABLE mart.scheme_group IS 'Groups of a scheme''s indicators, in their order; a group''s maximum is the sum of its indicators''.';

CREATE TABLE mart.scheme_band (
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    from_points numeric NOT NULL CHECK (from_points >= 0),
    name_vi text NOT NULL,
    PRIMARY KEY (scheme_code, scheme_version, from_points),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme
);
COMMENT ON TABLE mart.scheme_band IS 'Grades (xếp loại) of a scheme: a score has that of the highest band that it reaches; a scheme without bands gives none.';
COMMENT ON COLUMN mart.scheme_band.from_points IS 'Least points of the band, inclusive.';

ALTER TABLE mart.scheme_item ADD COLUMN group_code text;
ALTER TABLE mart.scheme_item ADD COLUMN ordinal smallint NOT NULL DEFAULT 1;
ALTER TABLE mart.scheme_item ADD COLUMN full_score_at numeric NOT NULL DEFAULT 1 CHECK (full_score_at > 0);
ALTER TABLE mart.scheme_item ADD COLUMN lost_kind text NOT NULL DEFAULT 'gone'
CHECK (lost_kind IN ('recoverable', 'gone', 'not_ours'));
ALTER TABLE mart.scheme_item ADD COLUMN not_ours text[] NOT NULL DEFAULT '{}';
ALTER TABLE mart.scheme_item ADD COLUMN is_unresolved boolean NOT NULL DEFAULT FALSE;
ALTER TABLE mart.scheme_item ADD COLUMN note_vi text NOT NULL DEFAULT '';
ALTER TABLE mart.scheme_item ADD FOREIGN KEY (scheme_code, scheme_version, group_code) REFERENCES mart.scheme_group;
ALTER TABLE mart.scheme_item ADD CHECK (zero_denominator_points BETWEEN 0 AND max_points);
ALTER TABLE mart.scheme_item ADD CHECK (is_unresolved = FALSE OR note_vi <> '');
COMMENT ON COLUMN mart.scheme_item.zero_denominator_points IS 'Points where the denominator is 0; null: such a unit has no score.';
COMMENT ON COLUMN mart.scheme_item.full_score_at IS 'Share (of a count: number) from which on all points are given; below, points are proportional to it.';
COMMENT ON COLUMN mart.scheme_item.lost_kind IS 'Whose lost points are: recoverable (can still be won back in the period), gone, not_ours (another office, the province, synchronisation).';
COMMENT ON COLUMN mart.scheme_item.not_ours IS 'Measures that count the dossiers of the rest that another agency answers for: their points are not_ours, the others of lost_kind.';
COMMENT ON COLUMN mart.scheme_item.is_unresolved IS 'The portal''s own formula is not known; every output says so with note_vi.';
COMMENT ON COLUMN mart.scheme_item.note_vi IS 'What a reader of the points must know, in Vietnamese.';

ALTER TABLE mart.published_score ADD COLUMN points_cut numeric NOT NULL DEFAULT 0;
ALTER TABLE mart.published_score ADD COLUMN points_recoverable numeric NOT NULL DEFAULT 0;
ALTER TABLE mart.published_score ADD COLUMN points_gone numeric NOT NULL DEFAULT 0;
ALTER TABLE mart.published_score ADD COLUMN points_not_ours numeric NOT NULL DEFAULT 0;
COMMENT ON COLUMN mart.published_score.points_cut IS 'Points beyond the maximum that the cap took away.';
COMMENT ON COLUMN mart.published_score.points_recoverable IS 'Of the lost points, those that can still be won back in the period.';
COMMENT ON COLUMN mart.published_score.points_gone IS 'Of the lost points, those that are lost for the period.';
COMMENT ON COLUMN mart.published_score.points_not_ours IS 'Of the lost points, those that another office answers for.';
COMMENT ON COLUMN mart.published_score.lost_kind IS 'Kind of most of the lost points; null where none is lost or there are no points.';

-- What the province enters once holds for each of its communes that did not enter its own.
ALTER TABLE core.figure ADD COLUMN is_of_province boolean NOT NULL DEFAULT FALSE;
COMMENT ON COLUMN core.figure.is_of_province IS 'What the province enters counts for each of its communes that entered nothing of its own.';

ALTER TABLE mart.indicator ADD COLUMN less text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN mart.indicator.less IS 'Measures taken off the numerator, which does not fall below 0.';
ALTER TABLE mart.indicator DROP CONSTRAINT only_an_external_one_is_entered;
ALTER TABLE mart.indicator ADD CONSTRAINT only_an_external_one_is_entered CHECK (
    value_kind = 'external' OR num_nonnulls(entered_numerator, entered_denominator) = 0
);
ALTER TABLE mart.indicator ADD CONSTRAINT numerator_is_counted_or_entered CHECK (
    entered_numerator IS NULL OR entered_denominator IS NOT NULL AND numerator = '{}'
);
COMMENT ON COLUMN mart.indicator.entered_numerator IS 'Figure of core.figure that offices enter by hand, divided by entered_denominator; null where the numerator follows from dossiers.';

INSERT INTO mart.measure (measure, kind, parts, share, definition, source, feed) VALUES
('procedures_population_linked', 'distinct', ARRAY['received_population_linked'], NULL, 'Procedures with a dossier that looked into the population database.', 'Decision 766, CITIZEN_DATA_CONNECTED_FORMALITY', 'dossiers');

ALTER TABLE mart.scheme_item ALTER COLUMN group_code SET NOT NULL;

-- From a published figure to its dossiers: what they counted as when it was published.
ALTER TABLE core.contribution_applied ADD COLUMN publish_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE core.contribution_applied ADD COLUMN build integer NOT NULL DEFAULT 1;
ALTER TABLE core.contribution_applied ALTER COLUMN publish_seq DROP DEFAULT;
ALTER TABLE core.contribution_applied ALTER COLUMN build DROP DEFAULT;
COMMENT ON COLUMN core.contribution_applied.publish_seq IS 'Publish sequence with which it began to count as this; 0: before sequences were kept.';
COMMENT ON COLUMN core.contribution_applied.build IS 'Build of the measures in which it is counted; one of an earlier build waits to be counted again.';
ALTER TABLE audit.measure_state ADD COLUMN build integer NOT NULL DEFAULT 1;
COMMENT ON COLUMN audit.measure_state.build IS 'How often the measures were made anew, and once more.';

CREATE TABLE core.contribution_history (
    case_id uuid NOT NULL,
    publish_seq bigint NOT NULL,
    before_seq bigint NOT NULL,
    counts jsonb NOT NULL,
    PRIMARY KEY (case_id, publish_seq),
    CHECK (publish_seq < before_seq)
);
CREATE INDEX contribution_history_by_end ON core.contribution_history (before_seq);
COMMENT ON TABLE core.contribution_history IS 'What a case counted as before, kept where something was published while it did; append-only.';
COMMENT ON COLUMN core.contribution_history.publish_seq IS 'Publish sequence with which it began to count as this.';
COMMENT ON COLUMN core.contribution_history.before_seq IS 'Publish sequence with which it ceased to.';
COMMENT ON COLUMN core.contribution_history.counts IS 'As in core.contribution_applied.';
CREATE INDEX publication_by_seq ON mart.publication (publish_seq);

ALTER TABLE mart.publication ADD COLUMN previous_publication_id bigint REFERENCES mart.publication;
COMMENT ON COLUMN mart.publication.previous_publication_id IS 'The publication whose ranks are the previous ones: of the period of the kind that ended last before, official or corrected before preliminary; null for the first.';
