-- Purpose:    make the list of a look: it is delivered once.
-- Grain:      one look at which something changed; gives its number.
-- Reads:      nothing.
-- Writes:     audit.trouble_list.
-- Parameters: as_of.
-- Rerun:      in the transaction of the look, so once.
INSERT INTO audit.trouble_list (as_of) VALUES (%(as_of)s) RETURNING list_id
