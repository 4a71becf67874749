"""Records in quarantine: put through again, overridden, dismissed; the content is that of an undisturbed run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onestop import tasks
from onestop.contract.feeds import DOSSIERS, PROCEDURES, UNITS
from onestop.ingest import reading
from onestop.ingest.reading import log_step
from onestop.ingest.steps import Context, Observer, Step
from onestop.quarantine.actions import Action, Request, RequestError, act
from onestop.quarantine.overrides import OverridesError
from onestop.quarantine.records import Selection, Signature
from onestop.warehouse.database import WarehouseError
from tests.support.scripted import Script, catalogue, commune, dossier, script_of
from tests.support.warehouse import Warehouse

SIGNATURE = Signature("Danh mục đã được bổ sung.", "Trưởng phòng Kiểm soát TTHC")
NEW_COMMUNE = commune("H57.31.02", "19774", "Phường Phú Xuân")
LATER, LATEST = "2026-10-01T06:15:00+07:00", "2026-10-01T06:30:00+07:00"


@pytest.fixture(scope="module", autouse=True)
def three_feeds() -> Iterator[None]:
    """The other feeds would be empty, and take half the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "FEEDS", (UNITS, PROCEDURES, DOSSIERS))
        yield


def read(warehouse: Warehouse, *scripts: Script) -> None:
    """Read scripts one after the other as the one source."""
    for script in scripts:
        warehouse.read_script(script, every_feed=True)


def do(
    warehouse: Warehouse,
    action: Action,
    *,
    signature: Signature = SIGNATURE,
    dry_run: bool = False,
    observe: Observer = log_step,
    **chosen: Any,
) -> dict[str, Any]:
    """Do something with quarantined records."""
    request = Request(action, Selection(**chosen), signature, dry_run)
    return act(Context(warehouse.engine, warehouse.settings, observe), request)


def statuses(warehouse: Warehouse) -> list[tuple[str | None, str, int]]:
    """Return key, status and sightings of what is in quarantine."""
    rows = warehouse.query("SELECT record_key, status, times_seen FROM quarantine.record ORDER BY 1, 2, 3")
    return [tuple(row) for row in rows]


