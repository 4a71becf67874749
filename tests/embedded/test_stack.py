"""What the stack's processes are told, and what is kept from them."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import StackError, commands, output
from embedded.__main__ import main
from embedded.airflow import significant
from embedded.output import say_verdict
from embedded.secrets import SecretStore
from embedded.stack import EmbeddedStack, Memory
from embedded.startup import bring_up
from onestop.config.settings import CHECKOUT, SettingsError


@pytest.fixture
def var_dir() -> Iterator[Path]:
    """A folder that the server's account can enter, unlike those that pytest makes."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o711)
        yield path


def stack(var_dir: Path, memory: Memory | None = None, **variables: str) -> EmbeddedStack:
    return EmbeddedStack({"ONESTOP_VAR": str(var_dir), **variables}, memory)


def test_every_address_of_the_metadata_names_its_driver(var_dir: Path) -> None:
    configuration = stack(var_dir).airflow.configuration()
    assert configuration["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("postgresql+psycopg2://airflow:")
    assert configuration["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC"].startswith("postgresql+asyncpg://airflow:")


def test_all_components_share_their_secrets_and_keep_them(var_dir: Path) -> None:
    once, again = stack(var_dir).airflow.environ, stack(var_dir).airflow.environ
    assert significant(once) == significant(again)
    assert once["AIRFLOW__API_AUTH__JWT_SECRET"] != once["AIRFLOW__API__SECRET_KEY"]


def test_the_processes_get_the_warehouse_and_the_folders_of_the_checkout(var_dir: Path) -> None:
    environ = stack(var_dir).airflow.environ
    assert environ["ONESTOP_STACK"] == "embedded"
    assert environ["AIRFLOW_CONN_WAREHOUSE"].startswith("postgres://onestop_pipeline:")
    assert "ONESTOP_OWNER_URL" not in environ
    assert environ["AIRFLOW__CORE__DAGS_FOLDER"] == str(CHECKOUT / "dags")
    assert environ["PYTHONPATH"].split(os.pathsep) == [str(CHECKOUT / "plugins"), str(CHECKOUT)]


def test_what_would_lead_a_process_astray_is_left_out(var_dir: Path) -> None:
    environ = stack(var_dir, PGHOST="elsewhere", PYTHONPATH="/x", NO_PROXY="intranet").airflow.environ
    assert "PGHOST" not in environ
    assert "/x" not in environ["PYTHONPATH"]
    assert environ["NO_PROXY"] == environ["no_proxy"] == "intranet,127.0.0.1,localhost"


def test_without_a_demo_the_sources_are_the_given_ones(var_dir: Path) -> None:
    given = stack(var_dir, AIRFLOW_CONN_ONESTOP_DONG_NAI="http://:t@h:1")
    assert given.settings.sources == ("dong_nai",)
    assert stack(var_dir).settings.sources == ()


def test_a_demo_reads_no_real_office_and_writes_to_nobody(var_dir: Path) -> None:
    demo = stack(
        var_dir,
        Memory(is_demo=True, as_of="2026-10-01T07:00:00+07:00"),
        AIRFLOW_CONN_ONESTOP_DONG_NAI="http://:t@h:1",
        AIRFLOW_CONN_SMTP_DEFAULT="smtp://mail",
        AIRFLOW_CONN_HOOK_IOC="https://:secret@ioc.example/in",
        ONESTOP_SOURCES="onestop_phu_vang",
        ONESTOP_HOOKS="hook_bi",
        AIRFLOW__SECRETS__BACKEND="airflow.secrets.local_filesystem.LocalFilesystemBackend",
        AIRFLOW__WORKERS__SECRETS_BACKEND="airflow.secrets.local_filesystem.LocalFilesystemBackend",
        ONESTOP_MAIL_PORT="9998",
        ONESTOP_SIMULATOR_PORT="9999",
    )
    assert (demo.settings.sources, demo.settings.hooks) == (("hue",), ())
    token = demo.simulator().spec.environ["SIMULATOR_TOKEN"]
    mail = "smtp://127.0.0.1:9998?from_email=motcua@onestop.example&disable_tls=true"
    outside = ("AIRFLOW_CONN_", "AIRFLOW__SECRETS__", "AIRFLOW__WORKERS__", "ONESTOP_SOURCES", "ONESTOP_HOOKS")
    given = {name: value for name, value in demo.airflow.environ.items() if name.startswith(outside)}
    assert given.pop("AIRFLOW_CONN_WAREHOUSE")
    assert given == {
        "AIRFLOW_CONN_ONESTOP_HUE": f"http://:{token}@127.0.0.1:9999",
        "AIRFLOW_CONN_SMTP_DEFAULT": mail,
    }
    command = demo.mailbox().spec.argv
    assert command[command.index("--mail-port") + 1] == "9998"
    assert demo.settings.as_of is not None


def test_the_internal_pages_have_a_server_and_a_folder_of_their_own(var_dir: Path) -> None:
    public, internal = stack(var_dir, ONESTOP_INTERNAL_PORT="9001").sites()
    arguments = [
        dict(zip(argv[::2], argv[1::2], strict=True)) for argv in (public.spec.argv[3:], internal.spec.argv[3:])
    ]
    assert arguments == [
        {"--folder": str(var_dir / "site"), "--port": "8767"},
        {"--folder": str(var_dir / "internal"), "--port": "9001"},
    ]
    assert (internal.spec.name, internal.port, internal.port_variable) == ("internal", 9001, "ONESTOP_INTERNAL_PORT")


def test_a_change_of_the_business_clock_restarts_nothing(var_dir: Path) -> None:
    one = stack(var_dir, ONESTOP_AS_OF="2026-10-01T07:00:00+07:00").airflow.environ
    assert significant(one) == significant(stack(var_dir).airflow.environ)


def test_a_folder_of_the_catalogue_is_applied_and_restarts_nothing(var_dir: Path) -> None:
    plain, own = stack(var_dir), stack(var_dir, ONESTOP_CATALOGUE="/srv/catalogue")
    assert plain.airflow.environ == own.airflow.environ
    given = [spec.environ.get("ONESTOP_CATALOGUE") for spec in (plain.catalogue(), own.catalogue())]
    assert given == [None, "/srv/catalogue"]
    assert own.catalogue().argv[1:] == ("-m", "onestop.catalogue")
    assert own.catalogue().environ["AIRFLOW_CONN_WAREHOUSE"].startswith("postgres://onestop_pipeline:")


def test_later_commands_know_how_the_stack_was_brought_up(var_dir: Path) -> None:
    Memory(is_demo=True, as_of="2026-10-01T07:00:00+07:00").save(var_dir)
    later = stack(var_dir)
    assert later.memory.is_demo
    assert later.settings.as_of is not None
    assert later.settings.sources == ("hue",)


def test_a_wrong_connection_stops_bringing_up_before_anything_is_changed(var_dir: Path) -> None:
    wrong = stack(var_dir, AIRFLOW_CONN_ONESTOP_DONG_NAI="http://one-stop.example:80")
    with pytest.raises(StackError) as caught:
        bring_up(wrong)
    told = "AIRFLOW_CONN_ONESTOP_DONG_NAI has no password. Put the source's bearer token there."
    assert str(caught.value).startswith(told)
    assert str(caught.value).endswith("Nothing was changed.")
    assert not wrong.server.is_running()


def test_a_warehouse_of_ones_own_is_never_passed_over_in_silence(var_dir: Path) -> None:
    own = {"AIRFLOW_CONN_WAREHOUSE": "postgres://u:p@h/d"}
    with pytest.raises(SettingsError, match="ONESTOP_STACK=embedded"):
        stack(var_dir, **own)
    meant = stack(var_dir, ONESTOP_STACK="embedded", **own)
    assert "127.0.0.1" in meant.settings.sqlalchemy_url


def test_secrets_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    store = SecretStore(tmp_path / "secrets")
    assert store.password("a") == store.password("a") != store.password("b")
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "secrets").iterdir()} == {0o600}


