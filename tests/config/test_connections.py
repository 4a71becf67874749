"""What Airflow knows of a connection becomes a source, a webhook or a mail server, or a message with what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from onestop.config.__main__ import main
from onestop.config.settings import Connections, Settings, SettingsError

pytestmark = pytest.mark.usefixtures("airflow")

SOURCE, HOOK, MAIL = "AIRFLOW_CONN_ONESTOP_HUE", "AIRFLOW_CONN_HOOK_IOC", "AIRFLOW_CONN_SMTP_DEFAULT"
FOUND = Connections()


def as_json(**fields: Any) -> str:
    return json.dumps(fields)


@pytest.mark.parametrize(
    ("value", "url", "token"),
    [
        ("http://:token@127.0.0.1:8768", "http://127.0.0.1:8768", "token"),
        ("https://:a%2Fb%3A%40@one-stop.example", "https://one-stop.example", "a/b:@"),
        ("http://:token@one-stop.example:443/https", "https://one-stop.example:443", "token"),
        ("https://:token@one-stop.example/hue/", "https://one-stop.example/hue", "token"),
        ("https://:token@one-stop.example/hu%E1%BA%BF%20a/v", "https://one-stop.example/hu%E1%BA%BF%20a/v", "token"),
        ("http://:token@[::1]:80", "http://[::1]:80", "token"),
        (as_json(conn_type="http", host="h", port=81, schema="https", password="p%q"), "https://h:81", "p%q"),
        (as_json(conn_type="http", host="https://h:82/base", password="p"), "https://h:82/base", "p"),
        # The form of Airflow's pages offers no HTTP without its provider: the host then has the protocol.
        (as_json(conn_type="generic", host="https://h/base/", port=83, password="p"), "https://h:83/base", "p"),
    ],
)
def test_a_source(monkeypatch: pytest.MonkeyPatch, value: str, url: str, token: str) -> None:
    monkeypatch.setenv(SOURCE, value)
    source = FOUND.source("hue")
    assert (source.name, source.url, source.token) == ("hue", url, token)
    assert repr(source) == f"SourceConnection(name='hue', url='{url}')"


def test_a_webhook_has_a_name_an_address_and_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOOK, "https://:s3cr%40t@ioc.example/in")
    hook = Settings.from_env().hook("ioc")
    assert hook is not None
    assert (hook.name, hook.url, hook.secret) == ("ioc", "https://ioc.example/in", "s3cr@t")
    assert "s3cr" not in repr(hook)


def test_a_webhook_that_no_variable_names_is_none_even_if_airflow_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOOK, "https://:secret@ioc.example")
    assert Settings.from_env({}).hook("ioc") is None
    assert Settings.from_env({"ONESTOP_HOOKS": "hook_ioc"}).hook("ioc") == FOUND.hook("ioc")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 587, "onestop@mail.example", "starttls", None, None)),
        (
            "smtp://a%40b.vn:s%2Fx@m:25?disable_tls=true",  # pragma: allowlist secret - opens nothing
            ("m", 25, "a@b.vn", "none", "a@b.vn", "s/x"),
        ),
        ("smtp://u:p@m:465?from_email=o@m.vn", ("m", 465, "o@m.vn", "tls", "u", "p")),
        (
            as_json(conn_type="smtp", host="m", login="u", extra={"from_email": "o@m.vn", "disable_tls": True}),
            ("m", 587, "o@m.vn", "none", "u", None),
        ),
    ],
)
def test_a_mail_server(monkeypatch: pytest.MonkeyPatch, value: str, expected: tuple[object, ...]) -> None:
    monkeypatch.setenv(MAIL, value)
    mail = FOUND.mail()
    assert mail is not None
    assert (mail.host, mail.port, mail.sender, mail.security, mail.user, mail.password) == expected
    assert "s/x" not in repr(mail)


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_mail_server_there_is_none(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv(MAIL, raising=False)
    if value is not None:
        monkeypatch.setenv(MAIL, value)
    assert FOUND.mail() is None


def test_a_source_that_is_listed_and_nowhere_kept_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SOURCE, raising=False)
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"ONESTOP_SOURCES": "onestop_hue"}).source("hue")
    assert str(caught.value) == (
        "there is no connection onestop_hue. Add it in Airflow, or set AIRFLOW_CONN_ONESTOP_HUE=https://:TOKEN@HOST:PORT"
    )


WRONG = [
    (SOURCE, "http://h:1", "has no password. Put the source's bearer token there"),
    (SOURCE, "ftp://:hunter2@h", "has the protocol 'ftp', neither http nor https"),
    (SOURCE, "http://:hunter2@", "names no host"),
    (SOURCE, "http://:hunter2@h:99999", "is no address with a valid host and port"),
    (SOURCE, "http://a://b://:hunter2@h", "is no address with a valid host and port"),
    (SOURCE, '{"host": "hunter2", ', "begins like JSON but breaks at character 19"),
    *(
        (SOURCE, f"http://:{token}@h:1", "has a password with a space, a line end or other signs")
        for token in ("hunter2%0A", "hunter%202", "m%E1%BA%ADt")
    ),
    (SOURCE, as_json(host="h", port="x", password="hunter2"), "has the port 'x', which is no number from 1 to 65535"),
    (SOURCE, as_json(host="http://h", port=65536, password="hunter2"), "has the port 65536"),
    (SOURCE, as_json(host="http://h:port", password="hunter2"), "is no address with a valid host and port"),
    (SOURCE, '["h"]', "has the protocol '', neither http nor https"),
    (HOOK, "https://ioc.example/in", "has no password. Put the secret that messages are signed with there"),
    (MAIL, "http://:hunter2@mail", "does not begin with smtp:// or names no host"),
    (
        MAIL,
        "smtp://u:hunter2@",  # pragma: allowlist secret - opens nothing
        "does not begin with smtp:// or names no host",
    ),
    (
        MAIL,
        "smtp://u:hunter2@h:port",  # pragma: allowlist secret - opens nothing
        "is no address with a valid host and port",
    ),
]


@pytest.mark.parametrize(("name", "value", "message"), WRONG)
def test_a_wrong_connection_is_named_with_a_way_out_and_never_quoted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    form = "smtp://USER:PASSWORD@HOST:587?from_email=OFFICE@HOST" if name == MAIL else "https://:TOKEN@HOST:PORT"
    assert main() == 1
    told = capsys.readouterr().err
    assert f"{name} {message}" in told
    assert f"Write it as {name}={form}, percent-encoded, or as Airflow's JSON." in told
    assert "hunter2" not in told


def test_sound_settings_and_connections_are_told_by_silence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A connection that is kept elsewhere is not looked up: in this process Airflow's pages cannot be read."""
    monkeypatch.setenv(SOURCE, "https://:a-token@one-stop.example")
    monkeypatch.setenv(HOOK, "https://:a-secret@ioc.example")
    monkeypatch.setenv(MAIL, "smtp://mail.example")
    monkeypatch.setenv("ONESTOP_SOURCES", "onestop_on_a_page")
    monkeypatch.setenv("ONESTOP_HOOKS", "hook_on_a_page")
    assert main() == 0
    assert capsys.readouterr().err == ""
