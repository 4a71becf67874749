import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.paging import Listing, Position, decode_cursor, encode_cursor

ROWS = st.lists(st.tuples(st.integers(0, 5), st.text("abc", min_size=1, max_size=3)), unique_by=lambda row: row[1])


def read_all(listing: Listing[str], since: int | None, limit: int) -> list[str]:
    part = listing.read(since, None, limit)
    read = part.rows
    while part.end is not None:
        part = listing.read(since, part.end, limit)
        assert part.rows
        read = read + part.rows
    return read


@given(ROWS, st.none() | st.integers(0, 6), st.integers(1, 5))
def test_every_row_is_read_once_in_order(rows: list[tuple[int, str]], since: int | None, limit: int) -> None:
    listing = Listing((updated_at, key, key) for updated_at, key in rows)
    wanted = [key for updated_at, key in sorted(rows) if since is None or updated_at >= since]
    assert read_all(listing, since, limit) == wanted
    assert listing.count_since(since) == len(wanted)


def test_a_change_between_two_pages_moves_a_row_on_and_loses_none() -> None:
    before = Listing([(1, "a", "a1"), (2, "b", "b1"), (3, "c", "c1")])
    first = before.read(None, None, 1)
    after = Listing([(9, "a", "a2"), (2, "b", "b1"), (3, "c", "c1"), (4, "d", "d1")])
    assert after.read(None, first.end, 9).rows == ["b1", "c1", "d1", "a2"]


def test_a_cursor_comes_back_as_the_position_it_was_made_of() -> None:
    position = Position(1_790_000_000, "H57.31.01-260930-0006")
    assert decode_cursor("dossiers", encode_cursor("dossiers", position)) == position


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "?",
        "ạ",
        "abc",
        encoded("no json"),
        encoded('["dossiers"]'),
        encoded('["dossiers","1","a"]'),
        encoded('["units",1,"a"]'),
    ],
)
def test_malformed_and_foreign_cursors_are_refused(cursor: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        decode_cursor("dossiers", cursor)
