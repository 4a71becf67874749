"""What a source may answer when it is asked for counts or for a day of the platform, and what is kept of it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.config.settings import Settings
from onestop.contract.comparison import COUNTS, TRANSACTIONS, Listing
from onestop.ingest.client import SourceClient, SourceError, WholeAnswer
from tests.contract.strategies import FEW, JSON, records
from tests.support.scripted import Answer, Script, scripted_source

DAY = dt.date(2026, 9, 30)
LISTINGS = {"counts": COUNTS, "transactions": TRANSACTIONS}
# Copied by hand from the source contract, version 1.0.
FIELDS = {
    "counts": "MaDonVi Ngay SoLuong TongTien",
    "transactions": """MaThamChieu MaGiaoDich LoaiGiaoDich MaHoSo MaTTHC SoTien MaTienTe MaNganHang ThoiGianGD
        TrangThaiGD MaLoi SoTienHoan NgayHoan""",
}


def ask(answer: Answer, *, day: bool = False) -> WholeAnswer | None:
    """Ask a scripted source once."""
    script = Script(answers=[answer])
    with scripted_source(script) as connection, SourceClient(connection, Settings(page_tries=1)) as client:
        return client.platform_day(DAY) if day else client.counts("dossiers", DAY, DAY)


def body(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


@pytest.mark.parametrize("day", [False, True])
def test_the_contract_promises_the_rows_only(day: bool) -> None:
    assert ask(Answer(200, body(data=[{"a": 1}])), day=day) == WholeAnswer(None, None, [{"a": 1}])
    as_of = "2026-10-01T06:00:00+07:00"
    whole = ask(Answer(200, body(data=[], source_system="s", as_of=as_of, next_cursor=None, more=[1])), day=day)
    assert whole == WholeAnswer("s", dt.datetime.fromisoformat(as_of), [])


def test_a_day_that_is_not_closed_is_none() -> None:
    assert ask(Answer(404, body(detail="not closed")), day=True) is None
    with pytest.raises(SourceError, match="answered 404"):
        ask(Answer(404, body(detail="no such thing")))


@pytest.mark.parametrize("day", [False, True])
@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b"<html>"),
        Answer(200, b'{"data": [{"a"'),
        Answer(200, body(rows=[])),
        Answer(200, body(data={})),
        Answer(200, body(data=[], as_of="2026-10-01T06:00:00")),
        Answer(500, b""),
        Answer(401, b""),
        Answer(410, b""),
    ],
    ids=str,
)
def test_anything_else_is_a_failure(answer: Answer, day: bool) -> None:
    with pytest.raises(SourceError):
        ask(answer, day=day)


@pytest.mark.parametrize("name", LISTINGS)
def test_every_field_of_the_contract_is_kept(name: str) -> None:
    shape = LISTINGS[name].shape
    assert shape.scalars == set(FIELDS[name].split())
    assert not shape.scalars & shape.dropped


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
def test_nothing_that_a_source_sends_can_break_a_listing(listing: Listing) -> None:
    @FEW
    @given(st.lists(records(listing.shape) | JSON, max_size=4))
    def check(sent: list[Any]) -> None:
        told = listing.read(sent)
        assert len(told.rows) + told.unusable == len(sent)
        assert all(len(row) == len(listing.columns) for row in told.rows)
        required = [listing.columns.index(name) for name in listing.required]
        assert all(row[place] is not None for row in told.rows for place in required)

    check()


def test_what_is_personal_is_dropped_unseen() -> None:
    row = {"MaThamChieu": "R", "SoTien": "1", "ThoiGianGD": "20260930080000", "TrangThaiGD": "3"}
    told = TRANSACTIONS.read([{**row, "HoTenNguoiNop": "Nguyễn Văn A", "ThongTinGiaoDich": "Nguyễn Văn A", "La": []}])
    assert "Nguyễn" not in repr(told)
    assert told.unknown == ["La:list"]
    assert dict(zip(TRANSACTIONS.columns, told.rows[0], strict=True)) == {
        **dict.fromkeys(TRANSACTIONS.columns),
        "merchant_ref": "R",
        "amount_vnd": "1",
        "tried_at": "2026-09-30T08:00:00+07:00",
        "status": "pending",
    }
