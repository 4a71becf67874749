"""Who wants what by which channel: in whichever form it is written, and what the latest sheet says of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onestop.contract.feeds import FEEDS
from simulator.testing import RunningSource
from simulator.truth import write_truth
from tests.sheets.handing_in import RECIPIENT, as_csv, as_xlsx, hand_in
from tests.support.connections import connection_to
from tests.support.warehouse import Warehouse

VALID = (
    "SELECT scope_kind, scope_code, channel, address, wants, is_active FROM core.valid_recipient "
    "ORDER BY scope_kind, scope_code, channel, address, wants"
)
STATUSES = "SELECT status FROM audit.sheet ORDER BY sheet_id"
BOX = "motcua.19753@hue.example"

SAID: dict[str, tuple[dict[str, str], tuple[Any, ...]]] = {
    "a unit": ({}, ("unit", "19753", "mail", BOX, "alerts", True)),
    "a unit by its agency code": ({"Mã phạm vi": "H57.31.01"}, ("unit", "19753", "mail", BOX, "alerts", True)),
    "an area": (
        {"Phạm vi": "Địa bàn", "Mã phạm vi": "H57", "Nội dung nhận": "Bảng xếp hạng"},
        ("area", "H57", "mail", BOX, "rankings", True),
    ),
    "a mail box in capitals": ({"Địa chỉ": "MotCua.19753@Hue.Example"}, ("unit", "19753", "mail", BOX, "alerts", True)),
    "a webhook": (
        {"Kênh": "Webhook", "Địa chỉ": "Hue_Zalo", "Nội dung nhận": "Vận hành"},
        ("unit", "19753", "webhook", "hue_zalo", "operations", True),
    ),
    "no word on whether it is active": ({"Đang dùng": ""}, ("unit", "19753", "mail", BOX, "alerts", True)),
    "one that receives nothing any more": ({"Đang dùng": "Không"}, ("unit", "19753", "mail", BOX, "alerts", False)),
    "English words": (
        {"Phạm vi": "unit", "Kênh": "mail", "Nội dung nhận": "operations", "Đang dùng": "no"},
        ("unit", "19753", "mail", BOX, "operations", False),
    ),
}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("changed", "kept"), SAID.values(), ids=SAID.keys())
def test_what_a_row_says(
    office: Warehouse, tmp_path: Path, changed: dict[str, str], kept: tuple[Any, ...], suffix: str
) -> None:
    row = {**RECIPIENT, **changed}
    content = as_csv(row) if suffix == "csv" else as_xlsx(row)
    assert hand_in(office, tmp_path, f"recipients/a.{suffix}", content) == {"accepted": 1}
    assert [tuple(one) for one in office.query(VALID)] == [kept]
    scope = office.query(
        "SELECT recipient.scope_id, coalesce(unit.unit_id, area.area_id) AS id FROM core.valid_recipient AS recipient "
        "LEFT JOIN core.unit ON scope_kind = 'unit' AND scope_code = unit_code AND upper_inf(valid) "
        "LEFT JOIN core.area ON scope_kind = 'area' AND scope_code = area_code"
    )[0]
    assert scope.scope_id == scope.id


def test_a_later_sheet_says_something_else_of_the_same_recipient_only(office: Warehouse, tmp_path: Path) -> None:
    other = {**RECIPIENT, "Nội dung nhận": "Bảng xếp hạng"}
    hand_in(office, tmp_path, "recipients/a.csv", as_csv(RECIPIENT, other))
    assert hand_in(office, tmp_path, "recipients/b.csv", as_csv({**RECIPIENT, "Đang dùng": "Không"})) == {
        "known": 1,
        "accepted": 1,
    }
    assert [(row.wants, row.is_active) for row in office.query(VALID)] == [("alerts", False), ("rankings", True)]
    assert [row.status for row in office.query(STATUSES)] == ["accepted", "accepted"]
    hand_in(office, tmp_path, "recipients/c.csv", as_csv({**other, "Địa chỉ": "MOTCUA.19753@hue.example"}))
    assert [row.status for row in office.query(STATUSES)] == ["superseded", "accepted", "accepted"]


def test_one_box_twice_is_told(office: Warehouse, tmp_path: Path) -> None:
    again = {**RECIPIENT, "Địa chỉ": "MOTCUA.19753@hue.example", "Đang dùng": "Không"}
    assert hand_in(office, tmp_path, "recipients/a.csv", as_csv(RECIPIENT, again)) == {"refused": 1}
    assert (tmp_path / "recipients" / "a.csv.loi.txt").read_text(encoding="utf-8-sig") == (
        "Tệp a.csv, dòng 3, cột «Phạm vi, Mã phạm vi, Kênh, Địa chỉ, Nội dung nhận»: "
        "trùng với dòng 2; hãy giữ một dòng.\n"
    )


def test_the_sheet_of_the_simulated_offices_is_read(
    warehouse: Warehouse, source: RunningSource, tmp_path: Path
) -> None:
    connection = connection_to(source)
    warehouse.register(connection)
    warehouse.read(connection, feeds=[feed for feed in FEEDS if feed.name == "units"])
    write_truth(source.world, tmp_path / "truth")
    sheet = (tmp_path / "truth" / "recipients.csv").read_bytes()
    assert hand_in(warehouse, tmp_path, "recipients/a.csv", sheet) == {"accepted": 1}
    wishes = warehouse.query("SELECT scope_kind, wants, count(*) FROM core.valid_recipient GROUP BY 1, 2 ORDER BY 1, 2")
    communes = len(source.world.communes)
    assert [tuple(row) for row in wishes] == [
        *(("area", wants, 1) for wants in ("alerts", "operations", "rankings")),
        *(("unit", wants, communes) for wants in ("alerts", "rankings")),
    ]
