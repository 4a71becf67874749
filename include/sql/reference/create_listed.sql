-- Purpose:    hold the country's list of units and of their successions while it is entered.
-- Grain:      two temporary tables, a row a unit and span, and a row a predecessor and successor.
-- Reads:      nothing.
-- Writes:     listed_unit and listed_succession, gone with the transaction.
-- Parameters: none.
-- Rerun:      once a transaction.
CREATE TEMPORARY TABLE listed_unit (
    kind text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_sort text NOT NULL,
    parent_code text,
    valid daterange NOT NULL,
    unit_id integer,
    is_fresh boolean NOT NULL DEFAULT TRUE,
    PRIMARY KEY (kind, code, valid)
) ON COMMIT DROP;

CREATE TEMPORARY TABLE listed_succession (
    predecessor_kind text NOT NULL,
    predecessor_code text NOT NULL,
    successor_code text NOT NULL,
    kind text NOT NULL
) ON COMMIT DROP
