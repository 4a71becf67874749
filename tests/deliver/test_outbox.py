"""Each recipient gets each message once, by the receivers' own logs, whatever happens to servers and processes.

One exception is told where it is tested: who accepts a message and breaks off before saying so gets it twice, with the
same Message-ID or webhook-id.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from embedded.postgres import EmbeddedPostgres
from onestop.config.settings import CHECKOUT
from onestop.deliver.channels import Timing
from onestop.deliver.outbox import MAX_TRIES, Sent, pause_after, queue, requeue, send_waiting
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import WarehouseError, run, transaction
from tests.conftest import make_warehouse
from tests.deliver.receivers import Mailbox, Receiver, free_port, mailbox, receiver
from tests.deliver.telling import (
    DELIVERIES,
    FIRST,
    OTHER,
    PROVINCE,
    list_alerts,
    list_troubles,
    publish,
    reaching,
    recipient,
    september,
    told,
    want,
)
from tests.sheets.conftest import learn_units
from tests.sheets.handing_in import forget_sheets
from tests.support.warehouse import Warehouse

PATIENT = Timing()
IMPATIENT = Timing(mail=2, hook_step=2, hook=4)
"""For servers that hang: who answers at all has answered by then, also on a busy machine."""
BOXES = ("a@hue.example", "b@hue.example", "c@hue.example")
RANKED = [recipient(PROVINCE, "rankings", box) for box in BOXES]


# What was told and delivered; it refuses to be forgotten, except by its owner.
TOLD = (
    "audit.delivery", "audit.alert_list", "audit.alert_list_item", "audit.alert_list_count", "core.alert",
    "audit.alert_run", "audit.trouble", "audit.trouble_list", "audit.trouble_list_item",
)  # fmt: skip


@pytest.fixture(scope="module")
def published(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse in which the rankings of two communes are published."""
    for warehouse in make_warehouse(server, tmp_path_factory.mktemp("published")):
        warehouse.keep_periods("month")
        learn_units(warehouse)
        warehouse.refresh()
        publish(warehouse)
        yield warehouse


@pytest.fixture
def office(published: Warehouse) -> Warehouse:
    """The same, before anybody wanted anything."""
    forget_sheets(published)
    for what in ("DISABLE", "ENABLE"):
        for table in TOLD:
            published.execute(f"ALTER TABLE {table} {what} TRIGGER USER")
        if what == "DISABLE":
            published.execute(f"TRUNCATE {', '.join(TOLD)}")
    return published


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as running:
        yield running


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


@pytest.fixture
def other_hook() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def later(**since: float) -> dt.datetime:
    """Return the machine's clock some time from now."""
    return wall_clock() + dt.timedelta(**since)


def send(office: Warehouse, channel: Any = "mail", now: dt.datetime | None = None, timing: Timing = PATIENT) -> Sent:
    return send_waiting(office.engine, office.settings, channel, now or later(), timing)


def states(office: Warehouse) -> list[tuple[str, str, int, str | None]]:
    """Return address, status, tries and last error of each delivery."""
    return [(row.address, row.status, row.tries, row.last_error) for row in office.query(DELIVERIES)]


def queued(office: Warehouse) -> list[tuple[str, str, str]]:
    """Return subject, channel and address of each delivery."""
    return [(f"{row.subject_kind} {row.subject_id}", row.channel, row.address) for row in office.query(DELIVERIES)]


def ids(office: Warehouse) -> dict[str, str]:
    """Return the message ids by address."""
    return {row.address: row.message_id for row in office.query("SELECT address, message_id FROM audit.delivery")}


# ------------------------------------------------------------------------------------------ who is told what


def test_a_new_warehouse_sends_the_latest_ranking_and_not_those_of_a_year(communes: Warehouse, tmp_path: Path) -> None:
    want(communes, tmp_path, *RANKED)
    number = publish(communes)
    assert communes.query("SELECT count(*) FROM mart.publication")[0][0] > 5
    assert queue(communes.engine, communes.settings) == 3
    assert queued(communes) == [(f"publication {number}", "mail", address) for address in BOXES]
    assert queue(communes.engine, communes.settings) == 0


