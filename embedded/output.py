"""Output of the commands on the terminal: progress, addresses, the latest ranking, troubles."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from embedded.stack import EmbeddedStack

ENDS_SHOWN = 5
POINT_SECONDS = 5.0


@contextmanager
def step(name: str, *, is_long: bool = False) -> Iterator[None]:
    """Print what is being done, a point for every five seconds of a silent step, and then how long it took."""
    started, over = time.monotonic(), threading.Event()
    say(f"{name} ...", end="\n" if is_long else "")
    if not is_long:
        threading.Thread(target=_say_points, args=(over,), daemon=True).start()
    try:
        yield
    except BaseException:
        over.set()
        say("" if is_long else " failed")
        raise
    over.set()
    took = f"{time.monotonic() - started:.1f} s"
    say(f"{name}: {took}" if is_long else f" {took}")


def _say_points(over: threading.Event) -> None:
    while not over.wait(POINT_SECONDS):
        say(".", end="")


def say(text: str, end: str = "\n") -> None:
    """Print at once."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def say_where(stack: EmbeddedStack, pages: Sequence[str] = ("",)) -> None:
    """Print the addresses of the stack; `pages` are paths of a ranking and of a commune."""
    settings = stack.settings
    for name, path in zip(("rankings:", "commune:"), pages, strict=False):
        say(f"{name:<9} {settings.page_url(path)}")
    say(f"internal: {settings.internal_page_url()} (for offices only)")
    if stack.memory.is_demo:
        say(f"mails:    http://127.0.0.1:{settings.mailbox_port}/")
    say(f"Airflow:  http://127.0.0.1:{settings.airflow_port}/")
    say(f"          user admin, password in {stack.airflow.password_file()}")
    say("Stop with `make down`; the data stays.")


def show_work(stack: EmbeddedStack) -> int:
    """Print what there is and what is wrong; return how many troubles there are."""
    from onestop.warehouse.clock import read_clock, wall_clock
    from onestop.warehouse.database import opened, run, transaction

    with opened(stack.settings.sqlalchemy_url) as engine, transaction(engine) as connection:
        when = {"as_of": read_clock(connection), "at": wall_clock(), "stale_hours": stack.settings.stale_hours}
        work = list(run(connection, "operations/count_work.sql"))
        run(connection, "operations/detect_troubles.sql", when)
        troubles = list(run(connection, "operations/list_troubles.sql"))
    say("")
    for line in work:
        say(f"{line.what:<24} {line.state}")
    say(f"{'business clock':<24} {when['as_of']:%Y-%m-%d %H:%M}\n")
    for trouble in troubles:
        since = f" since {trouble.since:%Y-%m-%d %H:%M}" if trouble.since else ""
        say(f"  {trouble.kind}: {trouble.subject}{since}\n    {trouble.detail}\n    -> {trouble.advice}")
    return len(troubles)


def say_verdict(troubles: int, stopped: Sequence[str], is_demo: bool) -> None:
    """Print as the last line whether all is well: `troubles` of the work, and processes that do not run."""
    wrong = [f"wrong: {troubles}"] if troubles else []
    if stopped:
        command = "make demo" if is_demo else "make up"
        wrong.append(f"stopped: {', '.join(stopped)}; `{command}` starts what is stopped")
    say(", ".join(wrong) or "nothing is wrong")


def show_ranking(stack: EmbeddedStack) -> Sequence[str]:
    """Print both ends of the latest ranking; return the paths of its page and of the page of its first commune."""
    from onestop.warehouse.database import opened, run, transaction

    with opened(stack.settings.sqlalchemy_url) as engine, transaction(engine) as connection:
        latest = run(connection, "show/find_latest_ranking.sql").one_or_none()
        if latest is None:
            say("No ranking is published.")
            return ()
        rows = list(run(connection, "show/read_ranks.sql", {"publication_id": latest.publication_id}))
    shown = rows if len(rows) <= 2 * ENDS_SHOWN else [*rows[:ENDS_SHOWN], None, *rows[-ENDS_SHOWN:]]
    say(f"\n{latest.title}, {len(rows)} ranked")
    for row in shown:
        say("    ..." if row is None else "{:>6}  {:<6} {:<28} {:>7}".format(*row))
    say("")
    return (latest.path, f"{latest.path.removesuffix('index.html')}don-vi/{rows[0].unit_code}.html")
