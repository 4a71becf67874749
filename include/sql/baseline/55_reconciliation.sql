-- Purpose:    what was compared with the sources and the payment platform.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes, grants and comments.
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

CREATE TABLE core.platform_transaction (
    source_id text NOT NULL,
    merchant_ref text NOT NULL,
    day date NOT NULL,
    transaction_code text,
    kind_code text,
    dossier_code text,
    procedure_code text,
    amount_vnd bigint NOT NULL,
    currency text,
    bank_code text,
    tried_at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('success', 'pending', 'failed')),
    error_code text,
    refund_vnd bigint,
    refunded_at timestamptz,
    is_listed boolean NOT NULL,
    PRIMARY KEY (source_id, merchant_ref, day)
);
COMMENT ON TABLE core.platform_transaction IS 'What the payment platform lists for each day, by the reference that the one-stop gave (MaThamChieu).';
COMMENT ON COLUMN core.platform_transaction.is_listed IS 'False: the platform listed it once and no longer does.';
CREATE INDEX platform_transaction_by_day ON core.platform_transaction (source_id, day);

CREATE TABLE audit.count_comparison (
    source_id text NOT NULL,
    feed text NOT NULL REFERENCES audit.feed,
    compared_at timestamptz NOT NULL,
    told_as_of timestamptz NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    compared integer NOT NULL CHECK (compared >= 0),
    differing integer NOT NULL,
    unusable integer NOT NULL CHECK (unusable >= 0),
    PRIMARY KEY (source_id, feed),
    CHECK (differing >= 0 AND differing <= compared)
);
COMMENT ON TABLE audit.count_comparison IS 'The last comparison of each feed with the source''s own counts, also one that found no difference.';
COMMENT ON COLUMN audit.count_comparison.compared_at IS 'The business clock of the run.';
COMMENT ON COLUMN audit.count_comparison.told_as_of IS 'The source''s clock when it counted.';
COMMENT ON COLUMN audit.count_comparison.compared IS 'Pairs of unit and day that the source or the warehouse counts something for.';
COMMENT ON COLUMN audit.count_comparison.unusable IS 'Rows of the answer without a code, a day or a number that can be read.';

CREATE TABLE audit.count_difference (
    source_id text NOT NULL,
    feed text NOT NULL REFERENCES audit.feed,
    unit_code text NOT NULL,
    day date NOT NULL,
    unit_id integer REFERENCES core.unit,
    name text NOT NULL CHECK (
        name IN ('unit_unknown', 'quarantined', 'held', 'not_yet_read', 'unplaced', 'missing_here', 'missing_there',
        'sum_differs')
    ),
    here integer NOT NULL,
    there integer NOT NULL,
    here_vnd bigint,
    there_vnd bigint,
    quarantined integer NOT NULL,
    unplaced integer NOT NULL,
    told_as_of timestamptz NOT NULL,
    first_seen_on date NOT NULL,
    opened_on date NOT NULL,
    last_seen_on date NOT NULL,
    times_seen integer NOT NULL,
    times_opened integer NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'closed')),
    closed_on date,
    PRIMARY KEY (source_id, feed, unit_code, day),
    CONSTRAINT closed_has_its_day CHECK ((status = 'closed') = (closed_on IS NOT NULL)),
    CONSTRAINT days_follow_each_other CHECK (
        first_seen_on <= opened_on AND opened_on <= last_seen_on AND opened_on <= closed_on
    ),
    CONSTRAINT differs CHECK (here <> there OR here_vnd <> there_vnd)
);
COMMENT ON TABLE audit.count_difference IS 'Where source and warehouse count differently: one row a feed, unit and day, closed when it disappears, opened again when it comes back, never deleted.';
COMMENT ON COLUMN audit.count_difference.unit_code IS 'Our code of the unit; the source''s own where we know no such unit (unit_id is then null).';
COMMENT ON COLUMN audit.count_difference.here_vnd IS 'Sum of amounts in the warehouse; null where it keeps none for this feed.';
COMMENT ON COLUMN audit.count_difference.quarantined IS 'Records in quarantine that are, or may be, of this unit and day.';
COMMENT ON COLUMN audit.count_difference.unplaced IS 'Records held without their own unit or day that may be of this unit and day, or were put there.';
COMMENT ON COLUMN audit.count_difference.told_as_of IS 'The source''s clock when it first told these figures.';
COMMENT ON COLUMN audit.count_difference.times_seen IS 'Number of business days on which it was found.';
CREATE INDEX count_difference_open ON audit.count_difference (source_id, feed, day) WHERE status = 'open';

CREATE TABLE audit.platform_day (
    source_id text NOT NULL,
    day date NOT NULL,
    asked_on date NOT NULL,
    told_as_of timestamptz,
    listed integer,
    unusable integer,
    unknown_fields text[],
    PRIMARY KEY (source_id, day),
    CONSTRAINT told_or_not CHECK (num_nulls(told_as_of, listed, unusable, unknown_fields) IN (0, 4))
);
COMMENT ON TABLE audit.platform_day IS 'The payment platform''s days that were asked for; those without told_as_of were not closed yet and are asked for again.';
COMMENT ON COLUMN audit.platform_day.unusable IS 'Rows without a reference, amount, moment or status that can be read.';
COMMENT ON COLUMN audit.platform_day.unknown_fields IS 'Name and type of fields that the contract does not know; their values are dropped.';

CREATE TABLE audit.payment_comparison (
    source_id text PRIMARY KEY,
    compared_at timestamptz NOT NULL,
    waited_since timestamptz NOT NULL
);
COMMENT ON TABLE audit.payment_comparison IS 'The last comparison of a source''s payments with the platform.';
COMMENT ON COLUMN audit.payment_comparison.compared_at IS 'The business clock of the run.';
COMMENT ON COLUMN audit.payment_comparison.waited_since IS 'What is older has been pending, or without its dossier, for too long.';

CREATE TABLE audit.payment_outcome (
    source_id text NOT NULL,
    merchant_ref text NOT NULL,
    record_key text,
    day date NOT NULL,
    outcome text NOT NULL CHECK (
        outcome IN ('matched', 'amount_mismatch', 'local_only', 'platform_only', 'status_mismatch',
        'duplicate_success', 'orphan', 'date_shift', 'refunded')
    ),
    since_on date NOT NULL,
    closed_on date,
    PRIMARY KEY (source_id, merchant_ref),
    CONSTRAINT closed_after_its_beginning CHECK (closed_on >= since_on)
);
COMMENT ON TABLE audit.payment_outcome IS 'What the comparison of each attempt to pay with the payment platform came to; moves forward, never deleted.';
COMMENT ON COLUMN audit.payment_outcome.record_key IS 'The payment of the one-stop; null where only the platform knows the attempt.';
COMMENT ON COLUMN audit.payment_outcome.day IS 'The platform''s day; the one-stop''s where the platform does not list it.';
COMMENT ON COLUMN audit.payment_outcome.since_on IS 'Since when this is the outcome.';
COMMENT ON COLUMN audit.payment_outcome.closed_on IS 'Null as long as somebody has to act, or the last word is not spoken.';
CREATE INDEX payment_outcome_open ON audit.payment_outcome (source_id, day) WHERE closed_on IS NULL;

-- The pipeline analyses these tables, so that statements are planned by what they hold.
GRANT MAINTAIN ON core.platform_transaction, audit.platform_day TO onestop_pipeline; -- noqa
