"""The environment is read strictly, and nothing secret comes back out of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from onestop.config.settings import CHECKOUT, Settings, SettingsError, environment, read_env_file

WAREHOUSE = "postgres://pipeline:s3cr%40t@db.example:5433/warehouse"  # pragma: allowlist secret - opens nothing
SOURCE = "AIRFLOW_CONN_ONESTOP_HUE"


def test_defaults_need_no_environment() -> None:
    settings = Settings.from_env({})
    assert settings.var_dir == CHECKOUT / "var"
    assert settings.landing_dir == CHECKOUT / "var" / "landing"
    assert settings.site_dir == CHECKOUT / "var" / "site"
    assert settings.sheets_dir == CHECKOUT / "var" / "sheets"
    assert (settings.backups_dir, settings.backups_kept) == (CHECKOUT / "var" / "backups", 7)
    assert (settings.batch_records, settings.page_limit) == (50_000, 1000)
    assert (settings.page_tries, settings.page_seconds, settings.page_bytes) == (5, 120, 64 * 1024 * 1024)
    assert settings.requests_per_second == 10
    assert (settings.overlap_minutes, settings.clock_tolerance_minutes) == (30, 10)
    assert settings.reconcile_days == 35
    assert (settings.postgres_port, settings.airflow_port) == (54766, 8766)
    assert (settings.site_port, settings.simulator_port) == (8767, 8768)
    assert settings.as_of is None
    assert (settings.internal_port, settings.mail_port, settings.mailbox_port) == (8769, 8770, 8771)
    assert settings.internal_dir == CHECKOUT / "var" / "internal"
    assert settings.stack == ""
    assert (settings.sources, settings.hooks, settings.allows_private_hooks) == ((), (), False)
    assert settings.page_url("h57/index.html") == "http://127.0.0.1:8767/h57/index.html"
    assert settings.internal_page_url() == "http://127.0.0.1:8769/"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_env({"ONESTOP_AS_OF": "", "ONESTOP_PAGE_LIMIT": " ", SOURCE: ""}) == Settings()


def test_how_a_source_is_asked_comes_from_the_environment() -> None:
    environ = {
        "ONESTOP_PAGE_TRIES": "3",
        "ONESTOP_PAGE_SECONDS": "45",
        "ONESTOP_PAGE_BYTES": "1048576",
        "ONESTOP_REQUESTS_PER_SECOND": "2",
    }
    settings = Settings.from_env(environ)
    assert (settings.page_tries, settings.page_seconds, settings.page_bytes) == (3, 45, 1_048_576)
    assert settings.requests_per_second == 2


def test_folders_follow_var_and_relative_ones_start_at_the_checkout() -> None:
    environ = {"ONESTOP_VAR": "elsewhere", "ONESTOP_SITE": "/srv/site", "ONESTOP_SHEETS": "/srv/nop"}
    settings = Settings.from_env(environ)
    assert settings.landing_dir == CHECKOUT / "elsewhere" / "landing"
    assert settings.site_dir == Path("/srv/site")
    assert settings.sheets_dir == Path("/srv/nop")
    assert Settings.from_env({"ONESTOP_VAR": "elsewhere"}).sheets_dir == CHECKOUT / "elsewhere" / "sheets"


def test_as_of_keeps_its_offset() -> None:
    as_of = Settings.from_env({"ONESTOP_AS_OF": "2026-10-01T07:00:00+07:00"}).as_of
    assert as_of == dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    assert as_of.utcoffset() == dt.timedelta(hours=7)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_the_warehouse_is_always_psycopg2(scheme: str) -> None:
    url = WAREHOUSE.replace("postgres", scheme, 1) + "?sslmode=require"
    settings = Settings.from_env({"AIRFLOW_CONN_WAREHOUSE": url})
    tail = f"{WAREHOUSE.removeprefix('postgres')}?sslmode=require"
    assert settings.sqlalchemy_url == "postgresql+psycopg2" + tail


def test_sqlalchemy_understands_the_address() -> None:
    import sqlalchemy as sa

    engine = sa.create_engine(Settings.from_env({"AIRFLOW_CONN_WAREHOUSE": WAREHOUSE}).sqlalchemy_url)
    assert engine.driver == "psycopg2"
    assert engine.url.password == "s3cr@t"


def test_sources_are_those_of_the_environment_and_those_that_are_listed() -> None:
    environ = {
        "AIRFLOW_CONN_ONESTOP_QUANG_TRI": "http://:b@h:2",
        SOURCE: "http://:a@h:1",
        "ONESTOP_SOURCES": "onestop_phu_vang, onestop_hue,",
        "AIRFLOW_CONN_SMTP_DEFAULT": "smtp://mail",
        "AIRFLOW_CONN_HOOK_IOC": "https://:s@h",
        "ONESTOP_HOOKS": "hook_bi",
    }
    settings = Settings.from_env(environ)
    assert settings.sources == ("hue", "phu_vang", "quang_tri")
    assert settings.hooks == ("bi", "ioc")
    assert Settings.from_env({SOURCE: environ[SOURCE]}).sources == ("hue",)
    assert Settings.from_env({"ONESTOP_SOURCES": "onestop_hue"}).sources == ("hue",)


def test_a_source_that_was_taken_out_is_named() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({SOURCE: "http://:token@127.0.0.1:8792"}).source("quang_tri")
    assert str(caught.value) == (
        "there is no source quang_tri any more: AIRFLOW_CONN_ONESTOP_QUANG_TRI is not set, and ONESTOP_SOURCES does "
        "not list onestop_quang_tri"
    )


def test_without_a_warehouse_one_is_told_how_to_get_one() -> None:
    settings = Settings.from_env({})
    with pytest.raises(SettingsError, match=r"AIRFLOW_CONN_WAREHOUSE is not set.*make up"):
        _ = settings.sqlalchemy_url
    with pytest.raises(SettingsError, match="ONESTOP_OWNER_URL is not set"):
        _ = settings.owner_sqlalchemy_url


def test_messages_link_where_readers_reach_the_pages() -> None:
    settings = Settings.from_env({"ONESTOP_SITE_URL": "https://xephang.example/", "ONESTOP_INTERNAL_URL": "https://n"})
    assert settings.page_url("a.html") == "https://xephang.example/a.html"
    assert settings.internal_page_url("a.html") == "https://n/a.html"


def test_no_password_and_no_token_in_any_representation() -> None:
    settings = Settings.from_env(
        {
            SOURCE: "http://:tok3n@h:1",
            "AIRFLOW_CONN_WAREHOUSE": WAREHOUSE,
            "ONESTOP_OWNER_URL": WAREHOUSE.replace("s3cr%40t", "0wn3r"),
        }
    )
    for text in (repr(settings), str(settings)):
        assert "tok3n" not in text
        assert "s3cr" not in text
        assert "0wn3r" not in text


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("ONESTOP_AS_OF", "2026-10-01T07:00:00", r"ONESTOP_AS_OF is .* with its offset, such as"),
        ("ONESTOP_AS_OF", "tomorrow", r"ONESTOP_AS_OF is 'tomorrow'"),
        ("ONESTOP_BATCH_RECORDS", "0", r"ONESTOP_BATCH_RECORDS is '0'.*from 1 to"),
        ("ONESTOP_BATCH_RECORDS", "1e5", r"whole number"),
        ("ONESTOP_PAGE_LIMIT", "1001", r"from 1 to 1000, or leave it out for 1000"),
        ("ONESTOP_PAGE_TRIES", "0", r"from 1 to 100, or leave it out for 5"),
        ("ONESTOP_BATCH_RECORDS", "1_000", r"is '1_000'. Give it a whole number from 1 to 5000000"),
        ("ONESTOP_BATCH_RECORDS", "+5", r"is '\+5'. Give it a whole number"),
        ("ONESTOP_PAGE_SECONDS", "0.5", r"whole number from 1 to 3600, or leave it out for 120"),
        ("ONESTOP_PAGE_BYTES", "64M", r"whole number from 1024 to"),
        ("ONESTOP_REQUESTS_PER_SECOND", "0", r"from 1 to 10000, or leave it out for 10"),
        ("ONESTOP_OVERLAP_MINUTES", "-1", r"ONESTOP_OVERLAP_MINUTES is '-1'"),
        ("ONESTOP_CLOCK_TOLERANCE_MINUTES", "x", r"ONESTOP_CLOCK_TOLERANCE_MINUTES is 'x'"),
        ("ONESTOP_POSTGRES_PORT", "65536", r"ONESTOP_POSTGRES_PORT is '65536'.*from 1 to 65535"),
        ("ONESTOP_QUALITY", "yes", r"ONESTOP_QUALITY is 'yes'.*'on' or 'off'"),
        ("ONESTOP_QUALITY_RECORDS", "0", r"from 1 to 5000000, or leave it out for 20000"),
        ("ONESTOP_QUALITY_SECONDS", "0", r"from 1 to 3600, or leave it out for 300"),
        ("ONESTOP_STACK", "docker", r"ONESTOP_STACK is 'docker'.*'embedded'"),
        ("AIRFLOW_CONN_WAREHOUSE", "mysql://u:p@h/d", r"begins with 'mysql'"),
        ("AIRFLOW_CONN_WAREHOUSE", "postgres://u:p@h:5432", r"names no database"),
        ("AIRFLOW_CONN_WAREHOUSE", "postgres://h/d", r"names no user"),
        ("AIRFLOW_CONN_WAREHOUSE", "postgres://u:p@/d", r"names no host"),
        ("ONESTOP_OWNER_URL", "postgres://u:p@h:port/d", r"ONESTOP_OWNER_URL is no address"),
        ("AIRFLOW_CONN_ONESTOP_", "http://:t@h", r"names nothing"),
        ("AIRFLOW_CONN_HOOK_", "http://:t@h", r"names nothing"),
        (
            "ONESTOP_SOURCES",
            "hue",
            r"ONESTOP_SOURCES is 'hue'\. Write ids of connections that begin with onestop_, .* such",
        ),
        ("ONESTOP_SOURCES", "onestop_", r"begin with onestop_"),
        ("ONESTOP_HOOKS", "hook_ioc,onestop_hue", r"begin with hook_"),
        ("ONESTOP_SITE_URL", "xephang.example", r"Write it as https://HOST"),
        ("ONESTOP_PRIVATE_HOOKS", "yes", r"'on' or 'off', or leave it out for 'off'"),
    ],
)
def test_a_wrong_value_stops_with_its_name_and_a_way_out(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        Settings.from_env({name: value})
    assert name in str(caught.value)


@pytest.mark.parametrize("address", ["postgres://{}@h:port/d", "http://{}@h/d", "postgres://{}@/d"])
def test_a_message_never_quotes_a_password(address: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"AIRFLOW_CONN_WAREHOUSE": address.format("u:hunter2")})
    assert "hunter2" not in str(caught.value)


def test_a_message_says_all_of_it() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"ONESTOP_PAGE_LIMIT": "1001", "ONESTOP_PAGE_TRIES": "0"})
    assert str(caught.value) == (
        "ONESTOP_PAGE_LIMIT is '1001'. Give it a whole number from 1 to 1000, or leave it out for 1000."
    )


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# sources\n\nA=file\nexport B='quoted = #$1'\nC=\nD=a#b $E # said\n", encoding="utf-8")
    assert read_env_file(file) == {"A": "file", "B": "quoted = #$1", "C": "", "D": "a#b $E"}
    assert environment(file, {"A": "given"}) == {"A": "given", "B": "quoted = #$1", "C": "", "D": "a#b $E"}
    assert environment(tmp_path / "missing", {"A": "given"}) == {"A": "given"}


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("A=1\nnonsense\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"\.env line 2"):
        read_env_file(file)
