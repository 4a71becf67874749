"""Every case of a statement, executed twice on a migrated warehouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Connection

from embedded.postgres import ADMIN, EmbeddedPostgres
from onestop.config.settings import as_sqlalchemy
from onestop.warehouse.database import connect
from tests.conftest import TEMPLATE
from tests.statements.reading import Case, read_cases, read_text
from tests.statements.running import check

pytestmark = pytest.mark.slow

ALL_CASES = [case for cases in read_cases().values() for case in cases]


@pytest.fixture(scope="module")
def session(server: EmbeddedPostgres) -> Iterator[Connection]:
    """A session of the superuser in a warehouse that nobody changes."""
    server.create_warehouse_database("statements", TEMPLATE)
    engine = connect(as_sqlalchemy(server.url(ADMIN, "statements")))
    with engine.connect() as connection:
        yield connection
    engine.dispose()
    server.drop_database("statements")


@pytest.fixture
def connection(session: Connection) -> Iterator[Connection]:
    yield session
    session.rollback()


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_a_statement_does_what_its_case_says(connection: Connection, case: Case) -> None:
    check(connection, case)


MARKS = """
one:
  given: {staging.mark: [{batch_id: 1, page_no: 4}, {batch_id: 2, page_no: 5}]}
  with: {batch_id: 1}
  %s
"""
WRONG = {
    "another row is left": ("leaves: {staging.mark: [{batch_id: 3}]}", r"- {'batch_id': 3}\n\+ {'batch_id': 2}"),
    "a row too many is left": ("leaves: {staging.mark: []}", r"leaves in staging.mark\n\+ {'batch_id': 2"),
    "another value is left": ("leaves: {staging.mark: [{page_no: 4}]}", r"- {'page_no': 4}\n\+ {'page_no': 5}"),
    "a column that is not there": ("leaves: {staging.mark: [{page: 5}]}", "no such column"),
    "rows that do not come": ("returns: [{batch_id: 1}]", r"first: returns\n- {'batch_id': 1}"),
    "no failure": ("refused: nothing", "first: not refused"),
    "no failure the second time": ("again: {refused: nothing}", "again: not refused"),
    "something else the second time": ("again: {leaves: {staging.mark: []}}", "again: leaves in staging.mark"),
    "a role that may not": ("role: onestop_reader", "permission denied for schema staging"),
}


@pytest.mark.parametrize(("said", "told"), WRONG.values(), ids=WRONG.keys())
def test_a_case_that_is_wrong_fails(connection: Connection, said: str, told: str) -> None:
    (case,) = read_text("ingest/clear_marks.sql", MARKS % said)
    with pytest.raises(AssertionError, match=told):
        check(connection, case)


def test_a_second_execution_that_changes_something_fails(connection: Connection) -> None:
    text = """
one:
  with: {connection_name: c, feed: units, fetched_at: 2026-10-01T07:00:00+07:00, http_status: 500, bytes: 0,
         page_hash: h, error_offset: null}
  leaves: {audit.undecodable_page: [{page_hash: h}]}
"""
    (case,) = read_text("ingest/record_undecodable_page.sql", text)
    with pytest.raises(AssertionError, match=r"again: changes audit\.undecodable_page\n\+ {'t': "):
        check(connection, case)
