"""Executing a case in a transaction that nobody commits, and telling what differs."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg2.extras import Range
from sqlalchemy.engine import Connection

from onestop.warehouse.database import TIME_ZONE, WarehouseError, run, run_text, sql
from tests.house import scan
from tests.statements.figures import VIEWS, put_figures
from tests.statements.reading import Case, Outcome, Rows, Tables, Values

# What stands in a column that must have a value and that a case does not name, by PostgreSQL's category of types.
_ANYTHING = {
    "N": 0, "S": "x", "D": "2026-01-01T00:00:00+07:00", "B": False, "A": [], "R": "(,)", "T": "0", "U": {}, "C": {},
}  # fmt: skip
_ANYTHING_OF_TYPE = {"uuid": "00000000-0000-0000-0000-000000000000", "bytea": "\\x"}
_MUST_BE_SAID = """
SELECT attribute.attname, type.typname, type.typcategory, attribute.attidentity <> '' AS is_numbered
FROM pg_attribute AS attribute
INNER JOIN pg_type AS type ON attribute.atttypid = type.oid
WHERE
    attribute.attrelid = to_regclass(%(relation)s) AND attribute.attnum > 0
    AND attribute.attnotnull AND NOT attribute.atthasdef
"""


def check(connection: Connection, case: Case) -> None:
    """Execute the statement of a case twice, in a transaction that the caller rolls back.

    Raises:
        AssertionError: it does not do what the case says; the text shows the rows that differ.
    """
    for table, constraint in ((table, one) for table, constraints in case.without.items() for one in constraints):
        _ask(connection, f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    _ask(connection, "SET LOCAL session_replication_role = replica")  # no trigger and no foreign key in the way
    _put(connection, {table: rows for table, rows in case.given.items() if "." in table and table not in VIEWS})
    for view in case.given.keys() & VIEWS:
        put_figures(lambda text, values: run_text(connection, view, text, values), view, case.given[view])  # noqa: B023 - called at once
    _ask(connection, "SET LOCAL session_replication_role = origin")
    for statement, parameters in case.before:
        _execute(connection, statement, parameters, case.role)
    _put(connection, {table: rows for table, rows in case.given.items() if "." not in table})
    tables = written_tables(case.statement) | set(case.first.leaves or ())
    returned = _try(connection, case, "first", case.first)
    if case.first.refused:
        return
    before = {table: _ask(connection, f"SELECT t::text FROM {table} AS t ORDER BY 1") for table in sorted(tables)}
    returned_again = _try(connection, case, "again", case.again)
    if case.again.refused:
        return
    if case.again.returns is None:
        _require("again: returns", returned, returned_again, is_ordered=False)
    for table in sorted(tables - set(case.again.leaves or ())):
        after = _ask(connection, f"SELECT t::text FROM {table} AS t ORDER BY 1")
        _require(f"again: changes {table}", before[table], after, is_ordered=True)


def written_tables(statement: str) -> set[str]:
    """Return the tables that the header of a statement says it writes."""
    writes = dict(scan.header(sql(statement)))["Writes"]
    return set(re.findall(scan.RELATION, writes)) | set(re.findall(r"temporary table (\w+)", writes))


def orders(statement: str) -> bool:
    """Tell whether the outermost query of a statement says in which order its rows come."""
    return re.search(r"^ORDER BY", sql(statement), re.MULTILINE) is not None


def _try(connection: Connection, case: Case, which: str, outcome: Outcome) -> Rows:
    """Execute the statement once, and hold against the outcome what it returns and what the tables hold then."""
    savepoint = connection.begin_nested()
    try:
        returned = _execute(connection, case.statement, case.parameters, case.role)
    except WarehouseError as error:
        savepoint.rollback()
        # The error tells no values; the driver's own does.
        told = str(getattr(error.__context__, "orig", error))
        assert (outcome.refused or "no failure") in told, f"{which}: {told}"
        return []
    assert outcome.refused is None, f"{which}: not refused"
    if outcome.returns is not None:
        _require(f"{which}: returns", outcome.returns, returned, is_ordered=orders(case.statement))
    for table, rows in (outcome.leaves or {}).items():
        found = _ask(connection, f"SELECT * FROM {table}")
        _require(f"{which}: leaves in {table}", rows, found, is_ordered=False)
    return returned


def _execute(connection: Connection, statement: str, parameters: Values, role: str) -> Rows:
    _ask(connection, f"SET LOCAL ROLE {role}")
    result = run(connection, statement, {name: _bound(value) for name, value in parameters.items()})
    rows = [dict(row) for row in result.mappings()] if result.returns_rows else []
    _ask(connection, "RESET ROLE")
    return rows


def _bound(value: Any) -> Any:
    """Return a parameter as the driver takes it: JSON goes as text."""
    is_json = isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))
    return json.dumps(value, default=str) if is_json else value


def _put(connection: Connection, tables: Tables) -> None:
    for table, rows in tables.items():
        _ask(connection, f"DELETE FROM {table}")
        needed = list(run_text(connection, table, _MUST_BE_SAID, {"relation": table}))
        filled = {
            column.attname: _ANYTHING_OF_TYPE.get(column.typname, _ANYTHING[column.typcategory])
            for column in needed
            if not column.is_numbered
        }
        for row in rows:
            values = filled | dict(row)
            columns = ", ".join(f'"{column}"' for column in values)
            run_text(
                connection,
                table,
                f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE "
                f"SELECT {columns} FROM json_populate_record(NULL::{table}, %(row)s)",
                {"row": json.dumps(values, default=str)},
            )
        for column in (column.attname for column in needed if column.is_numbered):
            (taken,) = _ask(connection, f"SELECT coalesce(max({column}), 0) AS latest FROM {table}")
            _ask(connection, f"ALTER TABLE {table} ALTER {column} RESTART WITH {taken['latest'] + 1}")


def _ask(connection: Connection, statement: str) -> Rows:
    result = run_text(connection, statement, statement)
    return [dict(row) for row in result.mappings()] if result.returns_rows else []


def _require(what: str, expected: Rows, found: Rows, *, is_ordered: bool) -> None:
    differences = compare(expected, found, is_ordered=is_ordered)
    assert not differences, "\n".join([what, *differences])


def compare(expected: Rows, found: Rows, *, is_ordered: bool) -> list[str]:
    """Return rows that are expected only (-) and rows that are found only (+), by the columns that are expected."""
    columns = list(expected[0]) if expected else list(found[0]) if found else []
    wanted = [_plain(row) for row in expected]
    rest = [{column: _plain(row.get(column, "no such column")) for column in columns} for row in found]
    if is_ordered and wanted != rest and sorted(wanted, key=repr) == sorted(rest, key=repr):
        return ["in another order", *_lines("+", rest)]
    missing = []
    for row in wanted:
        if row in rest:
            rest.remove(row)
        else:
            missing.append(row)
    if missing and rest:  # what is the same in all of them tells nothing
        shown = [column for column in columns if any(row[column] != rest[0][column] for row in [*missing, *rest])]
        missing, rest = ([{column: row[column] for column in shown} for row in rows] for rows in (missing, rest))
    return [*_lines("-", missing), *_lines("+", rest)]


def _lines(sign: str, rows: Iterable[Values]) -> list[str]:
    return [f"{sign} {row}" for row in rows]


def _plain(value: Any) -> Any:
    """Return a value as a case says it: numbers are equal by what they say, times are those of Vietnam."""
    plain = value
    match value:
        case dt.datetime() if value.tzinfo:
            plain = value.astimezone(ZoneInfo(TIME_ZONE)).isoformat()
        case dt.date() | dt.time():
            plain = value.isoformat()
        case dt.timedelta() | UUID():
            plain = str(value)
        case Decimal():
            plain = int(value) if value == value.to_integral_value() else float(value)
        case memoryview() | bytes():
            plain = f"\\x{bytes(value).hex()}"
        case Range():
            plain = _range_text(value)
        case Mapping():
            plain = {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            plain = [_plain(item) for item in value]
    return plain


def _range_text(value: Range[Any]) -> str:
    if value.isempty:
        return "empty"
    lower, upper = ("" if bound is None else _plain(bound) for bound in (value.lower, value.upper))
    return f"{'[' if value.lower_inc else '('}{lower},{upper}{']' if value.upper_inc else ')'}"
