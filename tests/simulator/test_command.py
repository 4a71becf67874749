"""The command line, mostly in processes of its own."""

import filecmp
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from simulator.__main__ import command_line, main, scale_of
from simulator.defects import Defects
from simulator.truth import write_truth
from simulator.world import Scale, build_world

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FILES = ["form_ii06a.csv", "form_ii06a_quarter.csv", "manual_figures.csv", "ranking.csv", "recipients.csv"]


def command(*arguments: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "simulator",
        *arguments,
        "--dossiers",
        "200",
        "--seed",
        "5",
        "--communes",
        "4",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], Scale()),
        (["--dossiers", "5", "--seed", "6", "--communes", "7"], Scale(dossiers=5, seed=6, communes=7)),
        (["--defects", "profile"], Scale(defects=Defects.profile())),
        (["--cross-references"], Scale(cross_references=True)),
        (["--rich-histories"], Scale(rich_histories=True)),
        (["--own-procedures"], Scale(own_procedures=True)),
        (["--outside-receptions"], Scale(outside_receptions=True)),
        (["--first-month", "2025-02"], Scale(first_month=(2025, 2))),
    ],
)
def test_each_option_reaches_the_world(options: list[str], expected: Scale, tmp_path: Path) -> None:
    assert scale_of(command_line().parse_args(["truth", "--out", str(tmp_path), *options])) == expected


def test_truth_is_the_same_in_every_process(tmp_path: Path) -> None:
    write_truth(build_world(Scale(dossiers=200, seed=5, communes=4)), tmp_path / "here")
    subprocess.run(
        command("truth", "--out", str(tmp_path / "there")),
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        check=True,
    )
    same, different, missing = filecmp.cmpfiles(tmp_path / "here", tmp_path / "there", FILES, shallow=False)
    assert (same, different, missing) == (FILES, [], [])


def test_defects_come_with_a_list(tmp_path: Path) -> None:
    options = ["--dossiers", "300", "--defects", "profile", "--cross-references", "--rich-histories"]
    main(["truth", "--out", str(tmp_path), *options])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["defects.csv", *FILES]
    world = build_world(Scale(dossiers=300, defects=Defects.profile(), cross_references=True, rich_histories=True))
    write_truth(world, tmp_path / "again")
    for name in ("defects.csv", *FILES):
        assert (tmp_path / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_serve_takes_its_token_from_the_environment(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = (
        "serve",
        "--port",
        str(port),
        "--as-of",
        "2026-04-01T06:00:00+07:00",
        "--truth",
        str(tmp_path),
    )
    env = {**os.environ, "SIMULATOR_TOKEN": "secret"}
    with subprocess.Popen(command(*arguments), cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as server:
        try:
            health = wait_for(f"http://127.0.0.1:{port}/v1/health", "secret")
            assert health.json()["as_of"] == "2026-04-01T06:00:00+07:00"
        finally:
            server.terminate()
    form = (tmp_path / "form_ii06a.csv").read_text(encoding="utf-8")
    assert "2026-03-01,2026-03-31" in form
    assert "2026-04-01" not in form


def wait_for(url: str, token: str) -> httpx.Response:
    for _ in range(200):
        try:
            return httpx.get(url, headers={"Authorization": f"Bearer {token}"})
        except httpx.ConnectError:
            time.sleep(0.05)
    raise AssertionError("the source did not start")


@pytest.mark.parametrize("arguments", [["serve"], ["serve", "--token", "t", "--as-of", "2026-04-01T06:00:00"]])
def test_serve_needs_a_token_and_a_clock_with_an_offset(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SIMULATOR_TOKEN", raising=False)
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "error:" in capsys.readouterr().err
