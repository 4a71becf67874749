"""Whatever users read says a thing as the glossary says it: words, reasons of rules, views, entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
import yaml

from onestop.catalogue import FOLDER
from onestop.words.catalogue import entries
from tests.house import scan
from tests.house.test_vietnamese import SENTENCES, texts_of_sql
from tests.support.glossary import glossary


class Said(NamedTuple):
    """A text, and where it stands."""

    where: str
    text: str


class NearMiss(NamedTuple):
    """What is not said, the term of the glossary that is said instead, and where the first is right all the same."""

    wrong: str
    right: str
    but: re.Pattern[str] = re.compile(r"(?!)")


NEAR_MISSES = [
    NearMiss(r"trễ h[ạẹ]n|chậm hạn|quá thời hạn(?! của thủ tục)", "quá hạn"),
    # Form 04 has words of its own; a procedure is made public in due time.
    NearMiss(r"(?<!công bố )(?<!công khai )đúng thời hạn|đúng hẹn", "đúng hạn", re.compile(r"apology\..*")),
    NearMiss(r"trước thời hạn", "trước hạn"),
    NearMiss(r"hạn trả|hạn ban đầu", "ngày hẹn trả"),
    NearMiss(r"gia hạn|tái hẹn", "hẹn lại ngày trả"),
    NearMiss(r"chờ nộp phí", "chờ thực hiện nghĩa vụ tài chính"),
    NearMiss(r"hồ sơ rút|rút đơn", "công dân rút hồ sơ"),
    NearMiss(r"thị trấn|(?<!\()huyện(?! cũ)", "xã, phường, đặc khu"),
    NearMiss(r"đơn vị tiếp nhận", "cơ quan tiếp nhận"),
    NearMiss(r"(?:đơn vị|cơ quan) giữ hồ sơ", "cơ quan đang giữ hồ sơ"),
    NearMiss(r"đơn vị (?:có thẩm quyền|giải quyết)", "cơ quan có thẩm quyền giải quyết"),
    NearMiss(r"chưa có dữ liệu", "chưa có số liệu"),
    NearMiss(r"không có phát sinh", "không phát sinh"),
    NearMiss(r"(?<!mức giữa \()trung vị", "mức giữa (trung vị)"),
    NearMiss(r"cách chấm|bộ tiêu chí", "bộ chỉ số"),
    NearMiss(r"tổng số điểm", "tổng điểm"),
    NearMiss(r"vị thứ(?! nhất| hai)|thứ tự xếp hạng", "thứ hạng"),
    NearMiss(r"sơ bộ", "dự kiến"),
    NearMiss(r"bản nháp", "dự thảo"),
    NearMiss(r"hiệu chỉnh|sửa đổi lần", "đính chính"),
    NearMiss(r"khiếu nại", "kiến nghị điều chỉnh số liệu"),
    NearMiss(r"bằng chứng", "minh chứng"),
    NearMiss(r"lý do (?:quá hạn|chậm)", "nguyên nhân"),
    NearMiss(r"sau khi giải trình", "sau giải trình"),
    NearMiss(r"người nhận", "nơi nhận"),
    NearMiss(r"nguồn số liệu", "nguồn dữ liệu"),
    NearMiss(r"cách ly", "hồ sơ lỗi dữ liệu, chờ xử lý"),
    NearMiss(r"thư xin lỗi", "xin lỗi"),
]
SPELLING = re.compile(r"tỉ lệ|qui định|hoá\b|bổ xung|mức độ [34]\b")
# Terms that have a label and are shown nowhere under it.
NOT_SHOWN = {
    "working calendar": "its days count, and nobody is shown them",
    "cluster": "an area is shown by its name",
    "group": "a group is shown by its name",
    "list": "its title says which list it is",
    "escalated": "the digest says what it is: alerts that last",
    "outbox": "nobody is shown it",
    "sheet": "each is shown by its title",
}


def said_everywhere() -> list[Said]:
    """Return every text that users read."""
    catalogue = [
        Said(key, text) for key, said in entries().items() for text in ([said] if isinstance(said, str) else said)
    ]
    reasons = [
        Said(scan.sql_name(path), dict(scan.header(path.read_text(encoding="utf-8")))["Vietnamese"])
        for path in SENTENCES
    ]
    statements = [
        Said(scan.sql_name(path), text) for path in scan.sql_files() for text in texts_of_sql(path.read_text())
    ]
    files = [
        Said(path.name, node.value)
        for path in sorted(FOLDER.glob("*.yaml"))
        for node in scalars(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    ]
    return catalogue + reasons + statements + files


def scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield every text of a file of the catalogue."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from scalars(child)
    elif isinstance(node, yaml.MappingNode):
        for _, child in node.value:
            yield from scalars(child)


def missed(said: Said, near: NearMiss) -> bool:
    return re.search(near.wrong, said.text.casefold()) is not None and not near.but.match(said.where)


def labels_of(vietnamese: str) -> list[str]:
    """Return a label of the glossary as it may be said: whole, without what stands in brackets, without its number."""
    bare = re.sub(r" \([^)]*\)", "", vietnamese)
    return [vietnamese.casefold(), bare.casefold(), re.sub(r"lần n$", "lần {number}", bare.casefold())]


@pytest.mark.parametrize("near", NEAR_MISSES, ids=lambda near: near.right)
def test_a_thing_is_said_as_the_glossary_says_it(near: NearMiss) -> None:
    assert [said for said in said_everywhere() if missed(said, near)] == []


def test_what_is_said_instead_is_in_the_glossary() -> None:
    labels = {label for term in glossary() for label in labels_of(term.vietnamese)}
    assert [near.right for near in NEAR_MISSES if near.right not in labels] == []


def test_words_are_spelled_in_one_way() -> None:
    assert [said for said in said_everywhere() if SPELLING.search(said.text.casefold())] == []


def test_every_label_of_the_glossary_is_shown() -> None:
    everything = "\n".join(said.text.casefold() for said in said_everywhere())
    hidden = {
        term.english
        for term in glossary()
        if term.vietnamese and not any(label in everything for label in labels_of(term.vietnamese))
    }
    assert hidden == NOT_SHOWN.keys()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Hồ sơ trễ hạn", "quá hạn"),
        ("Trả đúng thời hạn", "đúng hạn"),
        ("Hạn trả", "ngày hẹn trả"),
        ("Chỉ tiêu của huyện", "xã, phường, đặc khu"),
        ("Trung vị", "mức giữa (trung vị)"),
    ],
)
def test_the_near_misses_see(text: str, right: str) -> None:
    assert [near.right for near in NEAR_MISSES if missed(Said("column.x", text), near)] == [right]


@pytest.mark.parametrize(
    "said",
    [
        Said("apology.is_late", "chưa trả kết quả đúng thời hạn quy định"),
        Said("column.x", "được công bố đúng thời hạn"),
        Said("column.x", "Mức giữa (trung vị)"),
        Said("column.x", "Địa bàn (huyện cũ)"),
        Said("script.first_unit", "Đơn vị thứ nhất"),
    ],
)
def test_the_near_misses_leave_alone(said: Said) -> None:
    assert [near.right for near in NEAR_MISSES if missed(said, near)] == []
