-- Purpose:    keep by when each dossier that needs attention has to be done, and how much working time is left.
-- Grain:      one dossier; one unit, level and urgency of an alert list.
-- Reads:      nothing.
-- Writes:     mart.overdue_dossier, audit.alert_list_item, audit.alert_list_count.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

-- Rows of before are "later" until the open dossiers are checked again, at most 15 minutes after the upgrade.
ALTER TABLE mart.overdue_dossier
ADD COLUMN act_by timestamptz,
ADD COLUMN working_minutes_left integer,
ADD COLUMN urgency text NOT NULL DEFAULT 'later'
CHECK (urgency IN ('due', 'apologise', 'overdue', 'close', 'later'));
COMMENT ON COLUMN mart.overdue_dossier.act_by IS 'Until when it has to be done: accepted, where it was handed in online and not accepted yet; the end of the commune''s hours, where these end first; else the due date in force. Null: no due date.';
COMMENT ON COLUMN mart.overdue_dossier.working_minutes_left IS 'Minutes that offices are open from as_of to act_by; null: it is past, or there is none.';
COMMENT ON COLUMN mart.overdue_dossier.urgency IS 'In which part of the morning list it is: today (has to be done on the day of as_of), apologise (last day to send an apology), overdue (also: to be accepted, or the commune''s hours are over), close (there is a result, only the closing is left), later.';

ALTER TABLE audit.alert_list_item
DROP CONSTRAINT alert_list_item_what_check,
ADD CONSTRAINT alert_list_item_what_check CHECK (what IN ('new', 'still_open', 'resolved', 'escalated', 'worst'));
COMMENT ON COLUMN audit.alert_list_item.what IS 'new: raised with this list; still_open: raised before, and has to be done on the day of the list; resolved: needs no attention any more; escalated and worst: of a digest.';

ALTER TABLE audit.alert_list_count
ADD COLUMN urgency text NOT NULL DEFAULT 'later'
CHECK (urgency IN ('due', 'apologise', 'overdue', 'close', 'later')),
DROP CONSTRAINT alert_list_count_pkey,
ADD CONSTRAINT alert_list_count_pkey PRIMARY KEY (list_id, unit_id, level, urgency);
COMMENT ON COLUMN audit.alert_list_count.urgency IS 'As in mart.overdue_dossier; of lists that were made before version 1.1.0 always later.';
