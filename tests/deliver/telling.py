"""Recipients, and something to tell them: a ranking of two communes, alert lists, troubles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from onestop.show.pages import render_pages
from tests.deliver.receivers import Mailbox, Receiver
from tests.publish.scoring import give, publish_by
from tests.sheets.handing_in import RECIPIENT, as_csv, hand_in
from tests.support.connections import GivenConnections
from tests.support.warehouse import Warehouse

FIRST, OTHER, PROVINCE = "19753", "00745", "H57"
SEPTEMBER = "month:2026-09-01:2026-09-30"
AS_OF = "2026-10-01T06:30:00+07:00"

DELIVERIES = (
    "SELECT subject_kind, subject_id, channel, address, status, tries, last_error FROM audit.delivery "
    "ORDER BY subject_kind, subject_id, channel, address"
)


def recipient(scope: str, wants: str, address: str, channel: str = "mail", *, active: str = "") -> dict[str, Any]:
    """Return a row of the sheet; a scope that begins with H is the province's area."""
    return {
        **RECIPIENT,
        "Phạm vi": "area" if scope.startswith("H") else "unit",
        "Mã phạm vi": scope,
        "Kênh": channel,
        "Địa chỉ": address,
        "Nội dung nhận": wants,
        "Đang dùng": active,
    }


def want(warehouse: Warehouse, folder: Path, *rows: Mapping[str, Any], name: str = "a") -> None:
    """Hand in a sheet of recipients."""
    assert hand_in(warehouse, folder, f"recipients/{name}.csv", as_csv(*rows))["accepted"] == 1


def publish(warehouse: Warehouse, clock: str = "2026-10-01T07:00:00+07:00") -> int:
    """Publish the months of two communes with their pages, and return the ranking of September."""
    warehouse.set_clock(clock)
    for code, figures in ((FIRST, (97, 100)), (OTHER, (1234, 1300))):
        give(warehouse, code, {"resolved_timely": figures[0], "resolved_total": figures[1]}, SEPTEMBER)
    publish_by(warehouse, "on_time_simple")
    render_pages(warehouse.engine, warehouse.settings)
    return september(warehouse)


def september(warehouse: Warehouse, version: int = 1) -> int:
    """Return the number of the ranking of September."""
    rows = warehouse.query(
        "SELECT publication_id FROM mart.publication WHERE period_id = %(period_id)s AND version = %(version)s",
        {"period_id": SEPTEMBER, "version": version},
    )
    return int(rows[0][0])


def reaching(warehouse: Warehouse, box: Mailbox | None = None, **hooks: Receiver) -> Warehouse:
    """Return the warehouse with the servers in its settings; those of tests stand on this machine."""
    found = {name: receiver.connection(name) for name, receiver in hooks.items()}
    settings = replace(
        warehouse.settings,
        connections=GivenConnections(box.connection if box else None, found),
        hooks=tuple(found),
        allows_private_hooks=True,
    )
    return replace(warehouse, settings=settings)


