"""Publish every ranking that is due; the demo, a late run and a normal Monday use the same code.

A period can be published when it is closed and every configured source has been read past its end, with nothing
pending or held. A person may waive a source (view ``audit.publication_blocker``).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy.engine import Connection, Engine

import onestop
from onestop.errors import InspectionError
from onestop.warehouse.clock import read_clock, wall_clock
from onestop.warehouse.database import run, transaction
from onestop.warehouse.locks import Lock, take_lock

log = logging.getLogger(__name__)

_FREEZE = (
    "publish/find_subjects.sql",
    "publish/analyze_subjects.sql",
    "publish/compute_values.sql",
    "publish/analyze_values.sql",
    "publish/freeze_values.sql",
    "publish/compute_scores.sql",
    "publish/freeze_scores.sql",
    "publish/freeze_forms.sql",
    "publish/sum_points.sql",
    "publish/insert_ranking.sql",
    "publish/freeze_targets.sql",
    "publish/freeze_entries.sql",
)
_UNCHANGED = {"ranks_changed": 0, "groups_changed": 0, "points_changed": 0, "entered_changed": 0}


Plan = Mapping[str, Any]
"""A row of ``publish/list_due.sql``: what is to be published; with the business clock, ``as_of`` and ``clock_on``.

A check also gets ``figures_state``, a text that differs after the figures of the period changed."""
Plans = Sequence[Plan]
"""What is to be published of one period in one state; never empty."""
Check = Callable[[Plans], list[str]]
"""Check what will be published of a period; return in Vietnamese what is wrong with its figures."""


class UnsoundFiguresError(RuntimeError):
    """Figures did not pass the check, so these publications were not made; the others were."""


def unchecked(plans: Plans) -> list[str]:  # noqa: ARG001 - a check is given the plans
    """Accept all figures: the constraints of the mart are the only check."""
    return []


def publish_pending(engine: Engine, check: Check = unchecked) -> list[int]:
    """Publish every ranking that is due, oldest period first, those of a period in one transaction.

    Of a closed period first the preliminary version; the official one when the days for objections are over and every
    objection is decided; then, at each cut-off, a correction if what changed since matters. A correction is a
    transaction of its own.

    Args:
        engine: the warehouse.
        check: called before figures are frozen, while no transaction is open. It is called again if the figures
            changed before they were frozen under the writer's lock.

    Returns:
        The ids of the new publications, in the order of publishing.

    Raises:
        UnsoundFiguresError: some did not pass the check; the message lists them, the others are published.
        WarehouseError: a statement failed; publications of earlier periods stay.
    """
    published: list[int] = []
    unsound: list[str] = []
    for plans in _by_transaction(_list_due(engine)):
        try:
            published += (
                _correct(engine, plans[0], check)
                if _is_correction(plans[0])
                else _publish(engine, plans, check, unsound)
            )
        except UnsoundFiguresError as error:
            unsound.append(str(error))
    if unsound:
        raise UnsoundFiguresError("\n".join(unsound))
    return published


def check_due(engine: Engine, check: Check) -> int:
    """Check the figures of what is due without publishing, and return the number of checked periods.

    Corrections are left out: only an attempt shows whether one is needed. The reports say of which state of the figures
    they are, so publishing these need not wait for them. Publishing checks again what could not be checked here.
    """
    firsts = [plans for plans in _by_transaction(_list_due(engine)) if not _is_correction(plans[0])]
    try:
        for plans in firsts:
            check(_with_state(plans, _figures_state(engine, plans)))
    except InspectionError:
        log.warning("Great Expectations could not check the figures; publish_rankings tries again", exc_info=True)
        return 0
    return len(firsts)


def has_pending(engine: Engine) -> bool:
    """Return whether a ranking is due, or a publication has no page yet."""
    with transaction(engine) as connection:
        clock_on = {"clock_on": read_clock(connection).date()}
        return bool(run(connection, "publish/has_pending.sql", clock_on).scalar_one())


def waive_source(engine: Engine, connection_name: str, period_id: str, reason: str, waived_by_post: str) -> None:
    """Allow a period to be published without a source; its units are then not ranked, with this reason.

    Args:
        engine: the warehouse.
        connection_name: the source's connection, in lower case.
        period_id: for example ``month:2026-09-01:2026-09-30``.
        reason: a sentence for the ranking page, in Vietnamese.
        waived_by_post: the post (never the name) of who decided.

    Raises:
        WarehouseError: there is no such connection.
    """
    with transaction(engine) as connection:
        waiver = {
            "connection_name": connection_name,
            "period_id": period_id,
            "reason": reason,
            "waived_by_post": waived_by_post,
            "waived_at": wall_clock(),
        }
        run(connection, "publish/waive_source.sql", waiver)


def _list_due(engine: Engine) -> Plans:
    with transaction(engine) as connection:
        as_of = read_clock(connection)
        clock = {"as_of": as_of, "clock_on": as_of.date()}
        due = run(connection, "publish/list_due.sql", {"clock_on": as_of.date()})
        return [{**plan._asdict(), **clock} for plan in due]


def _by_transaction(pending: Plans) -> list[Plans]:
    """Group the plans by transaction: one for each period and status, and one for each correction."""
    numbered = enumerate(pending)
    groups = groupby(
        sorted(numbered, key=lambda each: (each[1]["period_end"], each[1]["period_id"], each[1]["status"], each[0])),
        key=lambda each: (each[1]["period_id"], each[1]["status"], each[0] if _is_correction(each[1]) else None),
    )
    return [[plan for _, plan in group] for _, group in groups]


def _is_correction(plan: Plan) -> bool:
    return bool(plan["status"] == "correction")


def _publish(engine: Engine, plans: Plans, check: Check, unsound: list[str]) -> list[int]:
    """Freeze the publications of a period with all their figures, except for areas with wrong figures."""
    while True:
        state = _figures_state(engine, plans)
        sound, refused = _split_sound(_with_state(plans, state), check)
        with transaction(engine) as connection:
            # The figures must not move while they are frozen.
            take_lock(connection, Lock.WRITER)
            if _read_state(connection, plans) == state:
                opened = _insert_publications(connection, sound, _UNCHANGED) if sound else []
                if opened:
                    _freeze(connection, opened, plans[0]["period_id"])
                break
        log.info("figures of period %s changed during the check; checking again", plans[0]["period_id"])
    unsound += refused
    log.info("published %d rankings of period %s: %s", len(opened), plans[0]["period_id"], plans[0]["status"])
    return opened


def _correct(engine: Engine, plan: Plan, check: Check) -> list[int]:
    """Freeze a correction, unless another run did it first or the change is too small."""
    while True:
        with transaction(engine) as connection:
            take_lock(connection, Lock.WRITER)
            changes = _try_correction(connection, plan)
            if not changes["is_due"]:
                run(connection, "publish/record_check.sql", {**plan, **changes})
                return []
            state = _read_state(connection, [plan])
        if wrong := check(_with_state([plan], state)):
            raise UnsoundFiguresError(_refusal([plan], wrong))
        with transaction(engine) as connection:
            take_lock(connection, Lock.WRITER)
            if _read_state(connection, [plan]) == state:
                opened = _insert_publications(connection, [plan], changes)
                run(connection, "publish/record_check.sql", {**plan, **changes})
                if opened:
                    _freeze(connection, opened, plan["period_id"])
                break
        log.info("figures of period %s changed during the check; checking again", plan["period_id"])
    if opened:
        log.info("published a correction of %s for %s", plan["area_code"], plan["period_id"])
    return opened


def _figures_state(engine: Engine, plans: Plans) -> str:
    with transaction(engine) as connection:
        return _read_state(connection, plans)


def _read_state(connection: Connection, plans: Plans) -> str:
    """Return a text that differs when the figures of the areas in the period change."""
    which = {"period_id": plans[0]["period_id"], "area_ids": sorted({plan["area_id"] for plan in plans})}
    state = run(connection, "publish/read_figures_state.sql", which).one()
    return json.dumps(state._asdict(), sort_keys=True)


def _with_state(plans: Plans, state: str) -> Plans:
    return [{**plan, "figures_state": state} for plan in plans]


def _split_sound(plans: Plans, check: Check) -> tuple[Plans, list[str]]:
    """Return the plans of areas with right figures, and the reasons why the others are refused.

    Areas are checked one by one only if some figures are wrong.
    """
    if not check(plans):
        return plans, []
    sound: list[Plan] = []
    refused: list[str] = []
    for _, group in groupby(plans, key=lambda plan: plan["area_id"]):
        of_area = list(group)
        if wrong := check(of_area):
            refused.append(_refusal(of_area, wrong))
        else:
            sound += of_area
    return sound, refused


def _try_correction(connection: Connection, plan: Plan) -> Plan:
    """Return what a correction would change, and whether it is due.

    The ranking is made, compared with the latest version and rolled back, so only one place knows how to rank.
    """
    attempt = connection.begin_nested()
    opened = _insert_publications(connection, [plan], _UNCHANGED)
    if not opened:
        attempt.rollback()
        return {**_UNCHANGED, "is_due": False}
    _freeze(connection, opened, plan["period_id"])
    both = {"publication_id": opened[0], "latest_publication_id": plan["latest_publication_id"]}
    changes = run(connection, "publish/compare_rankings.sql", both).one()._asdict()
    attempt.rollback()
    counted = changes["ranks_changed"] + changes["groups_changed"] + changes["entered_changed"]
    changes["is_due"] = counted > 0 or changes["points_changed"] >= plan["correction_points"]
    log.info("ranking of %s for %s since its latest version: %s", plan["area_code"], plan["period_id"], changes)
    return changes


def _freeze(connection: Connection, publication_ids: Sequence[int], period_id: str) -> None:
    for file in _FREEZE:
        run(connection, file, {"publication_ids": list(publication_ids), "period_id": period_id})


def _refusal(plans: Plans, wrong: list[str]) -> str:
    return (
        f"rankings of {plans[0]['area_code']} for {plans[0]['period_id']} are not published, their figures are not "
        f"sound: {' '.join(wrong)} See the report below var/internal/quality, mend the figures, then run again."
    )


def _insert_publications(connection: Connection, plans: Plans, changes: Plan) -> list[int]:
    asked = {
        **{name: plans[0][name] for name in ("clock_on", "period_id", "status")},
        "area_ids": [plan["area_id"] for plan in plans],
        "scheme_codes": [plan["scheme_code"] for plan in plans],
        "published_at": read_clock(connection),
        "software_version": onestop.__version__,
    }
    return list(run(connection, "publish/insert_publications.sql", {**changes, **asked}).scalars())
