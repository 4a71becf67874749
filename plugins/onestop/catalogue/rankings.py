"""Expand plans into rows for each kind of area and period, and into a scheme for each single indicator."""

from __future__ import annotations

from decimal import Decimal

from onestop import words
from onestop.catalogue.entry import Entry
from onestop.catalogue.files import Catalogue, Placed
from onestop.catalogue.forms import Indicator, Scheme, SchemeGroup, SchemeItem
from onestop.catalogue.plans import Plan


def expand(catalogue: Catalogue) -> dict[str, dict[str, Placed]]:
    """Return the entries of each kind as rows, plans with the schemes that they make of single indicators.

    The faults of the catalogue list what cannot be made.
    """
    rows = {name: dict(entries) for name, entries in catalogue.entries.items()}
    indicators = catalogue.of(Indicator)
    rows["plans"] = {}
    for plan, placed in catalogue.of(Plan).values():
        if plan.scheme is None and plan.indicator is not None:
            indicator = indicators.get(f"{plan.indicator} {plan.indicator_version}")
            if indicator is None:
                catalogue.faults.append(
                    placed.fault(f"there is no indicator {plan.indicator} version {plan.indicator_version}")
                )
                continue
            _enter(catalogue, rows["schemes"], placed, scheme_of_indicator(plan, indicator[0]), is_shared=True)
        for ranking in plan.rankings():
            _enter(catalogue, rows["plans"], placed, ranking, is_shared=False)
    return rows


def scheme_of_indicator(plan: Plan, indicator: Indicator) -> Scheme:
    """Return the scheme of a plan that ranks by one indicator: at most 100 points, nothing for who has no cases."""
    name = indicator.name_vi
    lower = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    item = SchemeItem(
        indicator_code=indicator.indicator_code,
        indicator_version=indicator.indicator_version,
        max_points=Decimal(100),
        full_score_at=plan.full_score_at or Decimal(1),
    )
    return Scheme(
        scheme_code=plan.scheme_code,
        scheme_version=plan.scheme_version,
        name_vi=words.text("catalogue.ranked_by", indicator=lower),
        source=indicator.source,
        groups=(SchemeGroup(group_code="indicator", name_vi=indicator.group_vi, items=(item,)),),
    )


def _enter(catalogue: Catalogue, rows: dict[str, Placed], placed: Placed, entry: Entry, *, is_shared: bool) -> None:
    """Enter a row that follows from a plan; two plans may want the same scheme, but not two things of one key."""
    known = rows.get(entry.key)
    if known is None:
        rows[entry.key] = Placed(entry, placed.place, is_derived=True)
    elif not (is_shared and known.entry == entry):
        what = "a scheme" if isinstance(entry, Scheme) else "a ranking"
        key = ", ".join(str(getattr(entry, name)) for name in entry.KEY)
        catalogue.faults.append(placed.fault(f"{what} of {key} comes from {known.place} already; leave one of them"))
