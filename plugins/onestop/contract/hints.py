"""Hints about fields of dossiers that are dropped: each answers one question, so that rules need not see the values.

A hint takes a dossier with all its fields, under the contract's names, of whatever types a source sent. Few hold, so
beside each stands a quicker look at the typed dossiers of a page, which tells those that deserve the closer one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from onestop.contract.allowlist import Object
from onestop.contract.typed import TypedPage

_CUT_LENGTH = 995
"""Characters that a known vendor's software leaves of an abstract, before it adds three dots."""
_LONGEST_FILE_NAME = 4000
"""Longest file name that the national portal takes."""

# A rapid test (test nhanh) is a matter of health, and a laboratory that tests (thử nghiệm) has procedures of its own.
_TEST_WORD = re.compile(r"(?<![^\W_])(?:api)?test\d*(?![^\W_])(?!\s+nhanh)|(?<!\w)(?:kiểm\s+thử|thử\s+nghiệm)(?!\w)")
_DUMMY_NUMBER = re.compile(r"([0-9])\1{5,}|0{5,}1")
_NUMBERS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sent:
    """A hint that holds where a field has a value; the only kind that an entry of a nested list may have."""

    field: str

    def __call__(self, record: Object) -> bool:
        """Tell whether it holds for an object with all its fields."""
        return bool(record.get(self.field))


@dataclass(frozen=True, slots=True)
class Rare:
    """A hint that holds for few records.

    Attributes:
        holds: tells it of a record with all its fields.
        suspects: tells the places of typed records for which it may hold, and of others now and then.
    """

    holds: Callable[[Object], bool]
    suspects: Callable[[TypedPage], Iterable[int]]

    def __call__(self, record: Object) -> bool:
        """Tell whether it holds for an object with all its fields."""
        return self.holds(record)


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


_TESTED = ("ChuHoSo", "Email", "TrichYeuHoSo")
# In UTF-8: the words of tests, the second one with a small and a capital vowel, and the first bytes of marks that make
# a letter together with the one before them.
_TEST_BYTES = (b"test", b"th\xe1\xbb\xad", b"th\xe1\xbb\xac", b"\xcc", b"\xcd")
_DUMMY_BEGINNINGS = frozenset({digit * 6 for digit in "0123456789"} | {"000001"})


def suspected_tests(dossiers: TypedPage) -> Iterable[int]:
    """Return the places of dossiers that have the letters of a test word anywhere."""
    columns = [dossiers.values(name) for name in _TESTED]
    if _may_say_test("\n".join(filter(None, chain.from_iterable(columns)))):
        for place, values in enumerate(zip(*columns, strict=True)):
            if _may_say_test("\n".join(filter(None, values))):
                yield place


def _may_say_test(text: str) -> bool:
    letters = text.encode().lower()  # in ASCII only, which is many times as fast as that of text
    return any(word in letters for word in _TEST_BYTES)


def suspected_dummies(dossiers: TypedPage) -> Iterable[int]:
    """Return the places of dossiers with an identity number that begins like a filler."""
    numbers, lists = dossiers.values("SoGiayToChuHoSo"), dossiers.values("DinhDanhCHS")
    if _may_be_dummies(chain(filter(None, numbers), _listed_values(lists))):
        for place, (number, listed) in enumerate(zip(numbers, lists, strict=True)):
            if _may_be_dummies(chain(filter(None, [number]), _listed_values([listed]))):
                yield place


def _listed_values(lists: Iterable[list[dict[str, str]] | None]) -> Iterable[str]:
    return chain.from_iterable(map(dict.values, chain.from_iterable(filter(None, lists))))


def _may_be_dummies(numbers: Iterable[str]) -> bool:
    return not _DUMMY_BEGINNINGS.isdisjoint([number.strip()[:6] for number in numbers])


def suspected_truncations(dossiers: TypedPage) -> Iterable[int]:
    """Return the places of dossiers with an abstract or a file name of the length of one that was cut off."""
    names = filter(None, dossiers.entries("TaiLieuNop").values("TenTepDinhKem"))
    is_name_long = max(map(len, names), default=0) >= _LONGEST_FILE_NAME
    for place, abstract in enumerate(dossiers.values("TrichYeuHoSo")):
        if is_name_long or (abstract and len(abstract) == _CUT_LENGTH + 3):
            yield place


def suspected_copies(dossiers: TypedPage) -> Iterable[int]:
    """Return the places of dossiers with the id or address of a result that stands at any submitted paper."""
    submitted = dossiers.entries("TaiLieuNop")
    files = {*submitted.values("TepDinhKemId"), *submitted.values("DuongDanTaiTepTin")} - {None, ""}
    results = dossiers.entries("DanhSachGiayToKetQua")
    if files.isdisjoint(results.values("GiayToId")) and files.isdisjoint(results.values("DuongDanTepTinKetQua")):
        return
    for place, listed in enumerate(dossiers.values("DanhSachGiayToKetQua")):
        if any(result.GiayToId in files or result.DuongDanTepTinKetQua in files for result in listed or ()):
            yield place
