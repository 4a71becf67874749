-- Purpose:    measures that the indicators of the catalogue need.
-- Grain:      one measure.
-- Reads:      nothing.
-- Writes:     mart.measure.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

INSERT INTO mart.measure (measure, kind, parts, share, definition, source, feed) VALUES
('interlinked_completed', 'sum', ARRAY['interlinked_birth_completed', 'interlinked_death_completed'], NULL, 'Interlinked requests completed by every agency.', 'Decree 63/2024', 'interlinked'),
('interlinked_late', 'sum', ARRAY['interlinked_birth_late', 'interlinked_death_late'], NULL, 'Of these, after the due date.', 'Decree 63/2024', 'interlinked'),
('feedback_answered', 'sum', ARRAY['feedback_answered_in_time', 'feedback_answered_late'], NULL, 'Feedback answered in the period.', 'Decision 766, 5.1', 'feedback');