def list_alerts(
    warehouse: Warehouse,
    kind: str,
    code: str,
    *items: tuple[str, str, dict[str, Any]],
    counts: Mapping[tuple[str, str] | tuple[str, str, str], int] | None = None,
    open_before: int = 0,
    as_of: str = AS_OF,
    slot: str = "morning",
) -> int:
    """List alerts (what, level, told) for a unit, or for an area in a digest; return the number of the list.

    Counts are by unit, level and urgency; without an urgency there is time.
    """
    warehouse.execute(
        "INSERT INTO audit.alert_run SELECT (%(as_of)s::timestamptz)::date, %(slot)s, %(as_of)s, 0, 0, 0, 1 "
        "ON CONFLICT DO NOTHING",
        {"as_of": as_of, "slot": slot},
    )
    warehouse.execute(
        "INSERT INTO audit.alert_list (kind, run_on, slot, unit_id, area_id, as_of, open_before) "
        "SELECT %(kind)s, (%(as_of)s::timestamptz)::date, %(slot)s, "
        "(SELECT unit_id FROM core.unit WHERE unit_code = %(code)s AND upper_inf(valid) AND %(kind)s <> 'digest'), "
        "(SELECT area_id FROM core.area WHERE area_code = %(code)s AND %(kind)s = 'digest'), %(as_of)s, %(before)s",
        {"kind": kind, "slot": slot, "code": code, "as_of": as_of, "before": open_before},
    )
    list_id = int(warehouse.query("SELECT max(list_id) FROM audit.alert_list")[0][0])
    for what, level, told in items:
        warehouse.execute(
            "WITH one AS (INSERT INTO core.alert (source_id, dossier_code, level, unit_id, raised_at, ended_at, "
            "ended_because) SELECT 'scripted', %(dossier)s, %(level)s, unit_id, %(as_of)s, %(ended)s, %(because)s "
            "FROM core.unit WHERE unit_code = %(unit)s AND upper_inf(valid) RETURNING alert_id) "
            "INSERT INTO audit.alert_list_item SELECT %(list_id)s, alert_id, %(what)s, %(told)s FROM one",
            {
                "dossier": told["dossier_code"],
                "level": level,
                "as_of": as_of,
                "ended": as_of if what == "resolved" else None,
                "because": "resolved" if what == "resolved" else None,
                "unit": told["unit_code"],
                "list_id": list_id,
                "what": what,
                "told": json.dumps(told),
            },
        )
    for (unit_code, level, *urgency), number in (counts or {}).items():
        warehouse.execute(
            "INSERT INTO audit.alert_list_count (list_id, unit_id, level, open, urgency) "
            "SELECT %(list_id)s, unit_id, %(level)s, %(open)s, %(urgency)s FROM core.unit "
            "WHERE unit_code = %(unit)s AND upper_inf(valid)",
            {
                "list_id": list_id,
                "level": level,
                "open": number,
                "unit": unit_code,
                "urgency": urgency[0] if urgency else "later",
            },
        )
    return list_id


def told(code: str, **changed: Any) -> dict[str, Any]:
    """Return a dossier as an alert list tells it."""
    return {
        "source_id": "scripted",
        "dossier_code": code,
        "unit_code": FIRST,
        "unit_name": "Phường Thuận Hóa",
        "holding_unit_name": "Công an phường Thuận Hóa",
        "holding_since": "2026-09-29T08:05:00+07:00",
        "step": "with_official",
        "procedure_code": "1.004194",
        "procedure_name": "Đăng ký tạm trú",
        "submitted_at": "2026-09-21T07:50:00+07:00",
        "received_at": "2026-09-21T08:00:00+07:00",
        "accept_by": None,
        "due_at": "2026-10-02T17:00:00+07:00",
        "is_same_day": False,
        "working_days_left": 1,
        "working_days_overdue": None,
        "extension_count": 0,
        "apology_issued_at": None,
        "apology_deadline": "2026-10-01",
        "supplement_rounds": 0,
        "as_of": AS_OF,
        "act_by": "2026-10-02T17:00:00+07:00",
        "working_minutes_left": 960,
        "urgency": "later",
        **changed,
    }


def list_troubles(warehouse: Warehouse, *items: tuple[str, bool, str, str], as_of: str = AS_OF) -> int:
    """List troubles (subject, is gone, detail, advice); return the number of the list."""
    warehouse.execute("INSERT INTO audit.trouble_list (as_of) VALUES (%(as_of)s)", {"as_of": as_of})
    list_id = int(warehouse.query("SELECT max(list_id) FROM audit.trouble_list")[0][0])
    for subject, is_gone, detail, advice in items:
        warehouse.execute(
            "WITH one AS (INSERT INTO audit.trouble (kind, subject, opened_at, closed_at) VALUES "
            "('stale_source', %(subject)s, %(as_of)s, %(closed)s) RETURNING trouble_id) "
            "INSERT INTO audit.trouble_list_item SELECT %(list_id)s, trouble_id, %(gone)s, %(detail)s, %(advice)s "
            "FROM one",
            {
                "subject": subject,
                "as_of": as_of,
                "closed": as_of if is_gone else None,
                "list_id": list_id,
                "gone": is_gone,
                "detail": detail,
                "advice": advice,
            },
        )
    return list_id
