"""What reading costs, from pages to facts, beside peers and a commit before: ``python -m tests.bench.reading``.

Pages are recorded once and served from memory by a process of its own; whoever reads is a process of its own too, and
each measurement has a fresh warehouse on a durable embedded server. What is compared is measured in turn, in one run.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import shlex
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.checkouts import NOW, Checkout, Child, before
from tests.bench.peers import APPENDS, DLT, MERGES, PeerError, Variant, copy_plainly, load_with_dlt
from tests.bench.recorded import PROVINCE, RecordedSource, make_recording, serving
from tests.bench.results import Measured, Report, say, table

OVER_HTTP = "all feeds over HTTP"
MEMORY = "memory of the reading process"
DOSSIERS = "dossiers"
TRIES = 2
WAYS = f"each way of dlt, best of {TRIES}"
SIDE_BY_SIDE = "four sources"
QUALITY = "Great Expectations"
RATIOS = "ratios"

AS_OF = dt.datetime.fromisoformat("2026-10-01T06:00:00+07:00")
A_MONTH = dt.timedelta(days=31)
ALL_DAYS = (
    "DELETE FROM audit.reread_window",
    "INSERT INTO audit.reread_window (window_days, every_days) VALUES (20000, 30)",
)
"""One window that holds everything, due a month after it was read."""

LARGEST_BATCH = 5_000_000
SOURCES = 4
CATALOGUES = ["units", "procedures"]
"""Feeds that dossiers name; they are read before, and not timed."""


Answer = dict[str, Any]


class Place:
    """A server with warehouses, all of one commit."""

    def __init__(self, checkout: Checkout, folder: Path, *, is_durable: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        self.checkout = checkout
        self._keeper = checkout.start({"act": "keep", "folder": str(folder), "is_durable": is_durable})
        self._keeper.hear()

    def fresh(self) -> Answer:
        """Drop the warehouse before and make another: its addresses, and the folder of its files."""
        return self._keeper.ask({})

    def close(self) -> None:
        """Stop the server."""
        self._keeper.end()

    def read(self, warehouse: Answer, sources: Mapping[str, str], **task: Any) -> Answer:
        """Read one of the sources in a process of its own, and return what that took."""
        child = self.reader(warehouse, sources, **task)
        answer = child.ask({})
        child.end()
        return checked(answer, is_whole="until" not in task)

    def reader(self, warehouse: Answer, sources: Mapping[str, str], **task: Any) -> Child:
        """Start a process that reads one of the sources as soon as it is told to."""
        child = self.checkout.start({"act": "read", **warehouse, "sources": dict(sources), **task})
        child.hear()
        return child

    def settle(self, warehouse: Answer, sources: Mapping[str, str]) -> Answer:
        """Land dossiers, bring them to facts in a process of its own, and return what the latter took."""
        task = {"act": "settle", "first_feeds": CATALOGUES, "sources": dict(sources)}
        child = self.checkout.start({**task, **warehouse})
        answer = child.hear()
        child.end()
        return checked(answer)


def checked(answer: Answer, *, is_whole: bool = True) -> Answer:
    """Return the answer of a reading process; a batch that was held makes its seconds worthless."""
    if answer["held_batches"] or (is_whole and answer["open_batches"]):
        raise RuntimeError(f"{answer['held_batches']} batches are held, {answer['open_batches']} open")
    return answer


@dataclass
class Bench:
    """What every part needs.

    Attributes:
        options: of the command line.
        folder: for everything that is written.
        report: takes what is measured.
        now: this commit.
        before: the commit before it that is compared, where one is.
        source: the recorded source.
        pages: the file that it serves.
    """

    options: argparse.Namespace
    folder: Path
    report: Report
    now: Place
    before: Place | None
    source: RecordedSource
    pages: Path

    @property
    def sources(self) -> dict[str, str]:
        """The one source, as a reading process takes it."""
        return {"bench": self.source.url}

    def add(self, part: str, name: str, values: Sequence[float], unit: str = "s", rows: int = 0) -> None:
        """Add what was measured."""
        self.report.add(Measured(part, name, values, unit, rows))


def measure_over_http(bench: Bench) -> None:
    """Read all feeds over HTTP with this commit and the one before in turn, and again when nothing has changed."""
    first, again, earlier, shares = [], [], [], []
    for _ in range(bench.options.repeats):
        bench.source.set_clock(AS_OF)
        if bench.before:
            earlier.append(bench.before.read(bench.before.fresh(), bench.sources))
        warehouse, worked = bench.now.fresh(), bench.source.cpu_seconds()
        first.append(bench.now.read(warehouse, bench.sources, statements=ALL_DAYS))
        share = (bench.source.cpu_seconds() - worked) / first[-1]["seconds"] / (os.cpu_count() or 1)
        shares.append(share * 100)
        bench.source.set_clock(AS_OF + A_MONTH)
        told = bench.source.told()
        again.append(bench.now.read(warehouse, bench.sources))
        told = bench.source.told() - told
        if told < first[-1]["records"]:
            raise RuntimeError(f"only {told} of {first[-1]['records']} records were read again")
    records = first[0]["records"]
    before_name = f"first reading at {bench.options.before}"
    if earlier:
        bench.add(OVER_HTTP, before_name, _seconds(earlier), rows=earlier[0]["records"])
        _add_steps(bench, f"{OVER_HTTP}, steps at {bench.options.before}", earlier)
    _add_steps(bench, f"{OVER_HTTP}, steps", first)
    bench.add(OVER_HTTP, "first reading", _seconds(first), rows=records)
    bench.add(OVER_HTTP, "processor time of the reading process", [answer["cpu_seconds"] for answer in first])
    bench.add(OVER_HTTP, "the recorded source's share of all cores", shares, "%")
    bench.add(OVER_HTTP, "all read again, nothing changed", _seconds(again), rows=records)
    bench.add(MEMORY, "at the default batch size", [answer["peak_mb"] for answer in first], "MB")
    if earlier:
        bench.add(MEMORY, f"at {bench.options.before}", [answer["peak_mb"] for answer in earlier], "MB")
        ratio = f"{OVER_HTTP}, times as fast as {bench.options.before}"
        bench.report.ratio(RATIOS, ratio, before_name, "first reading", "≥ 3.5")
    bench.report.ratio(
        RATIOS, "all read again / first reading", "all read again, nothing changed", "first reading", "≤ 0.15"
    )


def measure_memory(bench: Bench) -> None:
    """Read all feeds in batches as large as they may be."""
    bench.source.set_clock(AS_OF)
    settings = {"batch_records": LARGEST_BATCH}
    answer = bench.now.read(bench.now.fresh(), bench.sources, settings=settings)
    largest = f"at the largest batch size, {answer['records']:,} records"
    bench.report.add(Measured(MEMORY, largest, [answer["peak_mb"]], "MB", wanted="≤ 200 MB"))


def measure_dossiers(bench: Bench) -> None:
    """Bring dossiers to staged rows and to facts, in turn with plain COPY and with dlt at its best."""
    bench.source.set_clock(AS_OF)
    best: dict[str, Variant] = {}
    taken: dict[str, list[float]] = defaultdict(list)
    records = 0
    for _ in range(bench.options.repeats):
        pages = {"pages": str(bench.pages), "first_feeds": CATALOGUES, "feeds": ["dossiers"]}
        one_batch = {"settings": {"batch_records": LARGEST_BATCH}, "until": "rows copied"}
        staged = bench.now.read(bench.now.fresh(), bench.sources, **pages, **one_batch)
        taken["pages in memory to staged rows"].append(staged["seconds"])
        settled = bench.now.settle(bench.now.fresh(), bench.sources)
        taken["landed pages to facts"].append(settled["seconds"])
        warehouse = bench.now.fresh()
        taken["pages in memory to facts"].append(bench.now.read(warehouse, bench.sources, **pages)["seconds"])
        records = settled["facts"]
        (landing,) = Path(warehouse["var"]).glob("landing/*/dossiers")
        taken["plain COPY of ready lines"].append(copy_plainly(warehouse["owner"], landing))
        for what, variants in _variants(bench).items():
            if what not in best:
                best[what] = fastest(bench.report, what, variants, warehouse["owner"], landing)
            taken[f"{DLT} {what} ({best[what]})"].append(load_with_dlt(best[what], warehouse["owner"], landing))
    for name, seconds in taken.items():
        bench.add(DOSSIERS, name, seconds, rows=records)
    _add_ratios_of_dossiers(bench.report, list(taken))


def _variants(bench: Bench) -> dict[str, Sequence[Variant]]:
    if bench.options.no_dlt:
        return {}
    return (
        {"merge": MERGES[:1], "append": APPENDS[:1]}
        if bench.options.usual_dlt
        else {"merge": MERGES, "append": APPENDS}
    )


def fastest(report: Report, what: str, variants: Sequence[Variant], owner: str, landing: Path) -> Variant:
    """Try each way a few times, tell the best of them, and return the fastest."""
    tried: dict[Variant, float] = {}
    for variant in variants:
        try:
            tried[variant] = min(load_with_dlt(variant, owner, landing) for _ in range(TRIES))
        except PeerError as error:
            say(str(error))
            continue
        report.add(Measured(WAYS, f"{what}: {variant}", [tried[variant]]))
    return min(tried, key=lambda variant: tried[variant])


def _add_ratios_of_dossiers(report: Report, names: Sequence[str]) -> None:
    facts, copied = "landed pages to facts", "plain COPY of ready lines"
    for name in names:
        if name.startswith(f"{DLT} merge"):
            report.ratio(RATIOS, "landed pages to facts, times as fast as dlt's merge", name, facts, "≥ 4")
        if name.startswith(f"{DLT} append"):
            staged = "pages in memory to staged rows"
            report.ratio(RATIOS, "pages to staged rows, times as fast as dlt's append", name, staged, "≥ 10")
    report.ratio(RATIOS, "landed pages to facts, times as fast as plain COPY", copied, facts, "≥ 0.10")


def measure_sources(bench: Bench) -> None:
    """Read four sources one after the other and at once, a process for each, as mapped tasks of Airflow are."""
    in_turn, at_once = [], []
    locks: dict[str, list[float]] = defaultdict(list)
    with ExitStack() as stack:
        sources = _four_sources(bench, stack)
        for _ in range(bench.options.repeats):
            warehouse = bench.now.fresh()
            answers = [bench.now.read(warehouse, sources, source=name) for name in sources]
            in_turn.append(sum(answer["seconds"] for answer in answers))
            warehouse = bench.now.fresh()
            readers = [bench.now.reader(warehouse, sources, source=name) for name in sources]
            for reader in readers:
                reader.tell({})
            answers = [checked(reader.hear()) for reader in readers]
            for reader in readers:
                reader.end()
            at_once.append(max(answer["ended"] for answer in answers) - min(answer["started"] for answer in answers))
            locks["waiting for the publish lock"].append(sum(sum(answer["waited"]) for answer in answers))
            locks["under the publish lock"].append(sum(sum(answer["held"]) for answer in answers))
            locks["longest time under the publish lock"].append(
                max((held for answer in answers for held in answer["held"]), default=0.0)
            )
    records = sum(answer["records"] for answer in answers)
    bench.add(SIDE_BY_SIDE, "one after the other", in_turn, rows=records)
    bench.add(SIDE_BY_SIDE, "at once", at_once, rows=records)
    for name, seconds in locks.items():
        bench.add(SIDE_BY_SIDE, f"at once, {name}", seconds)
    bench.report.ratio(
        RATIOS, "four sources at once, times as fast as in turn", "one after the other", "at once", "≥ 1.6"
    )


def _four_sources(bench: Bench, stack: ExitStack) -> dict[str, str]:
    """Serve sources with ids, agencies and dossiers of their own, a quarter of the dossiers each."""
    served = {}
    for number in range(SOURCES):
        pages = bench.folder / f"pages-{number}"
        codes = f"{PROVINCE[0]}{70 + number}"
        each = max(1, bench.options.dossiers // SOURCES)
        make_recording(pages, each, seed=number, codes=codes, system=f"bench-{number}")
        served[f"bench_{number}"] = stack.enter_context(serving(pages)).url
    return served


def measure_quality(bench: Bench) -> None:
    """Read all feeds with Great Expectations, which looks at the first batch of each feed and at large ones."""
    bench.source.set_clock(AS_OF)
    answer = bench.now.read(bench.now.fresh(), bench.sources, quality=True)
    bench.add(QUALITY, "first reading with it", [answer["seconds"]], rows=answer["records"])
    bench.add(QUALITY, "of it batches inspected", [answer["inspected_seconds"]])


def _seconds(answers: Sequence[Answer]) -> list[float]:
    return [answer["seconds"] for answer in answers]


def _add_steps(bench: Bench, part: str, answers: Sequence[Answer]) -> None:
    names = dict.fromkeys(name for answer in answers for name in answer["steps"])
    for name in names:
        bench.add(part, name, [answer["steps"].get(name, 0.0) for answer in answers])


MEASURES: dict[str, Callable[[Bench], None]] = {
    "http": measure_over_http,
    "memory": measure_memory,
    "dossiers": measure_dossiers,
    "sources": measure_sources,
    "quality": measure_quality,
}


@contextmanager
def opened(options: argparse.Namespace, report: Report, *, is_durable: bool = True) -> Iterator[Bench]:
    """Record the pages, and start the servers of both commits; one that is not durable says nothing of seconds."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="onestop-reading-")))
        folder.chmod(0o755)
        pages = folder / "pages"
        make_recording(pages, options.dossiers)
        source = stack.enter_context(serving(pages))
        now = stack.enter_context(contextlib.closing(Place(NOW, folder / "now", is_durable=is_durable)))
        earlier = None
        if options.before and "http" in options.only:
            checkout = stack.enter_context(before(options.before))
            earlier = stack.enter_context(contextlib.closing(Place(checkout, folder / "before", is_durable=is_durable)))
        yield Bench(options, folder, report, now, earlier, source, pages)


def arguments() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reading", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=int(os.environ.get("DOSSIERS", "20000")), help="to be read")
    parser.add_argument("--repeats", type=int, default=5, help="how often each is measured")
    parser.add_argument("--before", default=os.environ.get("BEFORE", ""), help="a commit to be compared with")
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=list(MEASURES), help="measure these parts only")
    parser.add_argument("--no-dlt", action="store_true", help="leave out dlt, which needs an environment of its own")
    parser.add_argument(
        "--usual-dlt", action="store_true", help="do not look for the fastest way of dlt, take its default"
    )
    parser.add_argument("--json", type=Path, default=Path("var/bench/reading.json"), help="where the results go")
    return parser


def main() -> None:
    """Measure, print each line as it is known, and write the results."""
    options = arguments().parse_args()
    report = Report(shlex.join(["python", "-m", "tests.bench.reading", *sys.argv[1:]]), options.dossiers)
    try:
        with opened(options, report) as bench:
            for part in options.only:
                MEASURES[part](bench)
    finally:
        report.write(options.json)
    say("")
    say(table([report.as_json()]))


if __name__ == "__main__":
    main()
