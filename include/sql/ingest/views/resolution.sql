-- Purpose:    what the codes of staged records mean: the alias that is valid on the day that decides. The statements
--             ingest/<feed>/resolve.sql find it for a batch.
-- Grain:      one code and span; one page.
-- Reads:      audit.batch, audit.page, core.unit_alias, core.unit_code.
-- Writes:     function core.place_name; views core.unit_at, core.unit_meant, staging.origin.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW core.unit_at AS
SELECT
    unit_code.code,
    unit_code.scheme,
    unit_alias.unit_id,
    coalesce(lower(unit_alias.valid), '-infinity'::date) AS valid_from,
    coalesce(upper(unit_alias.valid), 'infinity'::date) AS valid_before
FROM core.unit_code
INNER JOIN core.unit_alias ON unit_code.code_id = unit_alias.code_id;
COMMENT ON VIEW core.unit_at IS 'Which unit a code of any scheme means, with the days on which it does: from valid_from to the day before valid_before.';

-- Software goes on with the agency codes of a reorganised unit for some weeks. As long as nobody else has the code, it
-- means who had it last. Statistical codes are given to other units at once, so they end on their last day.
CREATE OR REPLACE VIEW core.unit_meant AS
SELECT
    unit_at.code,
    unit_at.scheme,
    unit_at.unit_id,
    unit_at.valid_from,
    CASE
        WHEN
            unit_at.scheme = 'gso'
            OR EXISTS (
                SELECT 1
                FROM core.unit_at AS later
                WHERE unit_at.code = later.code AND unit_at.scheme = later.scheme AND later.valid_from >= unit_at.valid_before
            )
            THEN unit_at.valid_before
        ELSE 'infinity'::date
    END AS valid_before,
    unit_at.valid_before AS ended_before
FROM core.unit_at;
COMMENT ON VIEW core.unit_meant IS 'Which unit a record means by a code: as core.unit_at, and an agency code that ended and that nobody took over still means its last unit.';

CREATE OR REPLACE FUNCTION core.place_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(name, '^(Ủy ban nhân dân|UBND) +', '', 'i'))
$$;
COMMENT ON FUNCTION core.place_name IS 'The name of the place alone, in small letters, of a unit that is named as a place or as its People''s Committee (Ủy ban nhân dân).';

CREATE OR REPLACE VIEW staging.origin AS
SELECT
    page.batch_id,
    page.page_no,
    batch.source_id,
    page.schema_version
FROM audit.page
INNER JOIN audit.batch ON page.batch_id = batch.batch_id;
COMMENT ON VIEW staging.origin IS 'Which source sent a page, in which version of the contract: a code may mean something else in another.';
