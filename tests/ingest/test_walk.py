"""A source whose paging never ends is noticed, and one that ends in its own way is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from onestop.ingest.transport import FailedTryError
from onestop.ingest.walk import MOST_EMPTY_PAGES, Walk
from tests.ingest.test_client import StoppedClock, client_of, fail_page
from tests.support.scripted import Answer, Script, dossier, script_of
from tests.support.warehouse import Warehouse


class _Textual(Script):
    """A source whose software has no null."""

    def answer(self, feed: str, cursor: str | None) -> Answer:
        sent = super().answer(feed, cursor)
        return sent._replace(body=sent.body.replace(b'"next_cursor": null', b'"next_cursor": ""'))


PAGE = {
    "schema_version": "1.0",
    "source_system": "scripted",
    "as_of": "2026-10-01T06:00:00+07:00",
    "data": [],
    "next_cursor": None,
}


def body(**changed: Any) -> bytes:
    return json.dumps(PAGE | changed).encode()


def walk(*cursors: str, is_empty: bool = False) -> None:
    """Ask for one page after the other, each with the cursor that the page before names."""
    walked, asked_with = Walk(), None
    for cursor in cursors:
        walked.step(asked_with, cursor, is_empty=is_empty)
        asked_with = cursor


@pytest.mark.parametrize("cursors", [("1", "2", "1"), ("1", "2", "3", "2"), ("1", *"2" * 2)])
def test_a_circle_of_cursors_ends(cursors: tuple[str, ...]) -> None:
    with pytest.raises(FailedTryError, match="the feed would never end"):
        walk(*cursors)


def test_a_page_may_be_asked_for_again() -> None:
    walked = Walk()
    for _ in range(MOST_EMPTY_PAGES):
        walked.step(None, "1", is_empty=True)
        walked.step("1", "2", is_empty=True)
    with pytest.raises(FailedTryError):
        walked.step("2", "1", is_empty=True)


def test_so_many_empty_pages_are_read_and_no_more() -> None:
    cursors = [str(number) for number in range(MOST_EMPTY_PAGES + 1)]
    walk(*cursors[:-1], is_empty=True)
    walk(*cursors)
    with pytest.raises(FailedTryError, match=f"more than {MOST_EMPTY_PAGES} pages in turn that are empty"):
        walk(*cursors, is_empty=True)


def test_an_empty_cursor_is_the_end(warehouse: Warehouse) -> None:
    script = _Textual(**vars(script_of([dossier("A-1")])))
    warehouse.read_script(script, every_feed=True)
    assert [row.dossier_code for row in warehouse.query("SELECT dossier_code FROM core.dossier")] == ["A-1"]
    assert {cursor for _, cursor in script.requests} == {None}


def test_a_byte_order_mark_is_passed_over() -> None:
    clock = StoppedClock()
    with client_of(Script(answers=[(200, b"\xef\xbb\xbf" + body(data=[{"MaHoSo": "A-1"}]))]), clock.timing) as client:
        assert list(client.page("dossiers", None, None, 1000).records) == [{"MaHoSo": "A-1"}]


NO_PAGES = {
    "HTML": (b"\r\n<html>", "begins like HTML or XML"),
    "UTF-16": (body().decode().encode("utf-16"), "it is UTF-16"),
    "packed twice": (b"\x1f\x8b\x08\x00", "it is gzip"),
    "nothing": (b"", "it is empty"),
    "another form": (b"[]", "no JSON of the wanted form"),
}


@pytest.mark.parametrize(("sent", "said"), NO_PAGES.values(), ids=NO_PAGES)
def test_what_is_no_page_is_said_to_be_what_it_looks_like(sent: bytes, said: str) -> None:
    assert said in fail_page(Script(answers=[(200, sent)] * 5), StoppedClock().timing)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_source_that_moved_is_a_wrong_connection(status: int) -> None:
    message = fail_page(Script(answers=[(status, b"")]), StoppedClock().timing)
    assert f"answered {status}; it has another address now, which is not followed: correct host and path" in message
