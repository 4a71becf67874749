"""A backup brings everything back into an empty place, or says why it cannot; nothing is read twice afterwards."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from embedded import commands
from embedded.__main__ import main
from embedded.postgres import EmbeddedPostgres
from embedded.processes import free_port
from embedded.stack import EmbeddedStack
from onestop.config.settings import Settings, SourceConnection, as_sqlalchemy
from onestop.operations.backup import BackupError, Manifest, _tellable, check, restore, save
from onestop.operations.backup import main as backup_command
from onestop.publish.rankings import publish_pending
from onestop.show.pages import render_pages
from onestop.warehouse.database import connect, transaction
from onestop.warehouse.migrate import migrate, revision_of
from simulator.testing import running_source
from simulator.world import Scale, build_world
from tests.support.connections import connection_to
from tests.support.scripted import dossier, script_of, scripted_source
from tests.support.warehouse import Warehouse, migrate_warehouse, open_warehouse

pytestmark = pytest.mark.slow

SCHEMAS = ("core", "mart", "quarantine", "audit")
FOLDERS = ("landing", "sheets", "overrides", "site", "internal/quality")
# Files that nothing writes in this world stand for those that people and checks would have written.
DROPPED = {
    "sheets/targets/chi-tieu.csv": "Mã đơn vị;Chỉ tiêu\n",
    "sheets/targets/.mau.sha256": "0" * 64,
    "overrides/sua.csv": "Mã hồ sơ\n",
    "internal/quality/1.html": "<p>Đạt</p>",
}
BEING_WRITTEN = ("landing/hue/dossiers/.x.part", "site/H57/.month-v1.former/index.html")


@dataclass
class Before:
    """A warehouse that was saved, and what was in it."""

    backup: Path
    content: dict[str, list[tuple[object, ...]]]
    files: dict[str, bytes]
    revision: str | None
    hue: SourceConnection


def files_below(var_dir: Path) -> dict[str, bytes]:
    """Return the files of the saved folders by their path."""
    return {
        str(path.relative_to(var_dir)): path.read_bytes()
        for folder in FOLDERS
        for path in sorted((var_dir / folder).rglob("*"))
        if path.is_file() and str(path.relative_to(var_dir)) not in BEING_WRITTEN
    }


def write(var_dir: Path, path: str, text: str) -> None:
    target = var_dir / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def own(warehouse: Warehouse) -> Settings:
    """Return the settings with which a warehouse is saved and restored: those of its owner."""
    address = warehouse.owner_url.replace("postgresql+psycopg2", "postgres")
    return replace(warehouse.settings, owner_url=address)


def open_new(server: EmbeddedPostgres, name: str, var_dir: Path) -> Warehouse:
    """Open an empty database, one that was never migrated."""
    owner_url = as_sqlalchemy(server.create_warehouse_database(name))
    return open_warehouse(server.url("onestop_pipeline", name), owner_url, var_dir)


def everything(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table: also how our own work was numbered."""
    return warehouse.content(*SCHEMAS, excluded=())


def revision(warehouse: Warehouse) -> str | None:
    engine = connect(warehouse.owner_url)
    with transaction(engine) as connection:
        found = revision_of(connection)
    engine.dispose()
    return found


@pytest.fixture(scope="module")
def before(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Before]:
    """A small world that was read, measured, published and rendered, saved, and then destroyed."""
    var_dir, backups = tmp_path_factory.mktemp("var"), tmp_path_factory.mktemp("backups")
    doomed = open_new(server, "doomed", var_dir)
    migrate_warehouse(doomed.owner_url)
    doomed.set_clock("2026-10-01T07:00:00+07:00")
    doomed.keep_periods("month")
    doomed.keep_plans("on_time_simple")
    with running_source(build_world(Scale(dossiers=200, communes=3))) as source:
        hue = connection_to(source)
        doomed.register(hue)
        doomed.read(hue)
        doomed.refresh()
        assert len(publish_pending(doomed.engine)) == 12
        render_pages(doomed.engine, doomed.settings)
        for path, text in DROPPED.items():
            write(var_dir, path, text)
        for path in BEING_WRITTEN:
            write(var_dir, path, "half")
        saved = save(replace(own(doomed), backups_dir=backups))
        known = Before(saved, everything(doomed), files_below(var_dir), revision(doomed), hue)
        doomed.engine.dispose()
        server.drop_database("doomed")
        shutil.rmtree(var_dir)
        yield known


@pytest.fixture
def empty(server: EmbeddedPostgres, tmp_path: Path) -> Iterator[Warehouse]:
    """An empty database, one that was never migrated, and no folders."""
    made = open_new(server, "empty", tmp_path / "var")
    yield made
    made.engine.dispose()
    server.drop_database("empty")


def test_every_row_and_every_file_comes_back(before: Before, empty: Warehouse) -> None:
    restore(own(empty), before.backup)
    assert everything(empty) == before.content
    assert before.content["core.dossier"]
    assert before.content["mart.publication"]
    assert files_below(empty.settings.var_dir) == before.files
    assert set(DROPPED) < set(before.files)
    assert not any((empty.settings.var_dir / path).exists() for path in BEING_WRITTEN)
    assert revision(empty) == before.revision


def test_the_pipeline_goes_on_and_reads_nothing_twice(before: Before, empty: Warehouse) -> None:
    restore(own(empty), before.backup)
    migrate(empty.owner_url)
    facts, pages = empty.content("core", "mart"), files_below(empty.settings.var_dir)
    latest = empty.query("SELECT max(batch_id) AS id FROM audit.batch")[0].id
    first = empty.query("SELECT sum(received) AS n FROM audit.batch")[0].n

    empty.read(before.hue)
    empty.refresh()
    assert publish_pending(empty.engine) == []
    again = empty.query(
        "SELECT sum(received) AS received, sum(inserted + updated) AS changed, min(batch_id) AS id FROM audit.batch "
        f"WHERE batch_id > {latest}"
    )[0]
    # What lies within the overlap is read again, and found unchanged.
    assert (again.changed, again.id) == (0, latest + 1)
    assert 0 < again.received < first / 10
    assert empty.content("core", "mart") == facts
    assert {name: pages[name] for name in pages if name.startswith("site/")} == {
        name: content for name, content in files_below(empty.settings.var_dir).items() if name.startswith("site/")
    }


class InterruptedReadError(Exception):
    """A run ended here."""


def test_a_batch_under_way_is_staged_again_from_its_pages(
    warehouse: Warehouse, another_warehouse: Warehouse, empty: Warehouse
) -> None:
    def end_after(step: str, path: str) -> None:
        if step == "batch staged" and "dossiers" in path:
            raise InterruptedReadError

    with scripted_source(script_of([dossier("A-1"), dossier("A-2")])) as hue:
        for each in (warehouse, another_warehouse):
            each.register(hue)
        another_warehouse.read(hue)
        with pytest.raises(InterruptedReadError):
            warehouse.read(hue, end_after)
        assert len(warehouse.query("SELECT FROM staging.dossier")) == 2
        restore(own(empty), save(own(warehouse)))
        assert empty.query("SELECT FROM staging.dossier") == []
        empty.read(hue)
    assert len(empty.query("SELECT FROM core.dossier")) == 2
    assert empty.content("core", "quarantine") == another_warehouse.content("core", "quarantine")


def test_roles_may_what_they_might_before(before: Before, empty: Warehouse, server: EmbeddedPostgres) -> None:
    restore(own(empty), before.backup)
    reader = connect(as_sqlalchemy(server.url("onestop_reader", "empty")))
    with transaction(reader) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM mart.ranking").scalar_one() > 0
        with pytest.raises(Exception, match="permission denied for schema core"):
            connection.exec_driver_sql("SELECT count(*) FROM core.dossier")
    reader.dispose()


def test_a_backup_is_for_its_owner_only_and_says_what_it_is(before: Before) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in before.backup.iterdir()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(before.backup.stat().st_mode) == 0o700
    manifest = json.loads((before.backup / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) | {"manifest.json"} == set(modes)
    assert manifest["revision"] == before.revision
    assert manifest["made_at"].endswith("+07:00")
    everything_saved = b"".join(path.read_bytes() for path in before.backup.iterdir())
    assert b"PASSWORD" not in everything_saved


def test_the_commands_bring_a_stack_back(
    before: Before, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The server's account must be able to enter the folder, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        environ = {"ONESTOP_VAR": folder, "ONESTOP_POSTGRES_PORT": str(free_port())}
        monkeypatch.setattr(commands, "environment", lambda: environ)
        assert main(["backup"]) == 1
        assert "The stack is not up here." in capsys.readouterr().err
        assert main(["restore", ""]) == 1
        assert "Say which backup" in capsys.readouterr().err
        assert main(["restore", str(before.backup)]) == 0
        assert "`make up` goes on from there." in capsys.readouterr().out

        stack = EmbeddedStack(environ)
        assert not stack.server.is_running()
        stack.server.start()
        try:
            assert main(["restore", str(before.backup)]) == 1
            assert "The stack runs here. Stop it with `make down`" in capsys.readouterr().err
            opened = open_warehouse(stack.server.url("onestop_pipeline"), "", Path(folder))
            assert everything(opened) == before.content
            opened.engine.dispose()
            assert main(["backup"]) == 0
            (saved,) = (Path(folder) / "backups").iterdir()
            assert f"saved: {saved}, " in capsys.readouterr().out
        finally:
            stack.server.stop()
        assert Manifest.read(saved).revision == before.revision


def test_containers_save_and_restore_by_a_command(
    before: Before, empty: Warehouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Settings, "from_env", lambda: replace(own(empty), backups_dir=before.backup.parent))
    assert backup_command(["save"]) == 1
    assert "save: There is nothing to save" in capsys.readouterr().err
    assert backup_command(["restore", before.backup.name]) == 0
    assert f"with schema {before.revision}" in capsys.readouterr().out
    assert everything(empty) == before.content
    assert backup_command(["restore", before.backup.name]) == 1
    assert "A backup goes into an empty place" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "it said nothing"),
        ("pg_restore: error: connection refused\nis it up?\n", "pg_restore: error: connection refused"),
        (
            'pg_restore: error: COPY failed for table "fee": ERROR:  invalid input syntax: "Nguyễn Văn A"\n',
            'pg_restore: error: COPY failed for table "fee"',
        ),
    ],
    ids=["nothing", "no server", "a value"],
)
def test_no_value_is_told(said: str, told: str) -> None:
    assert _tellable(said) == told


