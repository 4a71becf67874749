"""Page files: a name in the landing folder means a whole page, synced before anything points to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from onestop.contract.feeds import DOSSIERS
from onestop.contract.pages import Records, read_sent
from onestop.ingest import landing
from tests.support.scripted import dossier


def page(*codes: str) -> Records:
    """Return a page of dossiers."""
    return read_sent([dossier(code) for code in codes], DOSSIERS)


def files_below(folder: Path) -> list[str]:
    """Return the names of the files below a folder, without the part that chance made."""
    return sorted(path.suffix for path in folder.rglob("*") if path.is_file())


def codes_of(folder: Path, path: str) -> list[str]:
    """Return the codes of the dossiers of a page."""
    return [msgspec.json.decode(line)["MaHoSo"] for line in landing.read(folder, path)]


def test_pages_get_their_names_together_at_the_end(tmp_path: Path) -> None:
    with landing.PageFiles(tmp_path) as files:
        landed = [files.land("hue", "dossiers", page("A-1", "A-2")), files.land("hue", "dossiers", page("B-1"))]
        assert files_below(tmp_path) == [".part", ".part"]
    assert files_below(tmp_path) == [".gz", ".gz"]
    assert [codes_of(tmp_path, each.path) for each in landed] == [["A-1", "A-2"], ["B-1"]]
    assert [(each.records, each.field_counts["MaHoSo"]) for each in landed] == [(2, 2), (1, 1)]


def test_the_same_content_is_the_same_file(tmp_path: Path) -> None:
    for _ in range(2):
        with landing.PageFiles(tmp_path) as files:
            assert files.land("hue", "dossiers", page("A-1")) == files.land("hue", "dossiers", page("A-1"))
        (file,) = tmp_path.rglob("*.gz")
        os.utime(file, (0, 0))
    with landing.PageFiles(tmp_path) as files:
        files.land("hue", "dossiers", page("A-1"))
        assert file.stat().st_mtime > 0, "what removes old pages sees that it is needed again"
    assert files_below(tmp_path) == [".gz"]


def test_nothing_is_left_of_what_failed(tmp_path: Path) -> None:
    def fail() -> None:
        with landing.PageFiles(tmp_path) as files:
            files.land("hue", "dossiers", page("A-1"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert files_below(tmp_path) == []


def test_files_are_synced_before_they_get_their_names_and_folders_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, replace = os.fsync, Path.replace
    done: list[tuple[str, str]] = []

    def note_sync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        done.append(("sync", "folder" if path.is_dir() else path.suffix))
        fsync(descriptor)

    def note_name(path: Path, target: Any) -> Path:
        done.append(("name", Path(target).suffix))
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "replace", note_name)
    with landing.PageFiles(tmp_path) as files:
        landed = [files.land("hue", "dossiers", page(code)) for code in ("A-1", "B-1")]
        assert done == []
    folders = {Path(each.path).parent for each in landed}
    # Those of the pages, of the feed, of the source, and the landing folder itself.
    assert done == [("sync", ".part")] * 2 + [("name", ".gz")] * 2 + [("sync", "folder")] * (len(folders) + 3)
