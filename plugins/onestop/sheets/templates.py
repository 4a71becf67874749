"""The sheet of a kind to fill in: headings, an example or the rows that are known, and a page that explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import xlsxwriter

from onestop.sheets.check import EXAMPLE
from onestop.sheets.files import GUIDE
from onestop.sheets.kinds import Kind
from onestop.stack.workbook import Column, add_table, workbook

_GUIDE_COLUMNS = (
    Column("heading", "Cột", 22),
    Column("name", "Tên tiếng Anh", 22),
    Column("needed", "Bắt buộc", 22),
    Column("explanation", "Cách điền", 60),
    Column("example", "Ví dụ", 22),
)
_RULES = (
    "Mỗi dòng một số liệu; không gộp ô, không để dòng trống, không dùng công thức.",
    "Dòng có ô đầu bắt đầu bằng «Ví dụ» không được đọc; có thể xóa.",
    "Số kiểu Việt Nam (1.234; 97,28%) hoặc kiểu thường (1234; 97.28). Ngày như 31/12/2026.",
    "Lưu tệp .xlsx hoặc .csv (UTF-8) dưới tên riêng vào cùng thư mục. Tệp có lỗi thì có thêm tệp .loi.txt bên cạnh.",
    "Muốn sửa số đã nộp: sửa tệp rồi lưu lại; dòng cùng khóa ở tệp nộp sau thay cho dòng trước.",
)


def template(kind: Kind, rows: Sequence[Mapping[str, object]] = ()) -> bytes:
    """Return the workbook of a kind.

    Args:
        kind: what it is to hold.
        rows: what is known already, by the columns' English names; without any, one example shows how to fill it in.
    """
    columns = [Column(column.name, column.heading, 22) for column in kind.columns]
    guide = [
        *(
            {
                "heading": column.heading,
                "name": column.name,
                "needed": "Không" if column.is_optional or column.may_be_empty else "Có",
                "explanation": column.explanation,
                "example": column.example,
            }
            for column in kind.columns
        ),
        *({"heading": "Chung", "explanation": rule} for rule in _RULES),
    ]

    def fill(book: xlsxwriter.Workbook) -> None:
        add_table(book, kind.title, columns, rows or [_example(kind)])
        add_table(book, GUIDE, _GUIDE_COLUMNS, guide)

    return workbook(fill)


def _example(kind: Kind) -> dict[str, str]:
    first, *rest = kind.columns
    said = {first.name: f"{EXAMPLE.capitalize()}: {first.example}"}
    return said | {column.name: column.example for column in rest}
