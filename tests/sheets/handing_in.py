"""Sheets as an office makes them, and handing them in."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from onestop.sheets.folders import read_folders
from onestop.sheets.kinds import KINDS
from onestop.warehouse.clock import LOCAL
from tests.support.scripted import Record, Script, commune, dossier, script_of
from tests.support.warehouse import Warehouse

Row = Mapping[str, Any]

CLOCK = datetime(2026, 10, 1, 7, tzinfo=LOCAL)

OTHER_COMMUNE = commune("H57.31.02", "00745", "Phường Phú Xuân")

TARGET: dict[str, Any] = {
    "Phạm vi": "Đơn vị",
    "Mã phạm vi": "19753",
    "Lĩnh vực": "",
    "Chỉ tiêu": "online_rate",
    "Bộ chỉ số": "",
    "Loại kỳ": "Năm",
    "Từ ngày": "01/01/2026",
    "Đến ngày": "31/12/2026",
    "So sánh": "Tối thiểu",
    "Giá trị": "50%",
    "Đơn vị tính": "Phần trăm",
    "Văn bản": "Kế hoạch 12/KH-UBND",
    "Điều, khoản": "Mục II.3",
    "Nguồn chỉ tiêu": "Giao",
}
MANUAL: dict[str, Any] = {
    "Mã đơn vị": "19753",
    "Kỳ": "Tháng 3/2026",
    "Số liệu": "e_certified_copy_count",
    "Giá trị": "70",
    "Lý do không có số liệu": "",
    "Văn bản": "Báo cáo 5/BC-UBND",
    "Chức danh người nhập": "Công chức Tư pháp",
}
PORTAL: dict[str, Any] = {
    "Mã đơn vị": "19753",
    "Kỳ": "Tháng 3/2026",
    "Chỉ tiêu": "online_rate",
    "Tử số": "1.234",
    "Mẫu số": "1.300",
    "Điểm": "11,39",
    "Thời điểm xem trên Cổng": "05/04/2026 08:30",
}
OBJECTION: dict[str, Any] = {
    "Mã bảng xếp hạng": "12",
    "Mã đơn vị": "19753",
    "Chỉ tiêu": "online_rate",
    "Mã hồ sơ": "A-1",
    "Nguyên nhân": "Cơ quan khác giữ hồ sơ",
    "Minh chứng": "Công văn 8/UBND",
    "Chức danh người kiến nghị": "Chủ tịch UBND phường",
}
DECISION: dict[str, Any] = {
    "Mã bảng xếp hạng": "12",
    "Mã đơn vị": "19753",
    "Chỉ tiêu": "online_rate",
    "Mã hồ sơ": "A-1",
    "Kết luận": "Chấp nhận",
    "Lý do": "Có văn bản xác nhận",
    "Chức danh người kết luận": "Trưởng phòng Kiểm soát TTHC",
}
CONFIRMATION: dict[str, Any] = {
    "Mã đơn vị": "19753",
    "Kỳ": "Tháng 3/2026",
    "Vai trò": "",
    "Chức danh người xác nhận": "Chủ tịch UBND phường",
}
SIGNATURE: dict[str, Any] = {
    "Mã đơn vị": "19753",
    "Kỳ": "Tháng 3/2026",
    "Vai trò": "Tiếp nhận",
    "Số văn bản": "15/BC-UBND",
    "Ngày văn bản": "05/04/2026",
    "Chức danh người ký": "Chủ tịch UBND phường",
}
RECIPIENT: dict[str, Any] = {
    "Phạm vi": "Đơn vị",
    "Mã phạm vi": "19753",
    "Kênh": "Thư điện tử",
    "Địa chỉ": "motcua.19753@hue.example",
    "Nội dung nhận": "Cảnh báo",
    "Đang dùng": "Có",
}
OUTAGE: dict[str, Any] = {
    "Hệ thống": "Hộ tịch",
    "Từ lúc": "02/03/2026 08:00",
    "Đến lúc": "02/03/2026 16:30",
    "Văn bản": "Thông báo 7/TB-CNTT",
}
GOOD = {
    "targets": TARGET,
    "manual_figures": MANUAL,
    "portal_figures": PORTAL,
    "objections": OBJECTION,
    "objection_decisions": DECISION,
    "form_confirmations": CONFIRMATION,
    "form_signatures": SIGNATURE,
    "recipients": RECIPIENT,
    "outages": OUTAGE,
}


def as_csv(*rows: Row, head: Sequence[str] | None = None, separator: str = ";") -> bytes:
    """Return a CSV sheet; the headings are those of the first row."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=separator)
    writer.writerow(head or list(rows[0]))
    writer.writerows(list(row.values()) for row in rows)
    return target.getvalue().encode()


