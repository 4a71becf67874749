-- Purpose:    a reading that brings nothing new leaves no row, a batch that changes nothing takes no publish sequence, a rebuild
--             takes its cases from core; what is old can be removed.
-- Grain:      see the comment of each column.
-- Reads:      audit.change.
-- Writes:     audit.batch, audit.page, audit.held_record, audit.measure_state, audit.alert_list_item, audit.alert_list_count,
--             audit.trouble_list_item, quarantine.record, quarantine.decision.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE audit.batch ADD COLUMN repeats integer NOT NULL DEFAULT 0 CHECK (repeats >= 0);
COMMENT ON COLUMN audit.batch.repeats IS 'How many later readings of the same day brought exactly these pages again; they have no batch of their own.';
COMMENT ON COLUMN audit.batch.as_of IS 'The source''s clock on its last page; of a batch that was read again, on the last page of the last of these readings.';

ALTER TABLE audit.batch DROP CONSTRAINT ledger_balances;
ALTER TABLE audit.batch ADD CONSTRAINT ledger_balances CHECK (
    status <> 'published'
    OR (
        finished_at IS NOT NULL
        AND inserted IS NOT NULL AND updated IS NOT NULL AND unchanged IS NOT NULL
        AND stale IS NOT NULL AND quarantined IS NOT NULL
        AND repaired IS NOT NULL AND flagged IS NOT NULL
        AND received = inserted + updated + unchanged + stale + quarantined
        AND (publish_seq IS NOT NULL OR inserted + updated = 0)
    )
);

ALTER TABLE audit.measure_state ADD COLUMN is_rebuilding boolean NOT NULL DEFAULT FALSE;
COMMENT ON COLUMN audit.measure_state.is_rebuilding IS 'The next drain, or the one under way, takes every case and record of core, touched or not; a migration that lets all be counted again sets it too.';
-- A migration that had everything counted again, or a rebuild, is not done yet.
UPDATE audit.measure_state SET is_rebuilding = TRUE
WHERE measure_state.applied_seq = 0 AND EXISTS (SELECT 1 FROM audit.change);

-- What was only told with a list, or landed with a batch, goes with it.
ALTER TABLE audit.page DROP CONSTRAINT page_batch_id_fkey;
ALTER TABLE audit.page ADD CONSTRAINT page_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES audit.batch ON DELETE CASCADE;
ALTER TABLE audit.held_record DROP CONSTRAINT held_record_batch_id_fkey;
ALTER TABLE audit.held_record ADD CONSTRAINT held_record_batch_id_fkey
FOREIGN KEY (batch_id) REFERENCES audit.batch ON DELETE CASCADE;
ALTER TABLE audit.alert_list_item DROP CONSTRAINT alert_list_item_list_id_fkey;
ALTER TABLE audit.alert_list_item ADD CONSTRAINT alert_list_item_list_id_fkey
FOREIGN KEY (list_id) REFERENCES audit.alert_list ON DELETE CASCADE;
ALTER TABLE audit.alert_list_count DROP CONSTRAINT alert_list_count_list_id_fkey;
ALTER TABLE audit.alert_list_count ADD CONSTRAINT alert_list_count_list_id_fkey
FOREIGN KEY (list_id) REFERENCES audit.alert_list ON DELETE CASCADE;
ALTER TABLE audit.trouble_list_item DROP CONSTRAINT trouble_list_item_list_id_fkey;
ALTER TABLE audit.trouble_list_item ADD CONSTRAINT trouble_list_item_list_id_fkey
FOREIGN KEY (list_id) REFERENCES audit.trouble_list ON DELETE CASCADE;
ALTER TABLE quarantine.broken_rule DROP CONSTRAINT broken_rule_source_id_feed_page_hash_ordinal_fkey;
ALTER TABLE quarantine.broken_rule ADD CONSTRAINT broken_rule_source_id_feed_page_hash_ordinal_fkey
FOREIGN KEY (source_id, feed, page_hash, ordinal) REFERENCES quarantine.record ON DELETE CASCADE;

-- Each is asked for every row that is removed: whether anything still refers to it.
CREATE INDEX page_by_path ON audit.page (path);
CREATE INDEX held_record_by_batch ON audit.held_record (batch_id);
CREATE INDEX quarantine_by_batch ON quarantine.record (batch_id);
CREATE INDEX decision_by_batch ON quarantine.decision (batch_id);
CREATE INDEX alert_list_item_by_alert ON audit.alert_list_item (alert_id);
CREATE INDEX trouble_list_item_by_trouble ON audit.trouble_list_item (trouble_id);
