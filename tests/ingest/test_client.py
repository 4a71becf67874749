"""What a source may answer instead of a page, and what is kept and said of it."""

from __future__ import annotations

import hashlib
import json

import pytest

from onestop.ingest.client import SourceError
from onestop.stack.settings import SourceConnection
from tests.support.scripted import Script, dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse


def fail(warehouse: Warehouse, script: Script, name: str = "scripted") -> str:
    """Read a source that fails and return what it is said to have done."""
    with scripted_source(script, name) as connection:
        warehouse.register(connection)
        with pytest.raises(SourceError) as raised:
            warehouse.read(connection)
    kept = warehouse.query("SELECT last_error FROM audit.source WHERE connection_name = %(name)s", {"name": name})
    assert kept[0].last_error == str(raised.value)
    return str(raised.value)


REFUSALS = {
    401: "token is missing, wrong or expired",
    403: "may not read this",
    409: "no schema version that we know",
    429: "will be asked again",
    500: "will be asked again",
    503: "will be asked again",
}


@pytest.mark.parametrize(("status", "advice"), REFUSALS.items(), ids=map(str, REFUSALS))
def test_a_refusal_names_source_address_status_and_what_to_do(warehouse: Warehouse, status: int, advice: str) -> None:
    message = fail(warehouse, script_of([], answers=[(status, b"Nguyen Van A")]))
    assert message.startswith(f"source scripted: /v1/units answered {status}; ")
    assert advice in message
    assert "Nguyen" not in message


BODIES = {
    "html": (b"<html>Bao tri</html>", 0),
    "cut off": (b'{"schema_version":"1.0","data":[{"ChuHoSo":"Nguyen Van A"', None),
    "not UTF-8": (b'{"schema_version":"\xff"}', None),
    "nested without end": (b"[" * 100_000, None),
    "no envelope": (b'{"rows":[]}', None),
    "empty": (b"", None),
}


@pytest.mark.parametrize(("body", "offset"), BODIES.values(), ids=BODIES.keys())
def test_an_answer_that_is_no_page_keeps_hash_length_and_status_only(
    warehouse: Warehouse, body: bytes, offset: int | None
) -> None:
    message = fail(warehouse, script_of([], answers=[(200, body)]))
    assert "is no page of the contract" in message
    assert "Nguyen" not in message
    kept = warehouse.query("SELECT * FROM audit.undecodable_page")[0]
    assert (kept.feed, kept.http_status, kept.bytes) == ("units", 200, len(body))
    assert kept.page_hash == hashlib.sha256(body).hexdigest()
    if offset is not None:
        assert kept.error_offset == offset


def test_no_answer_at_all(warehouse: Warehouse) -> None:
    with scripted_source(Script()) as gone:
        pass
    warehouse.register(gone)
    with pytest.raises(SourceError, match=r"did not answer \(ConnectError\)"):
        warehouse.read(gone)


def test_what_was_published_before_a_failure_stays_and_the_next_run_goes_on(warehouse: Warehouse) -> None:
    script = script_of([dossier("A-1")], [dossier("A-2")])
    with scripted_source(script) as connection:
        warehouse.register(connection)
        reached: list[str] = []

        def fail_after_first_batch(step: str, what: str) -> None:
            if step == "batch published" and what.startswith("dossiers") and not reached:
                reached.append(what)
                script.answers.append((503, b""))

        with pytest.raises(SourceError):
            warehouse.read(connection, fail_after_first_batch, batch_records=1)
        assert [row.dossier_code for row in warehouse.query("SELECT dossier_code FROM core.dossier")] == ["A-1"]
        script.requests.clear()
        warehouse.read(connection)
    codes = warehouse.query("SELECT dossier_code FROM core.dossier ORDER BY 1")
    assert [row.dossier_code for row in codes] == ["A-1", "A-2"]
    assert [cursor for feed, cursor in script.requests if feed == "dossiers"] == ["1"], "it went on at its cursor"
    assert warehouse.query("SELECT last_error FROM audit.source")[0].last_error is None


def test_an_expired_cursor_begins_again_a_little_before_the_latest_record(warehouse: Warehouse) -> None:
    script = script_of([dossier("A-1")], [dossier("A-2", CapNhatLuc="2026-03-02T09:00:00+07:00")])
    with scripted_source(script) as connection:
        warehouse.register(connection)

        def expire(step: str, what: str) -> None:
            if step == "batch published" and what.startswith("dossiers") and len(script.requests) == 3:
                script.answers.append((410, b""))

        warehouse.read(connection, expire, batch_records=1)
    assert [cursor for feed, cursor in script.requests if feed == "dossiers"] == [None, "1", None, "1"]
    codes = warehouse.query("SELECT dossier_code FROM core.dossier ORDER BY 1")
    assert [row.dossier_code for row in codes] == ["A-1", "A-2"]


def test_a_cursor_that_stands_still_stops_with_a_message(warehouse: Warehouse) -> None:
    page = {"schema_version": "1.0", "source_system": "scripted", "as_of": "2026-10-01T06:00:00+07:00", "data": []}
    stuck = json.dumps({**page, "next_cursor": "here"}).encode()
    message = fail(warehouse, Script(answers=[(200, stuck), (200, stuck)]))
    assert "the feed would never end" in message


def test_a_source_that_renames_itself_stops(warehouse: Warehouse) -> None:
    with scripted_source(script_of([])) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
    message = fail(warehouse, script_of([], source_system="renamed"))
    assert "renamed" in message
    assert "bound to another id" in message


def test_two_connections_to_one_source_stop(warehouse: Warehouse) -> None:
    with scripted_source(script_of([])) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
    assert "another connection already reads" in fail(warehouse, script_of([]), "second")


@pytest.mark.parametrize("name", ["../up", "", "a" * 65, "có dấu"], ids=["a path", "empty", "too long", "not ASCII"])
def test_a_source_id_that_is_no_plain_name_is_refused(warehouse: Warehouse, name: str) -> None:
    assert "source_system must be" in fail(warehouse, script_of([], source_system=name))
    assert not warehouse.settings.landing_dir.exists()


def test_a_clock_without_its_offset_is_refused(warehouse: Warehouse) -> None:
    assert "as_of without an offset" in fail(warehouse, script_of([], as_of="2026-10-01T06:00:00"))


def test_the_token_is_in_no_message(warehouse: Warehouse) -> None:
    with scripted_source(script_of([], answers=[(401, b"")])) as connection:
        secret = SourceConnection("scripted", connection.url, "s3cr3t-token")
        warehouse.register(secret)
        with pytest.raises(SourceError) as raised:
            warehouse.read(secret)
    assert "s3cr3t" not in str(raised.value)
    assert "s3cr3t" not in repr(warehouse.query("SELECT * FROM audit.source"))
