-- Purpose:    write down that it was looked whether a publication needs a correction, and what had changed.
-- Grain:      one publication and day.
-- Reads:      audit.measure_state, audit.sheet.
-- Writes:     audit.correction_check.
-- Parameters: latest_publication_id, clock_on, ranks_changed, groups_changed, points_changed, entered_changed, is_due.
-- Rerun:      keeps the first of a day.
INSERT INTO audit.correction_check (
    publication_id, checked_on, publish_seq, counted_sheet_id, ranks_changed, groups_changed, points_changed,
    entered_changed, is_due
)
SELECT
    %(latest_publication_id)s,
    %(clock_on)s,
    measure_state.applied_seq,
    (SELECT coalesce(max(sheet.sheet_id), 0) FROM audit.sheet),
    %(ranks_changed)s,
    %(groups_changed)s,
    %(points_changed)s,
    %(entered_changed)s,
    %(is_due)s
FROM audit.measure_state
ON CONFLICT (publication_id, checked_on) DO NOTHING