def ledger(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    """Return the ledger of the replays."""
    return [
        tuple(row)
        for row in warehouse.query(
            "SELECT feed, status, received, inserted, updated, unchanged, stale, quarantined FROM audit.batch "
            "WHERE kind = 'replay' ORDER BY batch_id"
        )
    ]


def units_with_the_new_commune() -> Script:
    """Return a script in which the second commune is known."""
    units = script_of(more_units=[NEW_COMMUNE]).feeds["units"]
    return Script({"units": units})


def unknown_at_first() -> list[Script]:
    """Return what a source tells at three moments of dossiers of a commune that is not in the catalogue at first."""
    moved = dossier("B-1", MaDonVi="H57.31.02", BuocXuLy="cho_ky", CapNhatLuc="2026-03-04T08:00:00+07:00")
    return [
        script_of([dossier("A-1"), dossier("B-1"), dossier("C-1", MaDonVi="H57.31.02")]),
        script_of([moved], [dossier("D-1", MaDonVi="H57.31.02")], as_of=LATER),
        script_of([dossier("E-1", MaDonVi="H57.31.02", NgayTra={"x": "1"})], as_of=LATEST),
    ]


@pytest.fixture
def undisturbed(another_warehouse: Warehouse) -> dict[str, Any]:
    """The content of a run in which the second commune was known from the beginning."""
    read(another_warehouse, Script(catalogue()), units_with_the_new_commune(), *unknown_at_first())
    another_warehouse.refresh()
    assert another_warehouse.query("SELECT * FROM quarantine.record") == []
    return another_warehouse.content("core", "mart")


@pytest.fixture
def waiting(warehouse: Warehouse) -> Warehouse:
    """A warehouse that learnt of the second commune after its dossiers, four of which are in quarantine."""
    read(warehouse, *unknown_at_first(), units_with_the_new_commune())
    assert statuses(warehouse) == [(key, "open", 1) for key in ("B-1", "C-1", "D-1", "E-1")]
    return warehouse


@pytest.fixture(scope="module")
def looked_at(module_warehouse: Warehouse) -> Warehouse:
    """The same, for tests that only look."""
    read(module_warehouse, *unknown_at_first(), units_with_the_new_commune())
    return module_warehouse


POSITIONS = "SELECT * FROM audit.position ORDER BY feed"
PROGRESS = "SELECT feed, read_to_end_as_of, pending, held FROM audit.feed_progress ORDER BY feed"


def test_replayed_records_stand_where_they_would_have_stood(waiting: Warehouse, undisturbed: dict[str, Any]) -> None:
    known = [waiting.query(statement) for statement in (POSITIONS, PROGRESS)]
    told = do(waiting, "replay", rule_id="dossier_unit_unknown")
    assert (told["records"], told["record_keys"], told["overrides"], told["still_bad"]) == (
        4, ["C-1", "B-1", "D-1", "E-1"], 0, 0,
    )  # fmt: skip
    waiting.refresh()
    assert waiting.content("core", "mart") == undisturbed
    assert [waiting.query(statement) for statement in (POSITIONS, PROGRESS)] == known
    assert ledger(waiting) == [("dossiers", "published", 4, 3, 1, 0, 0, 0)]
    pages = waiting.query(
        "SELECT page_no, records, to_char(page.as_of, 'HH24:MI') FROM audit.page "
        "INNER JOIN audit.batch USING (batch_id) WHERE kind = 'replay' ORDER BY page_no"
    )
    assert [tuple(page) for page in pages] == [(1, 1, "06:00"), (2, 2, "06:15"), (3, 1, "06:30")]
    assert {status for _, status, _ in statuses(waiting)} == {"replayed"}
    decisions = waiting.query("SELECT decision, reason, decided_by_post, batch_id FROM quarantine.decision")
    assert {tuple(row) for row in decisions} == {
        ("replayed", SIGNATURE.reason, SIGNATURE.decided_by_post, told["batches"][0])
    }
    assert len(decisions) == 4


def test_a_replay_killed_after_it_was_registered_is_finished_by_the_next_reading(
    waiting: Warehouse, undisturbed: dict[str, Any]
) -> None:
    def die(step: Step, _: str) -> None:
        if step == "batch registered":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        do(waiting, "replay", observe=die)
    pending = waiting.query("SELECT pending, held FROM audit.feed_progress WHERE feed = 'dossiers'")
    assert [tuple(row) for row in pending] == [(1, 0)]
    read(waiting, Script())
    waiting.refresh()
    assert waiting.content("core", "mart") == undisturbed
    assert ledger(waiting) == [("dossiers", "published", 4, 3, 1, 0, 0, 0)]


def test_a_replay_that_fails_before_it_is_registered_leaves_everything_as_it_was(waiting: Warehouse) -> None:
    before = waiting.content("quarantine")

    def die(step: Step, _: str) -> None:
        if step == "page landed":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        do(waiting, "replay", observe=die)
    assert waiting.content("quarantine") == before
    assert ledger(waiting) == []


def test_what_is_still_bad_is_a_new_open_record_as_often_as_it_is_tried(warehouse: Warehouse) -> None:
    script = script_of([dossier("A-1", TrangThaiHoSo="0", NgayTra={"x": ["1"]})])
    script.feeds["dossiers"].append(["no object"])
    read(warehouse, script)
    kept = warehouse.query("SELECT record_key, payload::text, record_hash FROM quarantine.record ORDER BY 1")
    for _ in range(2):
        told = do(warehouse, "replay")
        assert (told["records"], told["still_bad"]) == (2, 2)
    replayed, opened = ("replayed", 1), ("open", 1)
    assert statuses(warehouse) == [(key, *what) for key in ("A-1", None) for what in (opened, replayed, replayed)]
    for status in ("open", "replayed"):
        again = warehouse.query(
            "SELECT DISTINCT record_key, payload::text, encode(record_hash, 'hex') AS hash FROM quarantine.record "
            "WHERE status = %(status)s ORDER BY 1",
            {"status": status},
        )
        assert [(row.record_key, row.payload, row.hash) for row in again] == [
            (row.record_key, row.payload, bytes(row.record_hash).hex()) for row in kept
        ], "letter by letter, what the allow-list noted included"
    assert warehouse.query("SELECT count(*) FROM quarantine.broken_rule WHERE rule_id = 'dossier_status_unknown'")[0][0]

    # The source sends the same once more: one more sighting of what is open, or of the place where no key was.
    read(warehouse, script)
    assert statuses(warehouse) == [
        ("A-1", "open", 2), ("A-1", *replayed), ("A-1", *replayed),
        (None, *opened), (None, *replayed), (None, "replayed", 2),
    ]  # fmt: skip


def test_the_same_content_in_another_page_is_the_same_record(warehouse: Warehouse) -> None:
    bad = dossier("B-1", TrangThaiHoSo="0")
    read(warehouse, script_of([dossier("A-1"), bad]), script_of([bad], [dossier("A-2"), bad], as_of=LATER))
    assert statuses(warehouse) == [("B-1", "open", 3)]
    seen = warehouse.query(
        "SELECT to_char(first_seen_at, 'HH24:MI'), to_char(last_seen_at, 'HH24:MI') FROM quarantine.record"
    )
    assert [tuple(row) for row in seen] == [("06:00", "06:15")]
    assert warehouse.query("SELECT count(*) FROM quarantine.broken_rule")[0][0] == 1


def test_what_has_no_key_is_known_by_its_place(warehouse: Warehouse) -> None:
    for pages in ([["a text", "a text", 7]], [["a text", "a text", 7], ["a text"]]):
        read(warehouse, Script({"dossiers": pages}))
    kinds = "SELECT payload ->> '_unusable' AS kind, times_seen FROM quarantine.record ORDER BY 1, 2"
    assert [tuple(row) for row in warehouse.query(kinds)] == [("int", 2), ("str", 1), ("str", 2), ("str", 2)]


def sheet(warehouse: Warehouse, *lines: str, name: str = "sua.csv") -> Path:
    """Put a sheet of overrides in its folder."""
    folder = warehouse.settings.overrides_dir
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\n".join(["source_id,feed,record_key,field,value,reason,decided_by_post", *lines]), "utf-8")
    return path


def test_an_overridden_record_is_what_the_source_should_have_sent(
    warehouse: Warehouse, another_warehouse: Warehouse
) -> None:
    good = script_of([dossier("A-1"), dossier("B-1", NgayTra="")])
    bad = script_of([dossier("A-1"), dossier("B-1", TrangThaiHoSo="0", NgayTra={"x": "1"})])
    read(another_warehouse, good)
    read(warehouse, bad)
    sheet(warehouse, "scripted,dossiers,B-1,TrangThaiHoSo,4,Nhập sai,Chuyên viên", name="mot.csv")
    path = sheet(warehouse, "scripted,dossiers,B-1,NgayTra,20260304080000,Nhập sai,Chuyên viên", name="hai.csv")
    assert do(warehouse, "replay", dry_run=True) == {"records": 1, "record_keys": ["B-1"], "overrides": 2}
    assert warehouse.query("SELECT * FROM quarantine.override") == []
    path.unlink()
    (another_warehouse.settings.overrides_dir).mkdir(parents=True)

    told = do(warehouse, "replay")
    assert (told["overrides"], told["still_bad"]) == (1, 0)
    kept = warehouse.query("SELECT line_no, record_key, field, value, reason, decided_by_post FROM quarantine.override")
    assert [tuple(row) for row in kept] == [(2, "B-1", "TrangThaiHoSo", "4", "Nhập sai", "Chuyên viên")]
    status = "SELECT dossier_code, status, returned_at FROM core.dossier ORDER BY dossier_code"
    assert warehouse.query(status) == another_warehouse.query(status)

    # The sheet stays where it is and does nothing more; one that grew says what is new only.
    assert do(warehouse, "replay", dry_run=True)["overrides"] == 0
    read(warehouse, script_of([dossier("C-1", TrangThaiHoSo="0")]))
    lines = [f"scripted,dossiers,{key},TrangThaiHoSo,4,Nhập sai,Chuyên viên" for key in ("B-1", "C-1")]
    sheet(warehouse, *lines, name="mot.csv")
    assert do(warehouse, "replay") | {"batches": []} == {
        "records": 1, "record_keys": ["C-1"], "overrides": 1, "batches": [], "still_bad": 0,
    }  # fmt: skip


def test_an_override_gives_the_content_of_a_source_that_sent_it(
    warehouse: Warehouse, another_warehouse: Warehouse
) -> None:
    read(another_warehouse, script_of([dossier("A-1"), dossier("B-1")]))
    read(warehouse, script_of([dossier("A-1"), dossier("B-1", TrangThaiHoSo="0")]))
    sheet(warehouse, "scripted,dossiers,B-1,TrangThaiHoSo,4,Nhập sai,Chuyên viên")
    do(warehouse, "replay")
    for holder in (warehouse, another_warehouse):
        holder.refresh()
    assert warehouse.content("core", "mart") == another_warehouse.content("core", "mart")


def test_a_faulty_sheet_stops_a_replay_before_anything_is_changed(warehouse: Warehouse) -> None:
    read(warehouse, script_of([dossier("B-1", TrangThaiHoSo="0")]))
    sheet(warehouse, "scripted,dossiers,B-1,TrangThaiHoSo,4,Nhập sai,Chuyên viên", name="dung.csv")
    sheet(warehouse, "scripted,dossiers,B-1,ChuHoSo,Ai đó,Nhập sai,Chuyên viên", name="sai.csv")
    before = warehouse.content("quarantine", "core")
    for dry_run in (True, False):
        with pytest.raises(OverridesError) as raised:
            do(warehouse, "replay", dry_run=dry_run)
        assert str(raised.value) == (
            "sai.csv, dòng 2: trường ChuHoSo là dữ liệu cá nhân hoặc văn bản tự do, không được ghi vào hệ thống."
        )
    assert warehouse.content("quarantine", "core") == before
    assert ledger(warehouse) == []


def test_a_dismissed_record_stays_dismissed(warehouse: Warehouse) -> None:
    bad = script_of([dossier("A-1", TrangThaiHoSo="0"), dossier("B-1", MaDonVi="H57.99.99")])
    read(warehouse, bad)
    assert do(warehouse, "dismiss", dry_run=True, unit_code="H57.99.99") == {"records": 1, "record_keys": ["B-1"]}
    assert [status for _, status, _ in statuses(warehouse)] == ["open", "open"]
    assert do(warehouse, "dismiss", unit_code="H57.99.99") == {"records": 1, "record_keys": ["B-1"]}
    read(warehouse, bad)
    assert statuses(warehouse) == [("A-1", "open", 2), ("B-1", "dismissed", 2)]
    decisions = warehouse.query("SELECT decision, reason, decided_by_post, batch_id FROM quarantine.decision")
    assert [tuple(row) for row in decisions] == [("dismissed", SIGNATURE.reason, SIGNATURE.decided_by_post, None)]
    assert do(warehouse, "replay", record_keys=("B-1",))["records"] == 0

    for status in ("open", "superseded", "replayed"):
        with pytest.raises(WarehouseError, match="CheckViolation"):
            warehouse.execute(f"UPDATE quarantine.record SET status = '{status}' WHERE record_key = 'B-1'")


@pytest.mark.parametrize("action", ["replay", "dismiss"])
@pytest.mark.parametrize("signature", [Signature("", "Trưởng phòng"), Signature("Nhầm.", " ")], ids=["why", "who"])
def test_nothing_is_done_without_a_reason_and_a_post(
    looked_at: Warehouse, action: Action, signature: Signature
) -> None:
    with pytest.raises(RequestError, match=rf"to {action} records, say why \(reason\) and on whose word"):
        do(looked_at, action, signature=signature, feed="dossiers")


def test_a_dismissal_names_its_records(looked_at: Warehouse) -> None:
    with pytest.raises(RequestError, match="say which"):
        do(looked_at, "dismiss")


def test_a_task_does_what_its_parameters_say(waiting: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", waiting.settings.warehouse_url or "")
    monkeypatch.setenv("ONESTOP_VAR", str(waiting.settings.var_dir))
    params: dict[str, Any] = {
        "source_id": "",
        "feed": "dossiers",
        "rule_id": "",
        "unit_code": "",
        "record_keys": ["D-1"],
    }
    params |= {"action": "replay", "reason": SIGNATURE.reason, "decided_by_post": SIGNATURE.decided_by_post}
    assert tasks.treat_quarantine(**params, dry_run=True) == {
        "records": 1, "record_keys": ["D-1"], "overrides": 0,
    }  # fmt: skip
    assert tasks.treat_quarantine(**params, dry_run=False)["still_bad"] == 0
    assert [tuple(row) for row in waiting.query("SELECT dossier_code FROM core.dossier ORDER BY 1")] == [
        ("A-1",), ("B-1",), ("D-1",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "keys"),
    [
        ({}, ["C-1", "B-1", "D-1", "E-1"]),
        ({"source_id": "scripted", "feed": "dossiers"}, ["C-1", "B-1", "D-1", "E-1"]),
        ({"source_id": "another"}, []),
        ({"feed": "events"}, []),
        ({"rule_id": "dossier_value_unreadable"}, ["E-1"]),
        ({"unit_code": "19774"}, ["C-1", "B-1", "D-1", "E-1"]),
        ({"unit_code": "H57.31.02", "record_keys": ("B-1", "E-1", "A-1")}, ["B-1", "E-1"]),
        ({"unit_code": "19753"}, []),
    ],
    ids=str,
)
def test_which_records_a_choice_means(looked_at: Warehouse, chosen: dict[str, Any], keys: list[str]) -> None:
    assert do(looked_at, "replay", dry_run=True, **chosen)["record_keys"] == keys
