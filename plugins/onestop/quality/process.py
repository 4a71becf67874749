"""Run a process that answers one line of JSON with another; end it when it does not."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from onestop.errors import InspectionError

_CHUNK = 1 << 16


class Process:
    """A child that reads requests from its standard input and writes answers to its standard output."""

    def __init__(self, command: Sequence[str], folder: Path, seconds: float) -> None:
        """Start it.

        Args:
            command: what to execute.
            folder: where to execute it.
            seconds: how long an answer may take.
        """
        self._seconds = seconds
        self._child = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )

    def ask(self, what: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Send a request and wait for its answer.

        Args:
            what: what the request is about, for messages.
            request: what JSON can say.

        Raises:
            InspectionError: the process ended or took too long, and is gone; or it answered with an error.
        """
        try:
            self._input.write(json.dumps(request).encode() + b"\n")
            answer = cast("dict[str, Any]", json.loads(self._line()))
        except (EOFError, BrokenPipeError):
            status = self._child.wait()
            self.close()
            raise InspectionError(
                f"{what}: the process of Great Expectations {_ending(status)}; look for a lack of memory and for "
                "broken packages, then run again. ONESTOP_QUALITY=off does without it"
            ) from None
        except TimeoutError:
            self.close()
            raise InspectionError(
                f"{what}: Great Expectations gave no answer within {self._seconds:g} s and was ended; look for what "
                "keeps the database busy, or raise ONESTOP_QUALITY_SECONDS. ONESTOP_QUALITY=off does without it"
            ) from None
        if "error" in answer:
            raise InspectionError(f"{what}: {answer['error']}")
        return answer

    def close(self) -> None:
        """End the process in any state."""
        self._child.kill()
        self._child.wait()
        self._input.close()
        self._output.close()

    @property
    def is_running(self) -> bool:
        """Whether it can be asked."""
        return self._child.poll() is None

    @property
    def _input(self) -> BinaryIO:
        return cast("BinaryIO", self._child.stdin)

    @property
    def _output(self) -> BinaryIO:
        return cast("BinaryIO", self._child.stdout)

    def _line(self) -> bytes:
        """Read to the end of the line; what the child has to say is one line for each request."""
        deadline = time.monotonic() + self._seconds
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self._output], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            chunk = os.read(self._output.fileno(), _CHUNK)
            if not chunk:
                raise EOFError
            line += chunk
        return line


def _ending(status: int) -> str:
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