@pytest.fixture
def copy(before: Before, tmp_path: Path) -> Path:
    """A copy of the backup, to be spoilt."""
    return Path(shutil.copytree(before.backup, tmp_path / before.backup.name))


def refusal(warehouse: Warehouse, folder: Path) -> str:
    """Return why a restore is refused; nothing was changed then."""
    with pytest.raises(BackupError) as refused:
        restore(own(warehouse), folder)
    assert revision(warehouse) is None
    assert not warehouse.settings.var_dir.exists()
    return str(refused.value)


def test_a_truncated_backup_is_refused(copy: Path, empty: Warehouse) -> None:
    dump = copy / "warehouse.dump"
    size = dump.stat().st_size
    os.truncate(dump, size - 1)
    assert refusal(empty, copy) == (
        f"The backup is damaged: {dump} has {size - 1} bytes instead of {size}. Copy it again, or restore another one."
    )


def test_a_backup_with_a_changed_byte_is_refused(copy: Path, empty: Warehouse) -> None:
    archive = copy / "landing.tar"
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)
    assert "is not what was saved, by its SHA-256" in refusal(empty, copy)


def test_a_backup_that_lacks_a_file_is_refused(copy: Path, empty: Warehouse) -> None:
    (copy / "sheets.tar.gz").unlink()
    assert f"{copy / 'sheets.tar.gz'} is missing" in refusal(empty, copy)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"files": {"x": {"size": 1}}}'])
def test_a_folder_without_a_sound_manifest_is_no_backup(copy: Path, empty: Warehouse, content: str) -> None:
    (copy / "manifest.json").write_text(content, encoding="utf-8")
    assert "is no backup" in refusal(empty, copy)


def test_a_backup_without_a_warehouse_is_none(copy: Path, empty: Warehouse) -> None:
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    del manifest["files"]["warehouse.dump"]
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "is no backup" in refusal(empty, copy)


def test_a_backup_of_a_later_schema_is_refused(copy: Path, empty: Warehouse) -> None:
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    later = {**manifest, "version": "9.0.0", "revision": "9999"}
    (copy / "manifest.json").write_text(json.dumps(later), encoding="utf-8")
    said = refusal(empty, copy)
    assert "made by onestop 9.0.0 with schema 9999" in said
    assert "Restore it with that version or a later one." in said


def test_a_place_that_is_not_empty_is_refused(before: Before, warehouse: Warehouse) -> None:
    write(warehouse.settings.var_dir, "sheets/targets/a.csv", "a")
    content = warehouse.content(*SCHEMAS)
    with pytest.raises(BackupError, match="empty place") as refused:
        restore(own(warehouse), before.backup)
    assert f"something in the warehouse, {warehouse.settings.sheets_dir}." in str(refused.value)
    assert warehouse.content(*SCHEMAS) == content
    assert not warehouse.settings.landing_dir.exists()


def test_an_empty_warehouse_is_not_saved(empty: Warehouse) -> None:
    with pytest.raises(BackupError, match="nothing to save"):
        save(own(empty))
    assert not empty.settings.backups_dir.exists()


def test_a_backup_that_fails_leaves_nothing(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("onestop.operations.backup._pack", fail)
    with pytest.raises(OSError, match="No space left"):
        save(own(warehouse))
    assert list(warehouse.settings.backups_dir.iterdir()) == []


def test_a_migration_waits_for_a_backup(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def look(*_: object) -> None:
        seen.extend(warehouse.query("SELECT pg_try_advisory_lock(766001) AS is_free"))

    monkeypatch.setattr("onestop.operations.backup._dump", look)
    save(own(warehouse))
    assert [row.is_free for row in seen] == [False]


def test_the_latest_backups_are_kept(warehouse: Warehouse) -> None:
    settings = replace(own(warehouse), backups_kept=2)
    write(settings.backups_dir, "notes.txt", "of somebody else")
    for night in ("20260101-020000", "20260102-020000", "20260103-020000"):
        write(settings.backups_dir, f"onestop-{night}/manifest.json", "{}")
    write(settings.backups_dir, "onestop-20200101-020000/notes.txt", "no backup")
    write(settings.backups_dir, ".onestop-20260104-020000.part/warehouse.dump", "of a killed one")
    latest = save(settings)
    assert {path.name for path in settings.backups_dir.iterdir()} == {
        latest.name,
        "onestop-20260103-020000",
        "onestop-20200101-020000",
        "notes.txt",
    }
    assert check(latest) == Manifest.read(latest)
