"""Back up what cannot be computed again into one folder with a manifest; restore it into an empty place.

A backup is a dump of the warehouse and an archive of each folder that nothing else can give back: landed pages, what
offices handed in, what was published, reports of checks. Airflow's own database, logs and secrets are no part of it:
what is pending is in the tables of the warehouse. See docs/operations.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from onestop.config.settings import Settings, SettingsError
from onestop.errors import TellableError
from onestop.files import whole_folder
from onestop.operations.programs import installed_programs
from onestop.operations.version import Software, software
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import opened, transaction
from onestop.warehouse.locks import Lock, take_lock
from onestop.warehouse.migrate import known_revisions, revision_of

MANIFEST = "manifest.json"
DUMP = "warehouse.dump"
PREFIX = "onestop-"
# Half-written files and folders of ours; a moment later they are there as a whole, or gone.
UNFINISHED = (".part", ".former")


class BackupError(TellableError):
    """A backup cannot be made or used; the message says why and what to do about it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        made_at: when it was begun, in +07:00; the warehouse is that of this moment, folders are a little younger.
        version: the version of the software that made it.
        commit: its commit, empty where it was not known.
        revision: the schema of the warehouse.
        files: every file beside the manifest.
    """

    made_at: str
    version: str
    commit: str
    revision: str
    files: dict[str, Entry]

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest of a backup.

        Raises:
            BackupError: the folder is none, or its manifest is damaged.
        """
        try:
            content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            files = {name: Entry(**entry) for name, entry in content.pop("files").items()}
            if DUMP not in files:
                raise KeyError(DUMP)
            return cls(**content, files=files)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise BackupError(
                f"{folder} is no backup: it has no {MANIFEST} that can be read. Name the folder of a backup, "
                f"such as {PREFIX}20261123-020000, or take another one."
            ) from None

    def size(self) -> int:
        """Return the bytes of all files."""
        return sum(entry.bytes for entry in self.files.values())


def save(settings: Settings) -> Path:
    """Make a backup below ``settings.backups_dir``, also while the pipeline works, and remove the oldest.

    Args:
        settings: with the address of the warehouse's owner.

    Returns:
        The folder of the backup.

    Raises:
        BackupError: the warehouse is empty, or could not be dumped; there is no new backup then.
        WarehouseError: the warehouse cannot be reached.
        OSError: a file cannot be read or written; there is no new backup then.
    """
    made_at = wall_clock()
    target = settings.backups_dir / f"{PREFIX}{made_at:%Y%m%d-%H%M%S}"
    with opened(settings.owner_sqlalchemy_url) as engine, transaction(engine) as connection:
        # No migration under way, nor another backup; everything else goes on.
        take_lock(connection, Lock.MIGRATION)
        revision = revision_of(connection)
        if revision is None:
            raise BackupError("There is nothing to save: the warehouse is empty. Bring it up with `make up` first.")
        _sweep(settings.backups_dir)
        with whole_folder(target) as folder:
            folder.chmod(0o700)
            _dump(settings, folder / DUMP)
            # After the dump, so the pages and sheets that it names exist. What is removed meanwhile was old, of a batch
            # that was published long ago.
            for name, path in _saved_folders(settings).items():
                _pack(path, folder / name)
            _write_manifest(folder, made_at, revision, software(settings.commit))
    _sync(settings.backups_dir)
    _prune(settings)
    return target


def check(folder: Path) -> Manifest:
    """Check that this software can restore a backup.

    Raises:
        BackupError: it is damaged, or of a later schema than this software knows.
    """
    manifest = Manifest.read(folder)
    for name, entry in manifest.files.items():
        path = folder / name
        if wrong := _damage(path, entry):
            raise BackupError(f"The backup is damaged: {path} {wrong}. Copy it again, or restore another one.")
    if manifest.revision not in known_revisions():
        raise BackupError(
            f"The backup was made by onestop {manifest.version} with schema {manifest.revision}; this is "
            f"{software()}. Restore it with that version or a later one."
        )
    return manifest


def restore(settings: Settings, folder: Path) -> Manifest:
    """Restore a backup into an empty place: first the folders, then the warehouse in one transaction.

    Args:
        settings: with the address of the owner of an empty warehouse.
        folder: the backup.

    Returns:
        Its manifest.

    Raises:
        BackupError: the backup cannot be used, or the place is not empty; nothing was changed then. Or the warehouse
            refused the dump: it is still empty then, and the folders are not.
        WarehouseError: the warehouse cannot be reached.
        OSError: a folder cannot be written.
    """
    manifest = check(folder)
    _require_empty(settings)
    for name, path in _saved_folders(settings).items():
        if name in manifest.files:
            _unpack(folder / name, path)
    _load(settings, folder / DUMP)
    return manifest


def _damage(path: Path, entry: Entry) -> str:
    """Return what is wrong with a file of a backup; empty if nothing is. A file cut short is not read first."""
    if not path.is_file():
        return "is missing"
    if (size := path.stat().st_size) != entry.bytes:
        return f"has {size} bytes instead of {entry.bytes}"
    return "" if _entry(path) == entry else "is not what was saved, by its SHA-256"


