"""The sheet of a kind to fill in: headings, an example or the rows that are known, and a page that explains.

Text stays text: nothing becomes a formula, a link or a number.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from onestop.sheets.check import EXAMPLE
from onestop.sheets.files import GUIDE
from onestop.sheets.kinds import Kind

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
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
    target = io.BytesIO()
    lines = [[str(row.get(column.name, "")) for column in kind.columns] for row in rows] or [_example(kind)]
    guide = [
        *(
            {
                "Cột": column.heading,
                "Tên tiếng Anh": column.name,
                "Bắt buộc": "Không" if column.is_optional or column.may_be_empty else "Có",
                "Cách điền": column.explanation,
                "Ví dụ": column.example,
            }
            for column in kind.columns
        ),
        *({"Cột": "Chung", "Cách điền": rule} for rule in _RULES),
    ]
    with pd.ExcelWriter(target, engine="xlsxwriter", engine_kwargs={"options": _OPTIONS}) as writer:
        _write(writer, kind.title, pd.DataFrame(lines, columns=[column.heading for column in kind.columns]))
        _write(writer, GUIDE, pd.DataFrame(guide).fillna(""))
    return target.getvalue()


def _example(kind: Kind) -> list[str]:
    first, *rest = (column.example for column in kind.columns)
    return [f"{EXAMPLE.capitalize()}: {first}", *rest]


def _write(writer: Any, name: str, frame: pd.DataFrame) -> None:
    """Write a page whose headings stay in sight and whose cells are text, also those that are still empty."""
    frame.to_excel(writer, sheet_name=name, index=False, header=False, startrow=1)
    page, head = writer.sheets[name], writer.book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    text = writer.book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for place, heading in enumerate(frame.columns):
        page.set_column(place, place, 60 if heading == "Cách điền" else 22, text)
        page.write_string(0, place, heading, head)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
