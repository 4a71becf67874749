"""The process of Great Expectations: one line of JSON in, one line out, until the input ends."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO


def main() -> None:
    """Read the warehouse's address from the first line, then examine one suite for each line."""
    # Great Expectations prints, and only answers may reach the caller.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    address = json.loads(sys.stdin.readline())["address"]
    try:
        from onestop.quality.examination import ExaminationError, Examiner
    except ImportError as error:
        _answer(answers, {"error": f"Great Expectations cannot be imported ({error}); install requirements.txt"})
        return
    with Examiner(address) as examiner:
        _answer(answers, {"version": examiner.version})
        for line in sys.stdin:
            try:
                _answer(answers, {"results": examiner.examine(json.loads(line))})
            except ExaminationError as error:
                _answer(answers, {"error": str(error)})


def _answer(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
