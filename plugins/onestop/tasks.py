"""What the tasks of the DAGs do: open the warehouse and call the package that does the work.

Heavy imports happen inside the functions, because the DAG processor imports this module at every parse.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from onestop.config.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from onestop.deliver.channels import ChannelName
    from onestop.ingest.decision import Verdict
    from onestop.quarantine.actions import Action


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

    with warehouse() as (engine, settings):
        sources.register(engine, settings.sources)
        return list(settings.sources)


def read_source(name: str) -> None:
    """Read one source to the end of its feeds and publish what it sent."""
    from onestop.ingest.reading import read_source as read
    from onestop.ingest.sources import find_connection
    from onestop.quality.inspector import Inspector

    with warehouse() as (engine, settings), Inspector(settings) as inspector:
        read(engine, find_connection(engine, settings, name), settings, inspect=inspector.why_held)


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
        decided = Decision(batch_id, cast("Verdict", decision), reason, decided_by_post)
        return decide(Context(engine, settings, log_step), decided, dry_run=dry_run)


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
    """Bring measures, periods, forms and indicators up to date, as `onestop.measure.writer.update` says."""
    from onestop.measure import writer

    with warehouse() as (engine, _):
        writer.update(engine, is_rebuild=rebuild, period_start=period_start, period_end=period_end)


def examine_figures() -> int:
    """Have Great Expectations check the figures that are due, ahead of publishing, and return of how many periods."""
    from onestop.publish.rankings import check_due
    from onestop.quality.inspector import Inspector

    with warehouse() as (engine, settings), Inspector(settings) as inspector:
        return check_due(engine, inspector.check_publication)


def publish_rankings() -> list[int]:
    """Publish every pending ranking and return the ids of the publications."""
    from onestop.publish.rankings import publish_pending
    from onestop.quality.inspector import Inspector

    with warehouse() as (engine, settings), Inspector(settings) as inspector:
        return publish_pending(engine, inspector.check_publication)


def render_pages() -> list[str]:
    """Make the missing pages and return their paths; if there are new ones, update the pages for offices too."""
    from onestop.show import internal_pages, pages

    with warehouse() as (engine, settings):
        paths = pages.render_pages(engine, settings)
        if paths:
            internal_pages.render_internal(engine, settings)
    return paths


def render_internal() -> int:
    """Bring the pages for offices up to date, and return how many files changed."""
    from onestop.show import internal_pages

    with warehouse() as (engine, settings):
        return internal_pages.render_internal(engine, settings)


def prepare_documents(area_code: str, period_id: str, unit_codes: Sequence[str], basis: str) -> list[str]:
    """Write the workbooks of an area and period, and return their paths."""
    from onestop.sheets.objections import decision_sheet, objection_sheet
    from onestop.show.documents import DocumentRequest, write_documents

    wanted = DocumentRequest(area_code, period_id, tuple(unit_codes), basis)
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

    # Without sheets of objections: making one takes seconds for each mail. `prepare_documents` makes them.
    with warehouse() as (engine, settings):
        return outbox.send_waiting(engine, settings, cast("ChannelName", channel), wall_clock())._asdict()


def waive_source(connection_name: str, period_id: str, reason: str, waived_by_post: str) -> None:
    """Let a period be published without a source."""
    from onestop.publish.rankings import waive_source as waive

    with warehouse() as (engine, _):
        waive(engine, connection_name, period_id, reason, waived_by_post)


def look_for_troubles() -> int | None:
    """Compare the pipeline's troubles with those known before; return the number of the list of changes, if any."""
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
    """Find the open dossiers that need attention, and return the ids of the lists that wait to be delivered."""
    from onestop.alert import raising

    with warehouse() as (engine, _):
        return raising.raise_alerts(engine)


def estimate_late() -> int:
    """Estimate which open dossiers will be late, and return how many have an estimate."""
    from onestop.estimate.estimating import estimate_late as estimate

    with warehouse() as (engine, _):
        return estimate(engine)


def note_reading() -> None:
    """Record how far the figures hold after a reading that brought nothing new; not while facts wait."""
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
