"""What a person can do with quarantined records: export the list, replay records, dismiss them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Literal

from onestop.ingest.steps import Context
from onestop.quarantine import overrides, replay
from onestop.quarantine.records import Selection, Signature, close_records, group_by_feed, list_open
from onestop.quarantine.workbook import export
from onestop.warehouse.clock import read_clock
from onestop.warehouse.database import transaction

log = logging.getLogger(__name__)

Action = Literal["export", "replay", "dismiss"]


class RequestError(ValueError):
    """A request lacks something that its action needs; the message names it."""


@dataclass(frozen=True, slots=True)
class Request:
    """An action on selected records, and who decided it.

    Attributes:
        action: ``export`` writes the list for offices, ``replay`` publishes again, ``dismiss`` only closes.
        selection: the open records that are meant.
        signature: why and by whom; an export needs none.
        dry_run: only return the records that are meant.
    """

    action: Action
    selection: Selection
    signature: Signature
    dry_run: bool


def act(context: Context, request: Request) -> dict[str, Any]:
    """Carry out a request.

    Returns:
        ``records``: how many are meant, and their ``record_keys`` (null for one that has none); for a replay also how
        many ``overrides`` are new. Unless it was a dry run: the ``files`` of an export, or the ``batches`` of a replay
        with how many of its records are ``still_bad``.

    Raises:
        RequestError: the reason or the post is missing, or a dismissal names no records.
        OverridesError: a sheet of overrides has errors; nothing was done.
        OSError: a folder cannot be written.
        WarehouseError: a statement failed; a replay that was registered goes on with the next run of its source.
    """
    _check(request)
    settings = context.settings
    batches: list[replay.Replayed] = []
    with transaction(context.engine) as connection:
        records = list_open(connection, request.selection)
        result: dict[str, Any] = {"records": len(records), "record_keys": [record.record_key for record in records]}
        found = overrides.check(connection, settings.overrides_dir) if request.action == "replay" else []
        if request.action == "replay":
            result["overrides"] = len(found)
        if not request.dry_run:
            match request.action:
                case "export":
                    files = export(connection, settings.exports_dir, request.selection, read_clock(connection))
                    result["files"] = [str(file) for file in files]
                case "dismiss":
                    for group in group_by_feed(records):
                        close_records(connection, group, "dismissed", request.signature)
                case "replay":
                    overrides.save(connection, found)
                    batches = replay.register(connection, context, records, request.signature)
    if request.action == "replay" and not request.dry_run:
        result |= replay.finish(context, batches)
    log.info("%s%s: %s", request.action, ", a dry run" if request.dry_run else "", result)
    return result


def _check(request: Request) -> None:
    if request.action == "export":
        return
    if not request.signature.reason.strip() or not request.signature.decided_by_post.strip():
        raise RequestError(f"to {request.action} records, say why (reason) and on whose word (decided_by_post)")
    if request.action == "dismiss" and request.selection == Selection():
        raise RequestError("to dismiss records, say which: give a source, feed, rule, unit or keys")
