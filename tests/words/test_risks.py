"""The risk of a dossier in words: its level, and what it was made from."""

from __future__ import annotations

import pytest

from onestop.words.risks import with_risk

ROW = {
    "risk": "high", "risk_level": 4, "risk_cases": 60, "risk_late_cases": 23, "risk_tenth": 8, "risk_minutes_used": 1920,
    "risk_holder_name": "Phường Thuận Hóa",
}  # fmt: skip
GROUPS = {1: "của thủ tục này do Phường Thuận Hóa xử lý", 4: "của thủ tục này"}


@pytest.mark.parametrize("level", GROUPS)
def test_the_reason_names_the_counts_and_whose_dossiers_they_are(level: int) -> None:
    shown = with_risk({**ROW, "risk_level": level})
    assert shown["risk_level_vi"] == "cao"
    assert shown["risk_reason_vi"] == (
        f"23 trong 60 hồ sơ {GROUPS[level]}, đã qua 80% thời hạn mà chưa xong, thì bị quá hạn. "
        "Hồ sơ này đã qua 4 ngày làm việc."
    )


def test_a_dossier_without_an_estimate_has_no_words() -> None:
    shown = with_risk({**ROW, "risk": None})
    assert (shown["risk_level_vi"], shown["risk_reason_vi"]) == (None, None)