def _saved_folders(settings: Settings) -> dict[str, Path]:
    """Return the folders that are saved, by the name of their archive; landed pages are compressed already."""
    return {
        "landing.tar": settings.landing_dir,
        "sheets.tar.gz": settings.sheets_dir,
        "overrides.tar.gz": settings.overrides_dir,
        # Pages could be made again, but not as they were when they were cited.
        "site.tar.gz": settings.site_dir,
        "quality.tar.gz": settings.quality_dir,
    }


def _dump(settings: Settings, target: Path) -> None:
    # Rows of staging are made again from the landed pages, as after a crash of the server.
    options = ("--format=custom", "--no-unlogged-table-data", "--statistics", f"--file={target}")
    _run_program(settings, "pg_dump", *options, failed="The warehouse could not be saved")


def _load(settings: Settings, dump: Path) -> None:
    options = ("--single-transaction", "--exit-on-error", "--no-owner", str(dump))
    _run_program(settings, "pg_restore", *options, failed="The dump was refused; begin again in an empty place")


def _run_program(settings: Settings, program: str, *options: str, failed: str) -> None:
    """Run a program of PostgreSQL on the warehouse; the password stays off the command line."""
    url = sa.make_url(settings.owner_sqlalchemy_url)
    where = (f"--host={url.host}", f"--port={url.port or 5432}", f"--username={url.username}", "--no-password")
    done = subprocess.run(
        [str(installed_programs() / program), *where, f"--dbname={url.database}", *options],
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PGPASSWORD": str(url.password or "")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        umask=0o077,
        check=False,
    )
    if done.returncode != 0:
        raise BackupError(f"{failed}: {_tellable(done.stderr)}")


def _tellable(said: str) -> str:
    """Return the first line of what a program said; of a COPY the table only, for the server quotes the value."""
    line = next(iter(said.strip().splitlines()), "it said nothing")
    return line.partition(": ERROR:")[0] if "failed for table" in line else line


def _pack(folder: Path, archive: Path) -> None:
    """Put the files of a folder into an archive; leave out files that are removed meanwhile."""
    with _private(archive) as file, tarfile.open(fileobj=file, mode="w:gz" if archive.suffix == ".gz" else "w") as tar:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not any(part.endswith(UNFINISHED) for part in inside.parts):
                with suppress(FileNotFoundError):
                    tar.add(path, arcname=str(inside), recursive=False)


def _unpack(archive: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")


def _require_empty(settings: Settings) -> None:
    with opened(settings.owner_sqlalchemy_url) as engine, transaction(engine) as connection:
        in_the_way = ["the warehouse"] if revision_of(connection) is not None else []
    in_the_way += [str(path) for path in _saved_folders(settings).values() if any(_files(path))]
    if in_the_way:
        raise BackupError(
            f"A backup goes into an empty place, and this one is not: there is something in {', '.join(in_the_way)}. "
            "Restore into a new ONESTOP_VAR or into new volumes, or move away what is there."
        )


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _write_manifest(folder: Path, made_at: dt.datetime, revision: str, by: Software) -> None:
    files = {path.name: _entry(path) for path in sorted(folder.iterdir())}
    manifest = Manifest(made_at.isoformat(timespec="seconds"), by.version, by.commit, revision, files)
    with _private(folder / MANIFEST) as file:
        file.write(json.dumps(asdict(manifest), indent=1).encode())
    for path in (*folder.iterdir(), folder):
        _sync(path)


def _entry(path: Path) -> Entry:
    with path.open("rb") as file:
        return Entry(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _private(path: Path) -> BinaryIO:
    """Open a new file that nobody else could read at any moment."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(backups: Path) -> None:
    """Remove what a killed backup left."""
    for folder in backups.glob(f".{PREFIX}*.part"):
        shutil.rmtree(folder)


def _prune(settings: Settings) -> None:
    """Remove all but the latest backups; what is no backup of ours stays."""
    backups = sorted(path.parent for path in settings.backups_dir.glob(f"{PREFIX}*/{MANIFEST}"))
    for folder in backups[: -settings.backups_kept]:
        shutil.rmtree(folder)


def main(arguments: list[str]) -> int:
    """Save or restore with the addresses and folders of the environment: for containers."""
    parser = argparse.ArgumentParser(prog="python -m onestop.operations.backup", description=main.__doc__)
    choices = parser.add_subparsers(dest="command", required=True)
    choices.add_parser("save", help="make a backup below ONESTOP_BACKUPS")
    choices.add_parser("restore", help="put a backup into an empty place").add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    try:
        settings = Settings.from_env()
        if options.command == "save":
            say_saved(save(settings))
        else:
            say_restored(restore(settings, settings.backups_dir / options.folder))
    except (TellableError, SettingsError, OSError) as error:
        sys.stderr.write(f"{options.command}: {error}\n")
        return 1
    return 0


def say_saved(folder: Path) -> None:
    """Print where a backup is and its size."""
    sys.stdout.write(f"saved: {folder}, {Manifest.read(folder).size() / 1_000_000:.1f} MB\n")


def say_restored(manifest: Manifest) -> None:
    """Print what was restored."""
    saved_by = f"saved by onestop {manifest.version} with schema {manifest.revision}"
    sys.stdout.write(f"restored: the state of {manifest.made_at}, {saved_by}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