def test_a_command_tells_what_is_wrong_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(commands, "environment", lambda: {"ONESTOP_VAR": str(tmp_path / "var")})
    assert main(["run"]) == 1
    assert capsys.readouterr().err == (
        "run: The stack is not up here. Bring it up with `make up`, or with `make demo` for a source.\n"
    )
    assert main(["down"]) == 0
    assert "never up here" in capsys.readouterr().out


def test_the_status_tells_of_every_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(commands, "environment", lambda: {"ONESTOP_VAR": str(tmp_path / "var")})
    assert main(["status"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert {"postgres", "site", "internal"} < {line.split()[0] for line in lines}
    assert lines[-1].startswith("stopped: postgres, airflow-api-server, ")
    assert lines[-1].endswith("site, internal; `make up` starts what is stopped")


@pytest.mark.parametrize(
    ("troubles", "stopped", "is_demo", "verdict"),
    [
        (0, [], False, "nothing is wrong"),
        (2, [], False, "wrong: 2"),
        (0, ["site"], True, "stopped: site; `make demo` starts what is stopped"),
        (1, ["site"], False, "wrong: 1, stopped: site; `make up` starts what is stopped"),
    ],
)
def test_nothing_is_wrong_only_where_every_process_runs(
    capsys: pytest.CaptureFixture[str], troubles: int, stopped: list[str], is_demo: bool, verdict: str
) -> None:
    say_verdict(troubles, stopped, is_demo)
    assert capsys.readouterr().out == f"{verdict}\n"


def test_a_long_step_is_not_silent(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    seen = threading.Event()

    def say_and_note(text: str, end: str = "\n") -> None:
        sys.stdout.write(text + end)
        if text == ".":
            seen.set()

    monkeypatch.setattr(output, "POINT_SECONDS", 0.001)
    monkeypatch.setattr(output, "say", say_and_note)
    with output.step("Airflow"):
        assert seen.wait(60)
    assert capsys.readouterr().out.startswith("Airflow ....")


def test_a_wrong_variable_does_not_keep_the_stack_from_going_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environ = {"ONESTOP_VAR": str(tmp_path / "var"), "ONESTOP_AS_OF": "x", "ONESTOP_AIRFLOW_PORT": "x"}
    monkeypatch.setattr(commands, "environment", lambda: environ)
    assert main(["down"]) == 0
    assert main(["up"]) == 1


def test_a_failing_statement_of_a_step_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise StackError("the port is taken")

    monkeypatch.setattr(commands, "up", fail)
    assert main(["up"]) == 1
    assert capsys.readouterr().err == "up: the port is taken\n"
