"""Days of an office: what the source tells before a look, the look, and all that was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from onestop.alert.raising import raise_alerts
from tests.support.lives import AGENCY, NEIGHBOUR
from tests.support.scripted import CATALOGUE_MOMENT, COMMUNE, Record, dossier, script_of
from tests.support.warehouse import Warehouse

A, B = COMMUNE["MaDonVi"], NEIGHBOUR["MaDonVi"]
OFFICE = AGENCY["MaDonVi"]
BY_DAY, BY_HOUR = "1.004194", "2.000815"
FAR = "2026-06-30 16:00"

CHANGED = """
    SELECT
        to_char(alert_list.run_on, 'MM-DD') AS day, alert_list.slot, coalesce(unit.unit_code, area.area_code) AS told,
        alert_list.kind, item.what, alert.level, alert.dossier_code
    FROM audit.alert_list_item AS item
    INNER JOIN audit.alert_list USING (list_id)
    INNER JOIN core.alert USING (alert_id)
    LEFT JOIN core.unit ON alert_list.unit_id = unit.unit_id
    LEFT JOIN core.area ON alert_list.area_id = area.area_id
"""


def moment(text: str) -> dt.datetime:
    """Return a local time."""
    return dt.datetime.fromisoformat(f"{text}+07:00")


def sent(text: str) -> str:
    """Return a local time as sources send it."""
    return f"{moment(text):%Y%m%d%H%M%S}" if text else ""


def told(code: str, unit: str, received: str, due: str, status: str = "4", **fields: Any) -> Record:
    """Return a dossier as a source tells it, without the moment at which it does."""
    times = {"NgayNopHoSo": sent(received), "NgayTiepNhan": sent(received), "NgayHenTra": sent(due)}
    return dossier(code, **{"MaDonVi": unit, "TrangThaiHoSo": status, **times, **fields})


def online(code: str, unit: str, submitted: str, **fields: Any) -> Record:
    """Return a dossier that was handed in online and received by nobody yet."""
    return told(code, unit, "", "", "1", **{"KenhThucHien": "2", "NgayNopHoSo": sent(submitted), **fields})


def event(code: str, at: str, status: str = "4", holder: str = "") -> Record:
    """Return a step of a dossier, without the moment at which the source tells it."""
    return {
        "MaSuKien": f"{code}/{at}",
        "MaHoSo": code,
        "ThoiDiemXuLy": sent(at),
        "TrangThai": status,
        "MaDonViXuLy": holder,
    }


def rounds(*asked_and_answered: tuple[str, str]) -> list[Record]:
    """Return supplement rounds, each from one moment to another."""
    return [{"NgayBoSung": sent(asked), "NgayTiepNhanBoSung": sent(answered)} for asked, answered in asked_and_answered]


def apology(at: str, due_before: str, due_after: str) -> list[Record]:
    """Return an apology with a new due date."""
    return [{"NgayXinLoi": sent(at), "NgayHenTraTruoc": sent(due_before), "NgayHenTraMoi": sent(due_after)}]


def tell(warehouse: Warehouse, at: str, *dossiers: Record, events: Sequence[Record] = ()) -> None:
    """Let the source tell these records at a moment, and read it."""
    as_of = moment(at)
    stamp = {"CapNhatLuc": (as_of - dt.timedelta(minutes=1)).isoformat()}
    script = script_of([{**record, **stamp} for record in dossiers], as_of=as_of.isoformat())
    script.feeds["units"][0] += [{**unit, "CapNhatLuc": CATALOGUE_MOMENT} for unit in (NEIGHBOUR, AGENCY)]
    script.feeds["events"] = [[{**record, **stamp} for record in events]]
    warehouse.set_clock(as_of)
    warehouse.read_script(script)


def look(warehouse: Warehouse, at: str) -> list[int]:
    """Let the clock come to a moment, look at the dossiers, and return the lists that were made."""
    warehouse.set_clock(moment(at))
    return raise_alerts(warehouse.engine, moment(at))


def everything_told(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    """Return every item of every list: day, slot, unit or province, kind, what, level and dossier."""
    return [tuple(row) for row in warehouse.query(CHANGED)]


def levels_at(warehouse: Warehouse, at: str) -> dict[str, list[str]]:
    """Return the levels of each dossier that needs attention at a moment."""
    return {row.dossier_code: row.levels for row in warehouse.attention(moment(at))}
