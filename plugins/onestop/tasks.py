"""What the tasks of the DAGs do: open the warehouse, call one room, say what is pending.

Heavy imports happen inside the functions, because the DAG processor imports this module at every parse.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from onestop.config.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from onestop.deliver.channels import ChannelName
    from onestop.ingest.decision import Verdict
    from onestop.quarantine.actions import Action

log = logging.getLogger(__name__)


@contextlib.contextmanager
def warehouse() -> Iterator[tuple[Engine, Settings]]:
    """Open the warehouse that the environment names, and close its connections afterwards."""
    from onestop.warehouse.database import opened

    settings = Settings.from_env()
    with opened(settings.sqlalchemy_url) as engine:
        yield engine, settings


def list_sources() -> list[str]:
    """Register the configured sources and return the names of their connections."""
    from onestop.ingest import sources
    from onestop.warehouse.database import transaction

    with warehouse() as (engine, settings):
        with transaction(engine) as connection:
            sources.register(connection, settings.sources)
        return [source.name for source in settings.sources]


def read_source(name: str) -> None:
    """Read one source to the end of its feeds and publish what it sent."""
    from onestop.ingest.reading import read_source as read
    from onestop.quality.inspector import Inspector

    with warehouse() as (engine, settings), Inspector(settings) as inspector:
        read(engine, settings.source(name), settings, inspect=inspector.why_held)


def reconcile_source(name: str) -> None:
    """Compare one source with what it counts itself and with the payment platform."""
    from onestop.reconcile.comparing import reconcile_source as reconcile

    with warehouse() as (engine, settings):
        reconcile(engine, settings.source(name), settings)


def decide_batch(batch_id: int, decision: str, reason: str, decided_by_post: str, *, dry_run: bool) -> str:
    """Release or reject a held batch, and return what it is now."""
    from onestop.ingest.decision import Decision, decide
    from onestop.ingest.reading import log_step
    from onestop.ingest.steps import Context

    with warehouse() as (engine, settings):
        word = Decision(batch_id, cast("Verdict", decision), reason, decided_by_post)
        return decide(Context(engine, settings, log_step), word, dry_run=dry_run)


def treat_quarantine(
    action: str, reason: str, decided_by_post: str, *, dry_run: bool, record_keys: Sequence[str], **chosen: str
) -> dict[str, Any]:
    """Export, replay or dismiss open records of quarantine, and return what was done with which."""
    from onestop.ingest.reading import log_step
    from onestop.ingest.steps import Context
    from onestop.quarantine.actions import Request, act
    from onestop.quarantine.records import Selection, Signature

    selection = Selection(**chosen, record_keys=tuple(record_keys))
    request = Request(cast("Action", action), selection, Signature(reason, decided_by_post), dry_run)
    with warehouse() as (engine, settings):
        return act(Context(engine, settings, log_step), request)


def read_sheets(*, recheck: bool) -> dict[str, int]:
    """Read the sheets that people dropped, and return how many files came to what.

    Args:
        recheck: check refused sheets once more.
    """
    from onestop.sheets.folders import read_folders

    with warehouse() as (engine, settings):
        return read_folders(engine, settings.sheets_dir, recheck=recheck)


def refresh_figures(*, rebuild: bool = False, period_start: str | None = None, period_end: str | None = None) -> None:
    """Bring measures, periods, forms and indicators up to date.

    Args:
        rebuild: make the measures anew from the facts.
        period_start: first day (YYYY-MM-DD) of a free period to open.
        period_end: last day of it, inclusive.

    Raises:
        ValueError: one of the two days is missing, or they are in the wrong order.
    """
    from onestop.measure import writer

    if (period_start is None) != (period_end is None):
        msg = "a free period needs its first and its last day: give both period_start and period_end"
        raise ValueError(msg)
    with warehouse() as (engine, _):
        if rebuild:
            writer.rebuild(engine)
        elif period_start is None and period_end is None:
            writer.refresh(engine)
        if period_start is not None and period_end is not None:
            writer.open_period(engine, dt.date.fromisoformat(period_start), dt.date.fromisoformat(period_end))


def examine_figures() -> int:
    """Have Great Expectations look at the figures that are to be published, and return of how many periods.

    Its reports say of which state of the figures they are, so whoever publishes these need not wait for it. Where it
    cannot look, that one asks again, and tells.
    """
    from onestop.publish.rankings import check_due
    from onestop.quality.inspector import InspectionError, Inspector

    with warehouse() as (engine, settings), Inspector(settings) as inspector:
        try:
            return check_due(engine, inspector.check_publication)
        except InspectionError:
            log.warning("Great Expectations could not look; publish_rankings asks it again", exc_info=True)
            return 0


def publish_rankings() -> list[int]:
    """Publish every pending ranking and return the ids of the publications."""
    from onestop.publish.rankings import publish_pending
    from onestop.quality.inspector import Inspector

    with warehouse() as (engine, settings), Inspector(settings) as inspector:
        return publish_pending(engine, inspector.check_publication)


def render_pages() -> list[str]:
    """Make the missing pages and return their paths; where there are new ones, the internal pages follow."""
    from onestop.show.internal_pages import render_internal as follow
    from onestop.show.pages import render_pages as render

    with warehouse() as (engine, settings):
        paths = render(engine, settings)
        if paths:
            follow(engine, settings)
    return paths


def render_internal() -> int:
    """Bring the pages for offices up to date, and return how many files changed."""
    from onestop.show.internal_pages import render_internal as render

    with warehouse() as (engine, settings):
        return render(engine, settings)


def prepare_documents(area_code: str, period_id: str, unit_codes: Sequence[str], basis: str) -> list[str]:
    """Write the workbooks of an area and period, and return their paths."""
    from onestop.sheets.objections import decision_sheet, objection_sheet
    from onestop.show.documents import Wanted, write_documents

    wanted = Wanted(area_code, period_id, tuple(unit_codes), basis)
    with warehouse() as (engine, settings):
        written = write_documents(engine, settings.documents_dir, wanted, objection_sheet, decision_sheet)
    return [str(path) for path in written]


def queue_deliveries(requeue: Sequence[int]) -> int:
    """Put back the dead deliveries that a person named, queue what is wanted, and return how many are new."""
    from onestop.deliver import outbox

    with warehouse() as (engine, settings):
        outbox.requeue(engine, requeue)
        return outbox.queue(engine, settings)


def send_deliveries(channel: str) -> dict[str, int]:
    """Send what waits in a channel, and return how many were sent, failed (tried again) or are dead."""
    from onestop.deliver import outbox
    from onestop.warehouse.clock import wall_clock

    with warehouse() as (engine, settings):
        return outbox.send_waiting(engine, settings, cast("ChannelName", channel), wall_clock())._asdict()


def waive_source(connection_name: str, period_id: str, reason: str, waived_by_post: str) -> None:
    """Let a period be published without a source."""
    from onestop.publish.rankings import waive_source as waive

    with warehouse() as (engine, _):
        waive(engine, connection_name, period_id, reason, waived_by_post)


def look_for_troubles() -> int | None:
    """Tell what is new and what is gone of the pipeline's troubles; return the number of the list, if one was made."""
    from onestop.operations.troubles import record_troubles
    from onestop.warehouse.clock import wall_clock

    with warehouse() as (engine, settings):
        return record_troubles(engine, wall_clock(), settings.stale_hours)