def test_the_official_version_follows_the_preliminary_one_that_was_sent(communes: Warehouse, tmp_path: Path) -> None:
    want(communes, tmp_path, RANKED[0])
    publish(communes)
    assert queue(communes.engine, communes.settings) == 1
    official = september_official(communes)
    assert communes.query("SELECT count(*) FROM mart.publication WHERE version = 2")[0][0] > 5
    assert queue(communes.engine, communes.settings) == 1
    assert queued(communes)[1] == (f"publication {official}", "mail", BOXES[0])


def test_only_the_standing_version_goes_to_who_comes_later(communes: Warehouse, tmp_path: Path) -> None:
    publish(communes)
    official = september_official(communes)
    want(communes, tmp_path, RANKED[0])
    assert queue(communes.engine, communes.settings) == 1
    assert queued(communes) == [(f"publication {official}", "mail", BOXES[0])]


def september_official(office: Warehouse) -> int:
    publish(office, "2026-10-06T07:00:00+07:00")
    return september(office, version=2)


def test_a_ranking_without_its_page_waits_for_it(communes: Warehouse, tmp_path: Path) -> None:
    want(communes, tmp_path, RANKED[0])
    number = publish(communes)
    communes.execute("DELETE FROM audit.rendered_page WHERE publication_id = %(number)s", {"number": number})
    assert queue(communes.engine, communes.settings) == 0


def test_what_is_a_week_old_is_no_news(communes: Warehouse, tmp_path: Path) -> None:
    want(communes, tmp_path, RANKED[0], recipient(FIRST, "alerts", BOXES[1]), recipient(FIRST, "operations", BOXES[2]))
    publish(communes)
    list_alerts(communes, "morning", FIRST, ("new", "overdue", told("A-1")))
    list_troubles(communes, ("hue", False, "Nguồn chậm", "Kiểm tra nguồn"))
    communes.set_clock("2026-10-04T06:30:00+07:00")
    assert queue(communes.engine, communes.settings) == 1, "lists are news for three days"
    assert queued(communes)[0][0].startswith("publication")
    communes.set_clock("2026-10-08T07:00:00+07:00")
    communes.execute("ALTER TABLE audit.delivery DISABLE TRIGGER USER")
    communes.execute("DELETE FROM audit.delivery")
    assert queue(communes.engine, communes.settings) == 0


def test_who_is_told_what(communes: Warehouse, tmp_path: Path) -> None:
    want(
        communes,
        tmp_path,
        recipient(PROVINCE, "rankings", "tinh@hue.example"),
        recipient(PROVINCE, "alerts", "tinh@hue.example"),
        recipient(PROVINCE, "operations", "vanhanh@hue.example"),
        recipient(FIRST, "rankings", "thuanhoa@hue.example"),
        recipient(FIRST, "rankings", "tinh@hue.example"),
        recipient(FIRST, "alerts", "thuanhoa@hue.example"),
        recipient(FIRST, "alerts", "thuan_hoa", "webhook"),
        recipient(OTHER, "alerts", "phuxuan@hue.example"),
        recipient(OTHER, "alerts", "cu@hue.example", active="Không"),
    )
    ranking = f"publication {publish(communes)}"
    morning = list_alerts(communes, "morning", FIRST, ("new", "overdue", told("A-1")))
    update = list_alerts(communes, "update", OTHER, slot="late_afternoon")
    digest = list_alerts(communes, "digest", PROVINCE)
    trouble = list_troubles(communes, ("hue", False, "Nguồn chậm", "Kiểm tra nguồn"))
    queue(communes.engine, communes.settings)
    assert queued(communes) == [
        (f"alert_list {morning}", "mail", "thuanhoa@hue.example"),
        (f"alert_list {morning}", "webhook", "thuan_hoa"),
        (f"alert_list {update}", "mail", "phuxuan@hue.example"),
        (f"alert_list {digest}", "mail", "tinh@hue.example"),
        (ranking, "mail", "thuanhoa@hue.example"),
        (ranking, "mail", "tinh@hue.example"),
        (f"trouble_list {trouble}", "mail", "vanhanh@hue.example"),
    ]


