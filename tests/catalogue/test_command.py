"""What ``python -m onestop.catalogue`` tells: every change, and of many new entries only how many they are."""

from __future__ import annotations

import pytest

from onestop.catalogue.__main__ import MANY, summary

NEW = [f"figures: figure_{number} is new" for number in range(MANY + 1)]
OTHERS = ["plans: province month on_time_simple is taken out", "schemes: two_things 1 is changed"]


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ([], []),
        ([*NEW[:MANY], *OTHERS], [*NEW[:MANY], *OTHERS]),
        ([OTHERS[0], *NEW, OTHERS[1]], [f"{MANY + 1} entries of the catalogue are new", *OTHERS]),
    ],
)
def test_many_new_entries_are_counted(told: list[str], shown: list[str]) -> None:
    assert summary(told) == shown
