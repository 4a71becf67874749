"""What looks the same is the same: texts, codes and words, whoever wrote them and with which keyboard."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop import texts
from tests.contract.strategies import FEW
from tests.contract.texts import GOOD_TEXTS, ODD_TEXTS

TIDIED = {
    "sign of a typewriter": ("Chứng thực\u0002 bản sao", "Chứng thực bản sao"),
    "mark of direction": ("\u200eH57.31.01", "H57.31.01"),
    "embedding": ("\u202aPhú Vang\u202c", "Phú Vang"),
    "soft hyphen": ("Thuận\u00ad Hóa", "Thuận Hóa"),
    "byte order mark": ("\ufeffPhú Lộc", "Phú Lộc"),
    "variation selector": ("Phú\ufe0f Lộc", "Phú Lộc"),
    "Icelandic letters": ("\u00d0ã thanh toán, \u00f0úng hạn", "Đã thanh toán, đúng hạn"),
    "African letters": ("\u0189ã thanh toán, \u0256úng hạn", "Đã thanh toán, đúng hạn"),
    "decomposed": ("Hu\u0065\u0302\u0301", "Huế"),
    "spaces": ("  Phú\u00a0 \t\u3000Lộc\x85", "Phú Lộc"),
    "a letter of TCVN3": ("th\u00ad vi\u00b5", "th\u00ad vi\u00b5"),
}
CODES = {
    "mark of direction": "\u200eH57.31.01-260302-0001",
    "soft hyphen": "H57.31.01-\u00ad260302-0001",
    "Cyrillic": "\u041d57.31.01-260302-0001",
    "Greek": "\u039757.31.01-260302-0001",
    "wide": "\uff28\uff15\uff17.31.01-260302-0001",
    "dashes": "H57.31.01\u2013260302\u22120001",
    "spaces": " H57.31.01 - 260302 - 0001\u00a0",
}


@pytest.mark.parametrize("sent", GOOD_TEXTS)
def test_good_text_is_tidy(sent: str) -> None:
    assert texts.is_tidy(sent)


@pytest.mark.parametrize("sent", [*ODD_TEXTS.values(), *(sent for sent, _ in TIDIED.values())])
def test_odd_text_is_not_tidy(sent: str) -> None:
    assert not texts.is_tidy(sent)


@pytest.mark.parametrize(("sent", "tidied"), TIDIED.values(), ids=TIDIED)
def test_tidied(sent: str, tidied: str) -> None:
    assert texts.tidied(sent) == tidied


@pytest.mark.parametrize("sent", CODES.values(), ids=CODES)
def test_plain_code(sent: str) -> None:
    assert texts.plain_code(sent) == "H57.31.01-260302-0001"


def test_words_are_compared_without_case() -> None:
    wanted = "đã thanh toán"
    assert {texts.folded(sent) for sent in ("Đã thanh toán", "ĐÃ  THANH TOÁN", "\u00d0ã thanh toán\u200b")} == {wanted}


def test_every_control_and_format_character_is_gone_or_a_space() -> None:
    left = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf") and texts.tidied(f"a{chr(code)}b") not in ("ab", "a b")
    ]
    assert left == []


@FEW
@given(st.text())
def test_tidied_text_stays(sent: str) -> None:
    once = texts.tidied(sent)
    assert texts.tidied(once) == once
    assert texts.plain_code(texts.plain_code(sent)) == texts.plain_code(sent)