def test_who_is_inactive_gets_nothing_that_waits(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    office = reaching(communes, box)
    want(office, tmp_path, *RANKED[:2])
    publish(office)
    queue(office.engine, office.settings)
    hand_over = recipient(PROVINCE, "rankings", BOXES[0], active="Không")
    (tmp_path / "recipients" / "a.csv").unlink()
    want(office, tmp_path, hand_over, name="b")
    assert queue(office.engine, office.settings) == 0
    assert send(office) == Sent(sent=1)
    assert [address for address, _ in box.log] == [BOXES[1]]
    assert states(office)[0] == (
        *(BOXES[0], "dead", 0),
        "not wanted any more: no active recipient has this channel, address and wish",
    )


# ------------------------------------------------------------------------------------------------- delivery


def ranked(office: Warehouse, tmp_path: Path, *rows: dict[str, Any]) -> None:
    """Let recipients wait for the ranking of September."""
    want(office, tmp_path, *(rows or RANKED))
    assert queue(office.engine, office.settings) == len(rows or RANKED)


def test_each_recipient_gets_it_once(office: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    office = reaching(office, box)
    ranked(office, tmp_path)
    assert send(office) == Sent(sent=3)
    assert send(office, now=later(days=1)) == Sent()
    assert queue(office.engine, office.settings) == 0
    assert box.log == [(address, ids(office)[address]) for address in BOXES]
    assert states(office) == [(address, "sent", 1, None) for address in BOXES]


def test_message_ids_follow_from_subject_and_recipient(office: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    office = reaching(office, box)
    ranked(office, tmp_path, recipient(PROVINCE, "rankings", BOXES[0]), recipient(PROVINCE, "rankings", "x", "webhook"))
    number = september(office)
    found = ids(office)
    # The first 16 digits of what sha256sum says of "mail a@hue.example" and "webhook x".
    assert found == {
        BOXES[0]: f"publication-{number}-{digest('mail', BOXES[0])}@hue.example",
        "x": f"publication-{number}-{digest('webhook', 'x')}@hue.example",
    }


def digest(channel: str, address: str) -> str:
    said = subprocess.run(["sha256sum"], input=f"{channel} {address}".encode(), capture_output=True, check=True)
    return said.stdout[:16].decode()


def test_without_a_mail_server_mails_wait_and_nothing_fails(
    office: Warehouse, tmp_path: Path, box: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    ranked(office, tmp_path, RANKED[0])
    assert ids(office)[BOXES[0]].endswith("@onestop.invalid")
    assert send(office) == Sent()
    assert "AIRFLOW_CONN_SMTP_DEFAULT" in caplog.text
    assert states(office) == [(BOXES[0], "waiting", 0, None)]
    assert send(reaching(office, box)) == Sent(sent=1)


def test_a_dead_mail_server_costs_one_try_and_after_it_is_back_everybody_has_it_once(
    office: Warehouse, tmp_path: Path
) -> None:
    port = free_port()
    with mailbox(port) as box:
        office = reaching(office, box)
        ranked(office, tmp_path)
    away = "the mail server cannot be reached: ConnectionRefusedError"
    assert send(office) == Sent(failed=1)
    assert states(office) == [
        (BOXES[0], "waiting", 1, away), (BOXES[1], "waiting", 0, None), (BOXES[2], "waiting", 0, None),
    ]  # fmt: skip
    assert send(office, now=later(minutes=5)) == Sent(failed=1)
    assert [tries for _, _, tries, _ in states(office)] == [1, 1, 0], "they take turns"
    with mailbox(port) as box:
        assert send(office, now=later(minutes=10)) == Sent(sent=3)
        assert sorted(box.log) == sorted((address, ids(office)[address]) for address in BOXES)


def test_a_mail_server_that_hangs_costs_one_timeout_and_the_rest_comes_later(
    office: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    office = reaching(office, box)
    ranked(office, tmp_path)
    box.behaviour = "hang"
    assert send(office, timing=IMPATIENT) == Sent(failed=1)
    assert box.connections == 1
    assert states(office)[0] == (BOXES[0], "waiting", 1, "the mail server broke off: SMTPServerDisconnected")
    box.behaviour = "ok"
    assert send(office, now=later(minutes=2)) == Sent(sent=3)
    assert sorted(address for address, _ in box.log) == [*BOXES]


def test_a_box_that_is_refused_for_now_keeps_nobody_waiting(office: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    office = reaching(office, box)
    ranked(office, tmp_path)
    box.behaviour, box.only = "temporary", BOXES[0]
    assert send(office) == Sent(sent=2, failed=1)
    assert states(office)[0] == (BOXES[0], "waiting", 1, "the mail server does not take the recipient: 451 4.7.1")
    assert send(office, now=later(seconds=30)) == Sent(), "not before a minute is over"
    box.behaviour = "ok"
    assert send(office, now=later(minutes=2)) == Sent(sent=1)
    assert sorted(address for address, _ in box.log) == [*BOXES]


def test_a_box_that_does_not_exist_is_dead_at_once_until_a_person_puts_it_back(
    office: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    office = reaching(office, box)
    ranked(office, tmp_path)
    box.behaviour, box.only = "permanent", BOXES[0]
    assert send(office) == Sent(sent=2, dead=1)
    assert states(office)[0] == (BOXES[0], "dead", 1, "the mail server does not take the recipient: 550 5.1.1")
    assert send(office, now=later(days=30)) == Sent()
    box.behaviour = "ok"
    numbers = [row.delivery_id for row in office.query("SELECT delivery_id FROM audit.delivery")]
    assert requeue(office.engine, numbers) == 1, "what was sent is not sent again"
    assert send(office) == Sent(sent=1)
    assert states(office)[0] == (BOXES[0], "sent", 1, None)
    assert sorted(address for address, _ in box.log) == [*BOXES]


def test_after_twelve_tries_it_is_dead(office: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    office = reaching(office, box)
    ranked(office, tmp_path, RANKED[0])
    box.behaviour = "temporary"
    outcomes = [send(office, now=later(days=day)) for day in range(MAX_TRIES)]
    assert outcomes == [Sent(failed=1)] * (MAX_TRIES - 1) + [Sent(dead=1)]
    refused = "the mail server does not take the recipient: 451 4.7.1"
    assert states(office) == [(BOXES[0], "dead", 12, f"given up after 12 tries: {refused}")]


def test_pauses_double_up_to_six_hours() -> None:
    pauses = [pause_after(tries) for tries in range(1, MAX_TRIES)]
    assert pauses == [dt.timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360)]


def test_who_accepts_and_breaks_off_gets_it_again_under_the_same_message_id(
    office: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    """Nobody can know that it was accepted: the receiver knows the second by its Message-ID."""
    office = reaching(office, box)
    ranked(office, tmp_path)
    box.behaviour, box.only = "drop", BOXES[0]
    assert send(office) == Sent(failed=1)
    box.behaviour = "ok"
    assert send(office, now=later(minutes=2)) == Sent(sent=3)
    first = (BOXES[0], ids(office)[BOXES[0]])
    assert box.log.count(first) == 2
    assert sorted(set(box.log)) == sorted((address, ids(office)[address]) for address in BOXES)
    assert len(box.log) == 4


KILLED = """
from onestop.deliver.outbox import send_waiting
from onestop.warehouse.clock import wall_clock
from onestop.warehouse.database import connect
from onestop.config.settings import Settings

settings = Settings.from_env()
send_waiting(connect(settings.sqlalchemy_url), settings, "mail", wall_clock())
"""


def test_a_process_that_is_killed_after_acceptance_and_before_the_commit_sends_again_under_the_same_message_id(
    office: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    office = reaching(office, box)
    ranked(office, tmp_path, *RANKED[:2])
    process: list[subprocess.Popen[bytes]] = []
    started = threading.Event()

    def kill() -> None:
        started.wait()
        process[0].kill()
        process[0].wait()

    box.on_acceptance = kill
    environment = {
        **os.environ,
        "PYTHONPATH": str(CHECKOUT / "plugins"),
        "ONESTOP_VAR": str(office.settings.var_dir),
        "AIRFLOW_CONN_WAREHOUSE": str(office.settings.warehouse_url),
        "ONESTOP_SITE": str(office.settings.site_dir),
        "AIRFLOW_CONN_SMTP_DEFAULT": f"smtp://127.0.0.1:{box.port}?from_email=thongbao@hue.example&disable_tls=true",
    }
    process.append(subprocess.Popen([sys.executable, "-c", KILLED], env=environment))
    started.set()
    assert process[0].wait() == -signal.SIGKILL
    assert box.log == [(BOXES[0], ids(office)[BOXES[0]])]
    assert states(office)[0] == (BOXES[0], "waiting", 0, None)
    box.on_acceptance = lambda: None
    assert send(office) == Sent(sent=2)
    assert box.log == [(address, ids(office)[address]) for address in (BOXES[0], *BOXES[:2])]


def test_two_senders_at_once_send_nothing_twice(office: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    office = reaching(office, box)
    boxes = [f"b{number:02}@hue.example" for number in range(20)]
    ranked(office, tmp_path, *(recipient(PROVINCE, "rankings", address) for address in boxes))
    outcomes: list[Sent] = []
    both = threading.Barrier(2, timeout=200)
    now = later()

    def work() -> None:
        both.wait()
        outcomes.append(send(office, now=now))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome.sent for outcome in outcomes) == 20
    assert sorted(address for address, _ in box.log) == boxes


def test_a_row_that_another_sender_has_is_passed_over(office: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    office = reaching(office, box)
    ranked(office, tmp_path, *RANKED[:2])
    with transaction(office.engine) as connection:
        asked = {"channel": "mail", "now": later(), "unreachable": []}
        assert run(connection, "deliver/take_delivery.sql", asked).one().address == BOXES[0]
        assert send(office) == Sent(sent=1)
    assert send(office) == Sent(sent=1)
    assert [address for address, _ in box.log] == [BOXES[1], BOXES[0]]


# ------------------------------------------------------------------------------------------------- webhooks


def hooked(office: Warehouse, tmp_path: Path, *names: str) -> None:
    ranked(office, tmp_path, *(recipient(PROVINCE, "rankings", name, "webhook") for name in names))


def test_a_webhook_gets_it_once(office: Warehouse, tmp_path: Path, hook: Receiver) -> None:
    office = reaching(office, hue=hook)
    hooked(office, tmp_path, "hue")
    assert send(office, "webhook") == Sent(sent=1)
    assert send(office, "webhook", later(days=1)) == Sent()
    assert hook.log == [ids(office)["hue"]]


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        ("500", "the webhook answers 500"),
        ("429", "the webhook answers 429"),
        ("hang", "the webhook cannot be reached: ReadTimeout"),
    ],
)
def test_a_webhook_that_fails_keeps_the_others_not_waiting_and_gets_it_later(
    office: Warehouse, tmp_path: Path, hook: Receiver, other_hook: Receiver, behaviour: str, why: str
) -> None:
    office = reaching(office, a=hook, b=other_hook)
    hooked(office, tmp_path, "a", "b")
    hook.behaviour = behaviour
    assert send(office, "webhook", timing=IMPATIENT) == Sent(sent=1, failed=1)
    assert other_hook.log == [ids(office)["b"]]
    assert states(office)[0] == ("a", "waiting", 1, why)
    hook.behaviour = "ok"
    assert send(office, "webhook", later(minutes=2)) == Sent(sent=1)
    assert hook.log == [ids(office)["a"]]


def test_a_webhook_that_hangs_costs_one_timeout_however_much_waits_for_it(
    office: Warehouse, tmp_path: Path, hook: Receiver, other_hook: Receiver
) -> None:
    office = reaching(office, a=hook, b=other_hook)
    wanting = [recipient(PROVINCE, wants, name, "webhook") for wants in ("rankings", "operations") for name in "ab"]
    want(office, tmp_path, *wanting)
    list_troubles(office, ("hue", False, "Nguồn chậm", "Kiểm tra nguồn"))
    assert queue(office.engine, office.settings) == 4
    hook.behaviour = "hang"
    assert send(office, "webhook", timing=IMPATIENT) == Sent(sent=2, failed=1)
    assert len(hook.requests) == 1
    hook.behaviour = "ok"
    assert send(office, "webhook", later(minutes=2)) == Sent(sent=2)
    assert (len(set(hook.log)), len(hook.log), len(other_hook.log)) == (2, 2, 2)


def test_a_webhook_that_accepts_and_breaks_off_gets_it_again_under_the_same_id(
    office: Warehouse, tmp_path: Path, hook: Receiver
) -> None:
    """Nobody can know that it was accepted: the receiver knows the second by its webhook-id, and its body."""
    office = reaching(office, hue=hook)
    hooked(office, tmp_path, "hue")
    hook.behaviour = "drop"
    assert send(office, "webhook") == Sent(failed=1)
    hook.behaviour = "ok"
    assert send(office, "webhook", later(minutes=2)) == Sent(sent=1)
    assert hook.log == [ids(office)["hue"]] * 2
    assert hook.accepted[0] == hook.accepted[1]


@pytest.mark.parametrize("status", ["400", "401", "403", "404", "410"])
def test_a_webhook_that_refuses_is_dead_at_once(office: Warehouse, tmp_path: Path, hook: Receiver, status: str) -> None:
    office = reaching(office, hue=hook)
    hooked(office, tmp_path, "hue")
    hook.behaviour = status
    assert send(office, "webhook") == Sent(dead=1)
    assert states(office) == [("hue", "dead", 1, f"the webhook answers {status}")]


def test_a_webhook_that_nobody_configured_is_dead_with_what_to_do(office: Warehouse, tmp_path: Path) -> None:
    hooked(office, tmp_path, "hue")
    assert send(office, "webhook") == Sent(dead=1)
    assert states(office)[0][3] == (
        "there is no webhook of this name: set AIRFLOW_CONN_HOOK_HUE, or correct the recipients"
    )


def test_one_channel_that_is_down_does_not_keep_the_other_waiting(
    office: Warehouse, tmp_path: Path, box: Mailbox, hook: Receiver
) -> None:
    office = reaching(office, box, hue=hook)
    ranked(office, tmp_path, *RANKED, recipient(PROVINCE, "rankings", "hue", "webhook"))
    box.behaviour = hook.behaviour = "hang"
    outcomes: dict[str, Sent] = {}
    hanging = threading.Thread(target=lambda: outcomes.update(mail=send(office, timing=IMPATIENT)))
    hanging.start()
    hook.behaviour = "ok"
    assert send(office, "webhook") == Sent(sent=1)
    hanging.join()
    assert outcomes == {"mail": Sent(failed=1)}
    hook.behaviour = "500"
    box.behaviour = "ok"
    assert send(office, now=later(minutes=2)) == Sent(sent=3)
    assert (sorted(address for address, _ in box.log), hook.log) == ([*BOXES], [ids(office)["hue"]])


def test_both_channels_down_and_back_everybody_has_everything_once(office: Warehouse, tmp_path: Path) -> None:
    port = free_port()
    with mailbox(port) as box, receiver() as hook:
        office = reaching(office, box, hue=hook)
    ranked(office, tmp_path, *RANKED, recipient(PROVINCE, "rankings", "hue", "webhook"))
    for minutes in (0, 5, 10, 20):
        assert send(office, "mail", later(minutes=minutes)) == Sent(failed=1)
        assert send(office, "webhook", later(minutes=minutes)) == Sent(failed=1)
    with mailbox(port) as box, receiver() as hook:
        office = reaching(office, box, hue=hook)
        assert send(office, "mail", later(hours=1)) == Sent(sent=3)
        assert send(office, "webhook", later(hours=1)) == Sent(sent=1)
        assert sorted(box.log) == sorted((address, ids(office)[address]) for address in BOXES)
        assert hook.log == [ids(office)["hue"]]


# ---------------------------------------------------------------------------------------------------- guards


def test_a_message_that_cannot_be_made_keeps_nobody_waiting(office: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    office = reaching(office, box)
    want(office, tmp_path, recipient(FIRST, "alerts", BOXES[0]), recipient(OTHER, "alerts", BOXES[1]))
    list_alerts(office, "morning", FIRST, ("new", "overdue", told("A-1", holding_since="never")))
    list_alerts(office, "morning", OTHER, ("new", "overdue", told("B-1", unit_code=OTHER)))
    queue(office.engine, office.settings)
    assert send(office) == Sent(sent=1, failed=1)
    assert states(office)[0] == (
        *(BOXES[0], "waiting", 1),
        "the message cannot be made or sent: ValueError, see the log",
    )


def test_one_row_a_subject_channel_and_address(office: Warehouse, tmp_path: Path) -> None:
    ranked(office, tmp_path, RANKED[0])
    with pytest.raises(WarehouseError, match="once_for_each_recipient"):
        office.execute(
            "INSERT INTO audit.delivery (subject_kind, subject_id, channel, address, message_id, queued_at, "
            "next_try_at) SELECT subject_kind, subject_id, channel, address, 'another', queued_at, next_try_at "
            "FROM audit.delivery"
        )


GUARDED = {
    "a sent one does not wait again": ("sent", "UPDATE audit.delivery SET status = 'waiting', sent_at = NULL"),
    "a sent one is not changed": ("sent", "UPDATE audit.delivery SET tries = 7"),
    "a dead one is not sent": ("dead", "UPDATE audit.delivery SET status = 'sent', sent_at = queued_at"),
    "a delivery does not become another one": ("waiting", "UPDATE audit.delivery SET address = 'x@hue.example'"),
    "a delivery is not forgotten": ("waiting", "DELETE FROM audit.delivery"),
    "deliveries are not forgotten": ("sent", "TRUNCATE audit.delivery"),
}


@pytest.mark.parametrize(("status", "statement"), GUARDED.values(), ids=GUARDED.keys())
def test_the_outbox_goes_forward_only(office: Warehouse, status: str, statement: str) -> None:
    office.execute(
        "INSERT INTO audit.delivery (subject_kind, subject_id, channel, address, message_id, status, queued_at, "
        "next_try_at, sent_at, last_error) SELECT 'publication', 1, 'mail', 'a@hue.example', 'm', %(status)s, at, at, "
        "CASE WHEN %(status)s = 'sent' THEN at END, CASE WHEN %(status)s = 'dead' THEN 'x' END "
        "FROM (VALUES ('2026-10-01T07:00:00+07:00'::timestamptz)) AS moment (at)",
        {"status": status},
    )
    with pytest.raises(WarehouseError, match=r"RestrictViolation|CheckViolation"):
        office.execute(statement)
