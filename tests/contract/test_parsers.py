"""Values are recognised by how they look; what has no known look is refused without being quoted."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.contract import parsers
from onestop.contract.parsers import DateShape, UnreadableError
from tests.contract.strategies import FEW, JSON

COMPACT, DAY, RFC3339, OTHER_ZONE, OTHER = DateShape

TYPED = (
    parsers.local_moment,
    parsers.moment,
    parsers.flag,
    parsers.integer,
    parsers.decimal,
    parsers.money,
    parsers.procedure_code,
)
EVERY = (*TYPED, parsers.text, parsers.code, parsers.status)

MOMENTS = {
    "14 digits": ("20260131083015", "2026-01-31T08:30:15", COMPACT),
    "12 digits": ("202601310830", "2026-01-31T08:30:00", OTHER),
    "8 digits": ("20260131", "2026-01-31T00:00:00", DAY),
    "a number": (20260131083015, "2026-01-31T08:30:15", COMPACT),
    "spaces around": (" 20260131083015\u00a0", "2026-01-31T08:30:15", COMPACT),
    "RFC 3339": ("2026-01-31T08:30:15+07:00", "2026-01-31T08:30:15", RFC3339),
    "RFC 3339 with milliseconds": ("2026-01-31T08:30:15.250+07:00", "2026-01-31T08:30:15.250", RFC3339),
    "the offset without a colon": ("2026-01-31T08:30:15+0700", "2026-01-31T08:30:15", OTHER),
    "the offset in hours": ("2026-01-31T08:30:15+07", "2026-01-31T08:30:15", OTHER),
    "the offset behind minutes": ("2026-01-31T08:30+07:00", "2026-01-31T08:30:00", OTHER),
    "the offset behind a space": ("2026-01-31 08:30:15+07:00", "2026-01-31T08:30:15", OTHER),
    "Z": ("2026-01-31T01:30:15Z", "2026-01-31T08:30:15", OTHER_ZONE),
    "+0000 without a colon": ("2026-01-31T01:30:15+0000", "2026-01-31T08:30:15", OTHER_ZONE),
    "milliseconds": ("2026-01-31T01:30:15.250Z", "2026-01-31T08:30:15.250", OTHER_ZONE),
    "another offset": ("2026-01-31T10:30:15+09:00", "2026-01-31T08:30:15", OTHER_ZONE),
    "an offset in hours": ("2026-01-31T10:30:15+09", "2026-01-31T08:30:15", OTHER_ZONE),
    "an offset west": ("2026-01-30T20:30:15-05:00", "2026-01-31T08:30:15", OTHER_ZONE),
    "the longest offset": ("2026-01-31T20:00:00+23:59", "2026-01-31T03:01:00", OTHER_ZONE),
    "without a zone": ("2026-01-31T08:30:15", "2026-01-31T08:30:15", OTHER),
    "milliseconds without a zone": ("2026-01-31T08:30:15.000", "2026-01-31T08:30:15", OTHER),
    "seven digits of a second": ("2026-01-31T08:30:15.1234567", "2026-01-31T08:30:15.123456", OTHER),
    "a space for the T": ("2026-01-31 08:30:15", "2026-01-31T08:30:15", OTHER),
    "to the minute": ("2026-01-31 08:30", "2026-01-31T08:30:00", OTHER),
    "a date with dashes": ("2026-01-31", "2026-01-31T00:00:00", OTHER),
    "slashes": ("31/01/2026", "2026-01-31T00:00:00", OTHER),
    "slashes to the minute": ("31/01/2026 08:30", "2026-01-31T08:30:00", OTHER),
    "slashes to the second": ("31/01/2026 08:30:15", "2026-01-31T08:30:15", OTHER),
    "the day comes first": ("02/01/2026", "2026-01-02T00:00:00", OTHER),
    "dots": ("31.01.2026", "2026-01-31T00:00:00", OTHER),
    "dots to the minute": ("31.01.2026 08:30", "2026-01-31T08:30:00", OTHER),
    "dots to the second": ("31.01.2026 08:30:15", "2026-01-31T08:30:15", OTHER),
    "midnight": ("20260131000000", "2026-01-31T00:00:00", COMPACT),
    "before the working day": ("20260131065959", "2026-01-31T06:59:59", COMPACT),
    "local midnight in UTC": ("2026-01-30T17:00:00Z", "2026-01-31T00:00:00", OTHER_ZONE),
    "local morning in UTC": ("2026-01-30T23:59:59+0000", "2026-01-31T06:59:59", OTHER_ZONE),
    "the last second of a day in UTC": ("2026-01-30T16:59:59Z", "2026-01-30T23:59:59", OTHER_ZONE),
    "29 February": ("20280229120000", "2028-02-29T12:00:00", COMPACT),
    "first moment": ("20000101000000", "2000-01-01T00:00:00", COMPACT),
    "first moment in UTC": ("1999-12-31T17:00:00Z", "2000-01-01T00:00:00", OTHER_ZONE),
    "last day": ("20991231", "2099-12-31T00:00:00", DAY),
    "last moment": ("20991231235959", "2099-12-31T23:59:59", COMPACT),
}


@pytest.mark.parametrize(("sent", "local", "shape"), MOMENTS.values(), ids=MOMENTS)
def test_moment(sent: Any, local: str, shape: DateShape) -> None:
    assert parsers.local_moment(sent) == (dt.datetime.fromisoformat(local), shape)
    moment = parsers.moment(sent)
    assert moment == dt.datetime.fromisoformat(f"{local}+07:00")
    assert moment.utcoffset() == dt.timedelta(hours=7)


@pytest.mark.parametrize("sent", [None, "", "  ", "0", " 0 ", "null", 0], ids=repr)
def test_an_absent_moment(sent: Any) -> None:
    assert parsers.moment(sent) is None
    assert parsers.local_moment(sent) is None


PLACEHOLDERS = (
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00Z",
    "00010101000000",
    "01/01/0001",
    "1753-01-01",
    "1899-12-30 00:00",
    "30.12.1899",
    "1900-01-01T00:00:00+07:00",
    "19000101",
    "1970-01-01T07:00:00+07:00",
    "1969-12-31T17:00:00Z",
    "0000-00-00 00:00:00",
    "00000000",
    "00/00/0000",
    "9999-12-31T23:59:59.9999999",
    "99991231",
    99991231,
    "99991231235959",
    "31/12/9999",
    "2100-12-31",
    "2999-12-30T17:00:00Z",
)


@pytest.mark.parametrize("sent", PLACEHOLDERS, ids=repr)
def test_a_date_that_stands_for_none(sent: Any) -> None:
    assert parsers.local_moment(sent) is None
    assert parsers.stands_for_none(sent)


@pytest.mark.parametrize("sent", [None, "", "0", "null", "20991231", "2099-12-31", "20260131083000", 5, "x"], ids=repr)
def test_no_placeholder(sent: Any) -> None:
    assert not parsers.stands_for_none(sent)


@pytest.mark.parametrize(
    "sent",
    [
        "20261301000000",  # 13th month
        "20260230",
        "20250229",
        "20260131240000",
        "20260131086000",
        "00010102000000",
        "19000102",
        "19991231235959",
        "21000101000000",
        "9998-06-30T23:59:59-23:00",
        "2026",
        "260131",
        "2026013108",
        "2026013108301",
        "20260131083015000",
        "-20260131",
        "8:30",
        "hôm qua",
        True,
        1.5,
        "²0260131",
        "\u0662\u0660\u0662\u0666\u0660\u0661\u0663\u0661",
        "01/31/2026",  # the month first
        "1/2/2026",  # could be either
        "31/01/26",
        "31/01.2026",
        "31-01-2026",
        "31/01/2026 8:30",
        "31/01/2026 08:30:15 PM",
        "31/01/2026 24:00",
        "30/02/2026",
        "31/01/1999",
        "2026/01/31",
        "2100-01-01T00:00:00+07:00",
        "2099-12-31T17:00:00Z",
        "0001-01-02",
    ],
    ids=repr,
)
def test_an_unreadable_moment(sent: Any) -> None:
    with pytest.raises(UnreadableError):
        parsers.moment(sent)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        *((sent, True) for sent in ("1", "true", "True", "TRUE", " 1 ", 1, True)),
        *((sent, False) for sent in ("0", "false", "False", "FALSE", "0 ", 0, False)),
        (None, None),
        ("", None),
    ],
    ids=repr,
)
def test_flag(sent: Any, expected: bool | None) -> None:
    assert parsers.flag(sent) is expected


@pytest.mark.parametrize("sent", ["2", "-1", "yes", "có", "x", 2, 0.5, "1.5", "1.000", "10"], ids=repr)
def test_an_unreadable_flag(sent: Any) -> None:
    with pytest.raises(UnreadableError):
        parsers.flag(sent)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [("3", 3), (" 07 ", 7), ("-1", -1), (3, 3), ("3.0", 3), ("3,00", 3), ("0", 0), (None, None), ("", None)],
    ids=repr,
)
def test_integer(sent: Any, expected: int | None) -> None:
    assert parsers.integer(sent) == expected


@pytest.mark.parametrize(
    "sent",
    ["3.5", 3.5, "1e3", "0x10", "1_000", "1.000", "3 4", "ba", True, "9" * 5_000],
    ids=lambda sent: repr(sent)[:12],
)
def test_an_unreadable_integer(sent: Any) -> None:
    with pytest.raises(UnreadableError):
        parsers.integer(sent)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("3", "3"),
        ("0.5", "0.5"),
        (" 15 ", "15"),
        ("015.50", "015.50"),
        (3, "3"),
        (0.5, "0.5"),
        (None, None),
        ("", None),
    ],
    ids=repr,
)
def test_decimal(sent: Any, expected: str | None) -> None:
    assert parsers.decimal(sent) == expected


@pytest.mark.parametrize(
    "sent",
    ["0,5", "-1", "+1", "1e3", ".5", "5.", "NaN", "Infinity", "1 000", "ba", True, "\u0663", "9" * 200_000],
    ids=lambda sent: repr(sent)[:12],
)
def test_an_unreadable_decimal(sent: Any) -> None:
    """What is let through must be a number to the database too: it goes into COPY as it is."""
    with pytest.raises(UnreadableError):
        parsers.decimal(sent)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("1.001193", "1.001193"),
        ("1.001193.000.00.00.H57", "1.001193"),
        ("2.000815.000.00.00.h57", "2.000815"),
        (" 1.001193\u00a0", "1.001193"),
        ("1. 001193.000", "1.001193"),
        (None, None),
        ("", None),
        ("  ", None),
    ],
    ids=repr,
)
def test_procedure_code(sent: Any, expected: str | None) -> None:
    assert parsers.procedure_code(sent) == expected


@pytest.mark.parametrize(
    "sent",
    [
        "TS_001193",
        "1001193",
        "1.00119",
        "1.0011934",
        "12.001193",
        "1.001193-H57",
        "1,001193",
        "x1.001193",
        1.5,
        "\u0661.001193",
    ],
    ids=repr,
)
def test_an_unreadable_procedure_code(sent: Any) -> None:
    with pytest.raises(UnreadableError):
        parsers.procedure_code(sent)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("H57.31.15", "H57.31.15"),
        ("h57.31.15", "H57.31.15"),
        ("000.15.31.H57", "000.15.31.H57"),
        ("00019", "00019"),
        (" 000.00.19.H26-250701-0001 ", "000.00.19.H26-250701-0001"),
        ("H57 .31\u00a0.15", "H57.31.15"),
        ("H57\t31\n15", "H573115"),
        ("\u200bH57\ufeff", "H57"),
        (19753, "19753"),
        (0, "0"),
        (None, None),
        ("", None),
        (" \u00a0 ", None),
    ],
    ids=repr,
)
def test_code(sent: Any, expected: str | None) -> None:
    assert parsers.code(sent) == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("Phường Thuận Hóa", "Phường Thuận Hóa"),
        (unicodedata.normalize("NFD", "Phường Thuận Hóa"), "Phường Thuận Hóa"),
        ("  Phường \u00a0 Thuận\t\nHóa ", "Phường Thuận Hóa"),
        ("Thuận\u200b Hóa\ufeff", "Thuận Hóa"),
        ("xã", "xã"),
        (3, "3"),
        (0, "0"),
        (None, None),
        ("", None),
        (" \u00a0\n", None),
    ],
    ids=repr,
)
def test_text(sent: Any, expected: str | None) -> None:
    assert parsers.text(sent) == expected


@pytest.mark.parametrize("parse", EVERY, ids=lambda parse: parse.__name__)
@pytest.mark.parametrize("sent", [None, "", " ", "\u00a0 "], ids=repr)
def test_what_is_blank_is_absent(parse: Callable[[Any], Any], sent: Any) -> None:
    assert parse(sent) is None


@pytest.mark.parametrize("parse", TYPED, ids=lambda parse: parse.__name__)
def test_a_refusal_never_quotes_the_value(parse: Callable[[Any], Any]) -> None:
    with pytest.raises(UnreadableError) as refusal:
        parse("Nguyễn Văn A 0912345678")
    assert "Nguyễn" not in str(refusal.value)
    assert "0912345678" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def outcome(parse: Callable[[Any], Any], sent: Any) -> Any:
    """Return what is read, or why nothing is; any other error fails the test."""
    try:
        return parse(sent)
    except UnreadableError as refusal:
        return f"refused: {refusal}"


@FEW
@given(sent=JSON)
def test_any_json_value_is_read_or_refused(sent: Any) -> None:
    for parse in EVERY:
        assert outcome(parse, sent) == outcome(parse, copy.deepcopy(sent))


@FEW
@given(seconds=st.integers(0, 3_150_000_000))
def test_every_shape_tells_the_same_moment(seconds: int) -> None:
    local = dt.datetime(2000, 1, 1, tzinfo=parsers.LOCAL) + dt.timedelta(seconds=seconds)
    bare = local.replace(tzinfo=None).isoformat()
    utc = local.astimezone(dt.UTC)
    shapes = (
        f"{local:%Y%m%d%H%M%S}", bare, bare.replace("T", " "), local.isoformat(), utc.isoformat(),
        f"{utc:%Y-%m-%dT%H:%M:%S.000%z}", f"{local:%d/%m/%Y %H:%M:%S}", f"{local:%d.%m.%Y %H:%M:%S}",
    )  # fmt: skip
    assert {parsers.moment(shape) for shape in shapes} == {local}


@FEW
@given(sent=st.text(max_size=30))
def test_text_and_code_are_settled_after_one_pass(sent: str) -> None:
    once = parsers.text(sent)
    assert parsers.text(once) == once
    code = parsers.code(sent)
    assert parsers.code(code) == code


# In the order in which an official looks for them.
IN_ORDER = {
    "letters": [*"aăâbcdđeêghiklmnoôơpqrstuưvxy"],
    "tones": [f"m{vowel}" for vowel in "aàảãáạăằẳẵắặâầẩẫấậ"],
    "Đ after D": ["Dương Hòa", "Dương Nỗ", "Đan Điền", "Đông Hà", "Em"],
    "syllable by syllable": ["A Lưới", "An Cựu", "Anh Sơn"],
    "a tone decides only where the letters agree": ["Hải Vân", "Ham Rồng", "Hán Đà", "Hành Sơn"],
    "a short syllable before a longer one": ["Hóa Châu", "Hoàng An", "Hòn Tre"],
    "communes": [
        "Phường An Cựu",
        "Phường Dương Nỗ",
        "Phường Hóa Châu",
        "Phường Hương An",
        "Phường Hương Thủy",
        "Phường Hương Trà",
        "Phường Kim Long",
        "Phường Kim Trà",
        "Phường Mỹ Thượng",
        "Phường Phong Điền",
        "Phường Phú Bài",
        "Phường Phú Xuân",
        "Phường Thanh Thủy",
        "Phường Thuận An",
        "Phường Thuận Hóa",
        "Phường Thủy Xuân",
        "Phường Vỹ Dạ",
        "Xã A Lưới 1",
        "Xã A Lưới 2",
        "Xã Đan Điền",
    ],
}


@pytest.mark.parametrize("names", IN_ORDER.values(), ids=IN_ORDER)
def test_vietnamese_order(names: list[str]) -> None:
    shuffled = names[::-1]
    assert sorted(shuffled, key=parsers.vietnamese_sort_key) == names


def test_the_sort_key_knows_neither_case_nor_composition() -> None:
    for name in itertools.chain.from_iterable(IN_ORDER.values()):
        key = parsers.vietnamese_sort_key(name)
        assert parsers.vietnamese_sort_key(name.upper()) == key, name
        assert parsers.vietnamese_sort_key(unicodedata.normalize("NFD", name)) == key, name


@FEW
@given(name=st.text(max_size=30))
def test_any_name_has_a_sort_key(name: str) -> None:
    assert isinstance(parsers.vietnamese_sort_key(name), str)


MONEY = {
    "digits": ("8000", "8000"),
    "leading zeros": ("0008000", "8000"),
    "spaces around": (" 8000 ", "8000"),
    "nothing": ("", None),
    "zero is an amount": ("0", "0"),
    "dots": ("1.234.567", "1234567"),
    "commas": ("1,234,567", "1234567"),
    "spaces": ("15 000", "15000"),
    "NBSP": ("15\u00a0000", "15000"),
    "three digits behind a dot are thousands": ("15.000", "15000"),
    "two zero decimals": ("15000.00", "15000"),
    "two zero decimals behind a comma": ("15000,00", "15000"),
    "one zero decimal": ("15000.0", "15000"),
    "four zero decimals": ("15000.0000", "15000"),
    "commas and decimals": ("1,234,567.00", "1234567"),
    "dots and decimals": ("15.000,00", "15000"),
    "spaces and decimals": ("15 000,00", "15000"),
    "zero with decimals": ("0.00", "0"),
    "a number": (8000, "8000"),
    "a number with a fraction of zero": (8000.0, "8000"),
    "fifteen digits": ("9" * 15, "9" * 15),
}


@pytest.mark.parametrize(("sent", "amount"), MONEY.values(), ids=MONEY.keys())
def test_money(sent: Any, amount: str | None) -> None:
    assert parsers.money(sent) == amount


NO_MONEY = {
    "a fraction": "15000.50",
    "half a fraction": "15000.5",
    "a fraction behind thousands": "15.000,50",
    "a sign": "-8000",
    "a plus": "+8000",
    "groups that differ": "1.234,567",
    "a group too short": "12.34",
    "a group too long": "12.3456",
    "the mark of the thousands for decimals": "15.000.00",
    "three zero decimals": "15000.000",
    "no digit before": ".00",
    "a mark at the end": "15000.",
    "a unit": "8000 đ",
    "an exponent": "1e6",
    "too many digits": "9" * 16,
    "other digits": "\u0661\u0662",
    "a boolean": True,
    "a fraction as a number": 8000.5,
}


@pytest.mark.parametrize("sent", NO_MONEY.values(), ids=NO_MONEY)
def test_no_money(sent: Any) -> None:
    with pytest.raises(parsers.UnreadableError):
        parsers.money(sent)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("9", "9"),
        ("09", "9"),
        (" 10 ", "10"),
        (9, "9"),
        ("0", "0"),
        ("00", "0"),
        ("9" * 5_000, "9" * 5_000),
        ("interoperating", "interoperating"),
        ("  Đang   xử lý ", "Đang xử lý"),
        ("009a", "009a"),
        (None, None),
        (" ", None),
    ],
    ids=lambda sent: repr(sent)[:20],
)
def test_status(sent: Any, expected: str | None) -> None:
    assert parsers.status(sent) == expected
