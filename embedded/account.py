"""Who runs the database server, and where its files can lie.

PostgreSQL refuses to run as root. Started by root it gets an account of its own, which must be able to enter
the folder of the data and to execute the programs; where the checkout is closed to it, both go elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TypedDict

from embedded import StackError
from onestop.operations.programs import INSTALLATION, WHEEL, installed_programs

OWN_ACCOUNT = "onestop-pg"
OTHER_ACCOUNTS = ("postgres", "nobody")
OTHER_PLACES = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - a folder of our own is made in it


class Identity(TypedDict, total=False):
    """The arguments that let `subprocess` change to an account."""

    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True, slots=True)
class Account:
    """The account of the server: another one when root starts it, else the caller's own."""

    name: str
    uid: int
    gid: int
    is_other: bool

    def identity(self) -> Identity:
        """Return the arguments that start a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}

    def make_private_folder(self, folder: Path) -> bool:
        """Make a folder that belongs to the account; false when it cannot enter it."""
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self.give_ownership(folder)
            folder.chmod(0o700)
        except PermissionError:
            return False
        return self._succeeds(["/bin/sh", "-c", 'cd "$1" && test -w .', "sh", str(folder)])

    def give_ownership(self, path: Path) -> None:
        """Hand a file or folder over to the account."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def can_run(self, program: Path) -> bool:
        """Return whether the account may execute the program and what it loads."""
        return self._succeeds([str(program), "--version"])

    def _succeeds(self, command: list[str]) -> bool:
        try:
            done = subprocess.run(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                **self.identity(),
            )
        except PermissionError:
            return False
        return done.returncode == 0


def server_account() -> Account:
    """Return the caller's account, or for root one without rights, created when it is missing."""
    if os.geteuid() != 0:
        # The name is only for messages: an account without an entry is named by its number.
        return Account(str(os.geteuid()), os.geteuid(), os.getegid(), is_other=False)
    for name in (OWN_ACCOUNT, *OTHER_ACCOUNTS):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            if name != OWN_ACCOUNT or not _create_account(name):
                continue
            entry = pwd.getpwnam(name)
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, is_other=True)
    raise StackError(
        "PostgreSQL refuses to run as root, and there is no account for it. Create one with "
        f"`useradd --system {OWN_ACCOUNT}`, or run make as a normal user."
    )


def _create_account(name: str) -> bool:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return False
    command = [
        useradd,
        "--system",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/bin/false",
        name,
    ]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def choose_home(var_dir: Path, account: Account) -> Path:
    """Return the folder of the server's data: in `var`, or a place that the account can enter, noted in `var`."""
    preferred, note = var_dir / "postgres", var_dir / "postgres-home"
    if note.is_file():
        return Path(note.read_text(encoding="utf-8").strip())
    if account.make_private_folder(preferred):
        return preferred
    if (preferred / "data").exists():
        raise StackError(
            f"The account {account.name} cannot enter {preferred}, where the database lies. Open the folders "
            f"above it with `chmod o+x`, or run make as the user who made it."
        )
    home = _other_home(var_dir, account)
    preferred.rmdir()
    note.write_text(f"{home}\n", encoding="utf-8")
    return home


def _other_home(var_dir: Path, account: Account) -> Path:
    name = f"onestop-{short_hash(var_dir)}"
    for place in OTHER_PLACES:
        if place.is_dir() and os.access(place, os.W_OK) and account.make_private_folder(place / name):
            return place / name
    raise StackError(
        f"The account {account.name} of the database can enter neither {var_dir} nor a folder in "
        f"{' or '.join(map(str, OTHER_PLACES))}. Set ONESTOP_VAR to a folder that it can enter."
    )


def short_hash(path: Path) -> str:
    """Return a name for a path that is short and the same each time."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def server_programs(home: Path, account: Account) -> Path:
    """Return the folder of the server's programs, copied beside the data when the account cannot use the wheel's."""
    programs = installed_programs()
    if account.can_run(programs / "postgres"):
        return programs
    copy = home / f"programs-{metadata.version(WHEEL)}"
    if not copy.is_dir():
        _copy_programs(programs.parents[2], copy, account)
    return copy / WHEEL / INSTALLATION / "bin"


def _copy_programs(packages: Path, copy: Path, account: Account) -> None:
    """Copy to a new folder and rename it, so that a half copy is never taken for a whole one."""
    fresh = copy.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    # Programs find their libraries by the way from one folder to the other.
    for part in (Path(WHEEL) / INSTALLATION, Path(f"{WHEEL}.libs")):
        shutil.copytree(packages / part, fresh / part, symlinks=True)
    for folder, _, files in os.walk(fresh):
        for path in (Path(folder), *(Path(folder) / file for file in files)):
            if not path.is_symlink():
                account.give_ownership(path)
    fresh.rename(copy)
