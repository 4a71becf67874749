"""Hints about fields of dossiers that are dropped: each answers one question, so that rules need not see the values.

Every function takes a dossier with all its fields, under the contract's names, of whatever types a source sent.
"""

from __future__ import annotations

import re
import unicodedata

from onestop.contract.allowlist import Hint, Object

_CUT_LENGTH = 995
"""Characters that a known vendor's software leaves of an abstract, before it adds three dots."""
_LONGEST_FILE_NAME = 4000
"""Longest file name that the national portal takes."""

# A rapid test (test nhanh) is a matter of health, and a laboratory that tests (thử nghiệm) has procedures of its own.
_TEST_WORD = re.compile(r"(?<![^\W_])(?:api)?test\d*(?![^\W_])(?!\s+nhanh)|(?<!\w)(?:kiểm\s+thử|thử\s+nghiệm)(?!\w)")
_DUMMY_NUMBER = re.compile(r"([0-9])\1{5,}|0{5,}1")
_NUMBERS = re.compile(r"\w+")


def sent(name: str) -> Hint:
    """Return a hint that holds where a field has a value."""
    return lambda record: bool(record.get(name))


def is_test(dossier: Object) -> bool:
    """Tell whether applicant, e-mail or abstract say that this is a test, as a word of its own.

    An abstract mostly repeats the procedure's name, so what that says too does not count there.
    """
    if _says_test(f"{dossier.get('ChuHoSo')}\n{dossier.get('Email')}"):
        return True
    return _says_test(dossier.get("TrichYeuHoSo")) and not _says_test(dossier.get("TenTTHC"))


def _says_test(value: object) -> bool:
    text = unicodedata.normalize("NFC", str(value)).lower()
    # Looking for the letters first is ten times as fast as the pattern.
    return ("test" in text or "thử" in text) and _TEST_WORD.search(text) is not None


def has_dummy_identity(dossier: Object) -> bool:
    """Tell whether an identity number is a filler: 000000001, 999999999 and the like."""
    listed = dossier.get("DinhDanhCHS")
    numbers = [dossier.get("SoGiayToChuHoSo")]
    if isinstance(listed, list):
        numbers += [value for entry in listed if isinstance(entry, dict) for value in entry.values()]
    elif isinstance(listed, str):  # the list as JSON text
        numbers += _NUMBERS.findall(listed)
    return any(_DUMMY_NUMBER.fullmatch(str(number).strip()) for number in numbers)


def has_truncated_text(dossier: Object) -> bool:
    """Tell whether the abstract, or the name of a submitted paper, was cut off by the source."""
    abstract = dossier.get("TrichYeuHoSo")
    if isinstance(abstract, str) and len(abstract) == _CUT_LENGTH + 3 and abstract.endswith("..."):
        return True
    names = [paper.get("TenTepDinhKem") for paper in _entries(dossier, "TaiLieuNop")]
    return any(isinstance(name, str) and len(name) >= _LONGEST_FILE_NAME for name in names)


def has_copied_result(dossier: Object) -> bool:
    """Tell whether a result is the same file, by its id or its address, as a submitted paper."""
    results = _files(dossier, "DanhSachGiayToKetQua", "GiayToId", "DuongDanTepTinKetQua")
    return bool(results and results & _files(dossier, "TaiLieuNop", "TepDinhKemId", "DuongDanTaiTepTin"))


def _files(dossier: Object, entries: str, file_id: str, address: str) -> set[str]:
    files = [entry.get(name) for entry in _entries(dossier, entries) for name in (file_id, address)]
    return {str(file) for file in files if file}


def _entries(dossier: Object, name: str) -> list[Object]:
    value = dossier.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
