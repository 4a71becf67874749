"""The outbox: each delivery is a row. It is sent once, retried after a failure, and dead after the last retry.

Sending and recording cannot be one step. A process that is killed after the receiver accepted a message and before
the commit sends it again, with the same Message-ID or webhook id; so does a process that never got the answer. The
receiver recognises the repetition by its id; everything else is delivered once.

Rankings that were queued for a mail box at the same moment are rows of their own and go in one mail, which has the id
of the first. If it is refused, each goes by itself.

A failure counts for the row that had it. If the server failed, its other rows wait for the next run and no attempt is
counted for them: for mail, which has one server, these are all mails, for webhooks those of the same connection. So a
dead server costs one timeout a run, and delays no other receiver.
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection, Engine, Row

from onestop.config.settings import Settings
from onestop.deliver.channels import (
    Channel,
    ChannelName,
    DeliveryError,
    Message,
    RefusedError,
    Timing,
    UnreachableError,
)
from onestop.deliver.mail import MailChannel
from onestop.deliver.messages import Composer, ObjectionSheet
from onestop.deliver.webhook import HookChannel
from onestop.warehouse.clock import read_clock, wall_clock
from onestop.warehouse.database import WarehouseError, run, transaction

log = logging.getLogger(__name__)

MAX_TRIES = 12
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=6)
NO_DOMAIN = "onestop.invalid"
Compose = Callable[[str, Sequence[int], str | None], Message]


class Sent(NamedTuple):
    """The deliveries of a run by outcome: ``failed`` ones are retried, ``dead`` ones are not."""

    sent: int = 0
    failed: int = 0
    dead: int = 0


def queue(engine: Engine, settings: Settings) -> int:
    """Add the missing deliveries that recipients want, and withdraw those that nobody wants any more.

    Returns:
        How many deliveries are new.

    Raises:
        WarehouseError: a statement failed; nothing was changed.
    """
    mail = settings.connections.mail()
    domain = (mail.sender.partition("@")[2] if mail else "") or NO_DOMAIN
    with transaction(engine) as connection:
        parameters = {"clock": read_clock(connection), "now": wall_clock(), "domain": domain}
        queued = run(connection, "deliver/queue_deliveries.sql", parameters).rowcount
        withdrawn = run(connection, "deliver/withdraw_deliveries.sql").rowcount
    log.info("outbox: %d new, %d not wanted any more", queued, withdrawn)
    return queued


def requeue(engine: Engine, delivery_ids: Sequence[int]) -> int:
    """Let dead deliveries wait again with all their attempts, as a person decided.

    Returns:
        How many were dead and wait now.

    Raises:
        WarehouseError: the statement failed.
    """
    with transaction(engine) as connection:
        parameters = {"delivery_ids": list(delivery_ids), "now": wall_clock()}
        return run(connection, "deliver/requeue_deliveries.sql", parameters).rowcount


def send_waiting(
    engine: Engine,
    settings: Settings,
    channel: ChannelName,
    now: dt.datetime,
    timing: Timing | None = None,
    *,
    objection_sheet: ObjectionSheet | None = None,
) -> Sent:
    """Send the deliveries of a channel that wait and are due, each mail or request in its own transaction.

    Rankings that were queued for a mail box at the same moment go in one mail.

    Safe to run twice at once: a row that another sender has locked is skipped.

    Args:
        engine: the warehouse.
        settings: mail server and webhooks; without a mail server mails wait.
        channel: which one.
        now: the machine's clock.
        timing: how long servers may take.
        objection_sheet: makes the sheets of objections that go with preliminary rankings; none: they do not.

    Raises:
        WarehouseError: a statement failed; what was sent before stays sent.
    """
    sender = _channel(settings, channel, timing or Timing())
    if sender is None:
        log.warning("there is no connection smtp_default (AIRFLOW_CONN_SMTP_DEFAULT), so no mail server: mails wait")
        return Sent()
    composed = Composer(engine, settings, objection_sheet).message
    outcomes: Counter[str] = Counter()
    unreachable: set[str] = set()
    while True:
        with transaction(engine) as connection:
            parameters = {"channel": channel, "now": now, "unreachable": sorted(unreachable)}
            row = run(connection, "deliver/take_delivery.sql", parameters).one_or_none()
            if row is None:
                break
            rows = [row, *run(connection, "deliver/take_same_mail.sql", {"delivery_id": row.delivery_id, "now": now})]
            errors = _attempt_all(sender, composed, sorted(rows, key=_number), channel, now)
            for each, error in errors:
                outcomes[_record_outcome(connection, each, error, now)] += 1
        if any(isinstance(error, UnreachableError) for _, error in errors):
            unreachable.add(row.address)
            if channel == "mail":
                break
    sent = Sent(outcomes["sent"], outcomes["waiting"], outcomes["dead"])
    log.info("%s: sent %d, failed %d, dead %d", channel, *sent)
    return sent


def _channel(settings: Settings, channel: ChannelName, timing: Timing) -> Channel | None:
    if channel == "webhook":
        return HookChannel(settings.hook, allows_private=settings.allows_private_hooks, timing=timing)
    mail = settings.connections.mail()
    return MailChannel(mail, timing.mail) if mail else None


def _number(row: Row[Any]) -> int:
    return int(row.delivery_id)


def _attempt_all(
    sender: Channel, composed: Compose, rows: Sequence[Row[Any]], channel: ChannelName, now: dt.datetime
) -> list[tuple[Row[Any], DeliveryError | None]]:
    """Try to send deliveries as one message; if that is not accepted or cannot be made, each by itself.

    The message has the id of the first. If the server breaks off, it may have accepted the message: then it is not
    taken apart, so that the receiver recognises the repetition.
    """
    error = _attempt(sender, composed, rows, channel, now)
    if len(rows) == 1 or error is None or isinstance(error, UnreachableError):
        return [(row, error) for row in rows]
    return [(row, _attempt(sender, composed, [row], channel, now)) for row in rows]


def _attempt(
    sender: Channel, composed: Compose, rows: Sequence[Row[Any]], channel: ChannelName, now: dt.datetime
) -> DeliveryError | None:
    """Try to send deliveries as one message; return the error if it was not accepted."""
    row, mail_box = rows[0], rows[0].address if channel == "mail" else None
    try:
        message = composed(row.subject_kind, [each.subject_id for each in rows], mail_box)
        sender.send(row.message_id, row.address, message, now)
    except DeliveryError as error:
        return error
    except WarehouseError:
        raise
    except Exception as error:
        # A message that cannot be made must not block the others. The text of the error may quote a value.
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error("delivery %d: %s in %s:%s", row.delivery_id, type(error).__name__, place.name, place.lineno)
        return DeliveryError(f"the message cannot be made or sent: {type(error).__name__}, see the log")
    return None


def _record_outcome(connection: Connection, row: Row[Any], error: DeliveryError | None, now: dt.datetime) -> str:
    """Record the outcome of one delivery, and return its status."""
    which = {"delivery_id": row.delivery_id, "now": now}
    if error is None:
        run(connection, "deliver/record_sent.sql", which)
        return "sent"
    tries = row.tries + 1
    is_last = tries >= MAX_TRIES
    status = "dead" if is_last or isinstance(error, RefusedError) else "waiting"
    failure = {
        "delivery_id": row.delivery_id,
        "status": status,
        "next_try_at": now + pause_after(tries),
        "last_error": f"given up after {tries} tries: {error}" if is_last else str(error),
    }
    run(connection, "deliver/record_failure.sql", failure)
    log.warning("delivery %d (%s) is %s after try %d: %s", row.delivery_id, row.subject_kind, status, tries, error)
    return status


def pause_after(tries: int) -> dt.timedelta:
    """Return how long to wait after so many failed attempts: a minute, doubled each time, at most six hours."""
    return min(FIRST_PAUSE * (1 << (tries - 1)), LONGEST_PAUSE)