def remove_old() -> dict[str, int]:
    """Remove what is old and nothing needs any more, and return how many rows and files of what."""
    from onestop.operations.removing import remove_old as remove

    with warehouse() as (engine, settings):
        return remove(engine, settings)


def raise_alerts() -> list[int]:
    """Look at the open dossiers, and return the ids of the lists that wait to be delivered."""
    from onestop.alert.raising import raise_alerts as look
    from onestop.warehouse.clock import read_clock
    from onestop.warehouse.database import transaction

    with warehouse() as (engine, _):
        with transaction(engine) as connection:
            as_of = read_clock(connection)
        return look(engine, as_of)


def note_reading() -> None:
    """Note how far the figures hold after a reading that brought nothing new; where facts wait, nothing is noted."""
    from onestop.measure.progress import note_reading as note

    with warehouse() as (engine, _):
        note(engine)


def has_unmeasured_facts() -> bool:
    """Tell whether published facts wait for the measures, or a publication is due by what was read."""
    from onestop.ingest.reading import has_unmeasured
    from onestop.publish.rankings import has_pending

    with warehouse() as (engine, _):
        return has_unmeasured(engine) or has_pending(engine)


def has_pending_publication() -> bool:
    """Tell whether a ranking or a page is due."""
    from onestop.publish.rankings import has_pending

    with warehouse() as (engine, _):
        return has_pending(engine)