def workbook_of(*rows: Row, head: Sequence[str] | None = None) -> openpyxl.Workbook:
    """Return a workbook whose first page has these rows."""
    workbook = openpyxl.Workbook()
    page = workbook.worksheets[0]
    page.append(list(head or rows[0]))
    for row in rows:
        page.append(list(row.values()))
    return workbook


def saved(workbook: openpyxl.Workbook) -> bytes:
    """Return a workbook as its file."""
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def as_xlsx(*rows: Row, head: Sequence[str] | None = None) -> bytes:
    """Return an XLSX sheet; the headings are those of the first row."""
    return saved(workbook_of(*rows, head=head))


def hand_in(warehouse: Warehouse, folder: Path, name: str, content: bytes, *, recheck: bool = False) -> dict[str, int]:
    """Drop a sheet, named ``<kind>/<file>``, and let the folders be read; untouched templates are not counted."""
    for kind in KINDS:
        (folder / kind.name).mkdir(parents=True, exist_ok=True)
        if not name.startswith(kind.name):
            shutil.copytree(_with_templates(warehouse) / kind.name, folder / kind.name, dirs_exist_ok=True)
    (folder / name).write_bytes(content)
    return read_again(warehouse, folder, recheck=recheck)


def read_again(warehouse: Warehouse, folder: Path, *, recheck: bool = False) -> dict[str, int]:
    """Let the folders be read; untouched templates are not counted."""
    counts = read_folders(warehouse.engine, folder, recheck=recheck)
    return {outcome: count for outcome, count in counts.items() if outcome != "untouched"}


_TEMPLATES: list[tempfile.TemporaryDirectory[str]] = []


def _with_templates(warehouse: Warehouse) -> Path:
    """Return folders as an empty one becomes when it is read, with a template of each kind; they are made once."""
    if not _TEMPLATES:
        _TEMPLATES.append(tempfile.TemporaryDirectory(prefix="onestop-templates-"))
        read_folders(warehouse.engine, Path(_TEMPLATES[0].name))
    return Path(_TEMPLATES[0].name)


def forget_sheets(warehouse: Warehouse) -> None:
    """Take back every sheet, which nobody but a test can."""
    kept = ("target", "manual_figure", "portal_figure", "objection", "objection_decision", "recipient", "outage")
    forms = ("form_confirmation", "confirmed_form", "form_signature", "published_target", "published_entry")
    tables = ("audit.sheet", *(f"core.{name}" for name in kept), *(f"mart.{name}" for name in forms))
    for switch in ("DISABLE", "ENABLE"):
        for table in tables:
            warehouse.execute(f"ALTER TABLE {table} {switch} TRIGGER USER")
        if switch == "DISABLE":
            warehouse.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")


def errors_beside(folder: Path, name: str) -> str | None:
    """Return what is said to be wrong with a sheet, beside it."""
    path = folder / f"{name}.loi.txt"
    return path.read_text(encoding="utf-8-sig") if path.is_file() else None


def two_communes(*dossiers: Record, **changed: Any) -> Script:
    """Return a script with two communes and these dossiers."""
    return script_of(dossiers or [dossier("A-1")], more_units=[OTHER_COMMUNE], **changed)
