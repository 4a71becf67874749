"""Start processes that outlive the command, find them again, and stop them with their children."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

import httpx
import psutil

from embedded import StackError

LOG_LIMIT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """What to run, in which environment.

    Only `significant` variables and the files under `sources` decide whether a running process is outdated;
    the rest of the environment differs from one terminal to the next.
    """

    name: str
    argv: tuple[str, ...]
    cwd: Path
    environ: Mapping[str, str] = field(repr=False)
    significant: Mapping[str, str] = field(repr=False)
    sources: tuple[Path, ...] = ()

    def digest(self) -> str:
        """Return a fingerprint of the command, its configuration and the code that it keeps in memory."""
        content = hashlib.sha256(json.dumps([self.argv, sorted(self.significant.items())]).encode())
        for source in self.sources:
            for path in sorted(source.rglob("*.py")) if source.is_dir() else [source]:
                content.update(path.read_bytes())
        return content.hexdigest()


@dataclass(frozen=True, slots=True)
class Service:
    """A process that answers HTTP on a loopback port, and how long it may take to do so."""

    spec: ProcessSpec
    purpose: str
    port: int
    port_variable: str
    path: str
    seconds: float

    def answers(self) -> bool:
        """Return whether it answers at all."""
        try:
            httpx.get(f"http://127.0.0.1:{self.port}{self.path}", trust_env=False, timeout=5)
        except httpx.TransportError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Record:
    """A started process. The time of its creation tells it from a later one with the same number."""

    name: str
    pid: int
    created: float
    digest: str

    def is_alive(self) -> bool:
        """Return whether this very process still runs."""
        try:
            process = psutil.Process(self.pid)
            return _is_same(process, self.created) and not has_ended(process)
        except psutil.NoSuchProcess:
            return False

    def session_processes(self) -> list[psutil.Process]:
        """Return the process and all others of its session, also if the process itself was killed.

        The kernel does not reuse a process number while a session has it, so all members of the session are ours.
        """
        with suppress(psutil.NoSuchProcess):
            if not _is_same(psutil.Process(self.pid), self.created):
                return []
        members = {process for process in psutil.process_iter() if _session(process) == self.pid}
        return list(members.union(*(_children(member) for member in members)))


@dataclass(frozen=True, slots=True)
class ProcessTable:
    """The detached processes of one checkout: a record and a log file for each."""

    records: Path
    logs: Path

    def log_path(self, name: str) -> Path:
        """Return the log file of that process."""
        return self.logs / f"{name}.log"

    def is_running(self, name: str) -> bool:
        """Return whether that process was started from here and is alive."""
        record = self._read(name)
        return record is not None and record.is_alive()

    def started_at(self, name: str) -> float:
        """Return when that process was started, in seconds of the system clock; 0 if it never was."""
        record = self._read(name)
        return 0.0 if record is None else record.created

    def is_current(self, spec: ProcessSpec) -> bool:
        """Return whether the process runs with this very configuration."""
        record = self._read(spec.name)
        return record is not None and record.is_alive() and record.digest == spec.digest()

    def names(self) -> list[str]:
        """Return all recorded processes, alive or not."""
        return sorted(path.stem for path in self.records.glob("*.json"))

    def start(self, spec: ProcessSpec) -> None:
        """Start the process in a session of its own, so that it survives this command and its terminal."""
        self.records.mkdir(parents=True, exist_ok=True)
        digest = spec.digest()
        with open_log(self.log_path(spec.name)) as log:
            child = subprocess.Popen(
                spec.argv,
                env=dict(spec.environ),
                cwd=spec.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        # It outlives this command on purpose, so nobody here waits for its exit status.
        child.returncode = 0
        record = Record(spec.name, child.pid, psutil.Process(child.pid).create_time(), digest)
        self._path(spec.name).write_text(json.dumps(asdict(record)), encoding="utf-8")

    def launch(self, service: Service) -> None:
        """Start a service unless it runs as wanted; it may need a while until it answers."""
        if not self.is_current(service.spec):
            self.stop([service.spec.name])
            require_free_port(service.port, service.purpose, service.port_variable)
            self.start(service.spec)

    def await_answer(self, service: Service) -> None:
        """Wait until a launched service answers."""
        name = service.spec.name
        wait_until(lambda: service.answers() or not self.is_running(name), service.seconds)
        if not self.is_running(name) or not service.answers():
            log = self.log_path(name)
            raise StackError(
                f"{name}: {service.purpose} does not answer on port {service.port}. "
                f"The end of {log}:\n{last_lines(log)}"
            )

    def stop(self, names: Iterable[str]) -> None:
        """Terminate the processes, kill them after a while, and return when they and their children are gone."""
        records = [record for record in map(self._read, names) if record is not None]
        processes = [process for record in records for process in record.session_processes()]
        started = {record.pid for record in records}
        end([process for process in processes if process.pid in started], seconds=15)
        end(processes, seconds=5)
        for record in records:
            self._path(record.name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.records / f"{name}.json"

    def _read(self, name: str) -> Record | None:
        try:
            return Record(**json.loads(self._path(name).read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None  # never started, or half written in a crash: nothing to find either way


def has_ended(process: psutil.Process) -> bool:
    """Return whether the process has ended, zombies included: in many containers nobody waits for them."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def end(processes: Sequence[psutil.Process], seconds: float) -> None:
    """Terminate processes; kill those that have not ended after the given time."""
    for process in _alive(processes):
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    if not wait_until(lambda: not _alive(processes), seconds):
        for process in _alive(processes):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        wait_until(lambda: not _alive(processes), seconds)


def open_log(path: Path) -> BinaryIO:
    """Open a log to append to; a long one is renamed first, so that a log never takes more than two files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".old.log"))
    return path.open("ab")


def last_lines(path: Path, count: int = 15) -> str:
    """Return the end of a log, indented, for a message."""
    if not path.is_file():
        return "    (no log)"
    lines = path.read_bytes()[-20_000:].decode("utf-8", errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in lines[-count:])


def wait_until(ready: Callable[[], bool], seconds: float, interval: float = 0.1) -> bool:
    """Poll until ready; false when the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(interval)
    return True


def free_port() -> int:
    """Return a loopback port that nobody listens on right now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def require_free_port(port: int, purpose: str, variable: str) -> None:
    """Stop with a message when somebody else has the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise StackError(
                f"Port {port} for {purpose} needs more rights than this user has. Set {variable} above 1023."
            ) from None
        except OSError:
            raise StackError(
                f"Port {port} for {purpose} is taken{_port_owner(port)}. "
                f"Stop what holds it, or set {variable} to a free one."
            ) from None


def _port_owner(port: int) -> str:
    # The process of another user is hidden; the message then does not name it.
    with suppress(psutil.Error, OSError):
        for connection in psutil.net_connections(kind="tcp"):
            if connection.laddr and connection.laddr.port == port and connection.status == psutil.CONN_LISTEN:
                process = psutil.Process(connection.pid) if connection.pid else None
                return f" by {process.name()} (process {process.pid})" if process else ""
    return ""


def _alive(processes: Sequence[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if not has_ended(process)]


def _is_same(process: psutil.Process, created: float) -> bool:
    return abs(process.create_time() - created) < 1


def _session(process: psutil.Process) -> int | None:
    try:
        return os.getsid(process.pid)
    except OSError:
        return None


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []
