"""The page of the indicators: indicators, schemes, measures and kinds of periods as the catalogue has them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from handbook import markdown
from onestop.warehouse.database import run

PAGE = Path("indicators.md")

Row = Mapping[str, Any]

_HEAD = """\
What an indicator is called, how it is computed and where it comes from is Vietnamese, as officials read it.

A formula names measures; several are added up. Of unit %, the value is stored as a part of one. A zero denominator
gives no value and the reason `zero_denominator`. An area's value comes from the figures of its units, never from their
values. Values of a *main* indicator are stored for every kind of period, every role that the kind has, and by sector
where the kind is; of the others for the receiving role, all sectors together, and the kinds that have all indicators.
`mart.period_figure` holds every measure that they are made of.

Abbreviations in the texts: Cổng (DVCQG): Cổng Dịch vụ công quốc gia; TTHC: thủ tục hành chính; BHYT: bảo hiểm y tế;
NĐ: nghị định; QĐ: quyết định; TT: thông tư; CV: công văn.
"""

_MEASURES_HEAD = """\
## Measures

| kind | how it is aggregated |
|---|---|
| flow | counted on the day on which it happened; adds up over days |
| stock | how many there are at the end of the period: those that entered less those that left, up to then |
| opening | the same at the end of the day before the period |
| sum | its parts added up |
| distinct | procedures with any of its parts in the period, each once; an area counts the union of its units |
| distribution | the duration within which a share of the dossiers resolved in the period stayed; does not add up |
"""

_SCHEMES_HEAD = """\
## Score schemes

A scheme gives points for indicators: the maximum times the share, all of it from *full at* on, two decimals; for a
count the number stands in place of the share. *Nothing arose* is what a zero denominator gives; where it is empty, such
a unit has no score and is not ranked. So it is with a figure that nobody entered. Lost points are *recoverable* (they
can still be won back in the period), *gone*, or *not ours* (another office answers for them); those of dossiers counted
by the named measures are not ours in any case. Points of an indicator marked `?` are provisional: the portal's own
formula is not known. Another scheme, or another version, is an entry of the catalogue; one that was published by stays
as it is.
"""

_PERIODS_HEAD = """\
## Periods

What is stored of each kind; both ends of a period are inclusive. A week begins on Monday, and so do four weeks, one
span each Monday; year to date runs from 1 January to the end of each month; reports run from the 15th to the 14th, and
a report year begins on 15 December. A custom period is opened on request. Periods that ended longer ago than
*kept* before the business clock are not opened any more; those that are there stay.
"""

_BETTER = {"higher_is_better": "higher is better", "lower_is_better": "lower is better", "none": "neither is better"}


def pages(connection: Connection) -> dict[Path, str]:
    """Return the page as the catalogue of a warehouse gives it.

    Raises:
        WarehouseError: a statement failed.
    """
    indicators = _rows(connection, "measure/list_indicators.sql")
    scheme_items = _rows(connection, "publish/list_scheme_items.sql")
    measures = _rows(connection, "measure/list_measures.sql")
    return {PAGE: render(indicators, scheme_items, measures, _rows(connection, "measure/list_period_kinds.sql"))}


def render(
    indicators: Sequence[Row], scheme_items: Sequence[Row], measures: Sequence[Row], period_kinds: Sequence[Row]
) -> str:
    """Return the page as Markdown, from the rows of the four lists in their order."""
    parts = [_HEAD]
    for group, members in itertools.groupby(indicators, key=lambda row: row["group_vi"]):
        parts.append(f"## {group}\n")
        parts += map(_indicator, members)
    parts.append(_SCHEMES_HEAD)
    for _, items in itertools.groupby(scheme_items, key=lambda row: (row["scheme_code"], row["scheme_version"])):
        parts.append(_scheme(list(items)))
    parts += [
        _MEASURES_HEAD,
        markdown.table(("measure", "kind", "of", "definition", "source"), map(_measure, measures)),
    ]
    header = ("kind", "name", "by sector", "roles", "form II.06a", "indicators", "kept")
    parts += [_PERIODS_HEAD, markdown.table(header, map(_period_kind, period_kinds))]
    source = "`mart.indicator`, `mart.scheme`, `mart.measure` and `mart.period_kind`"
    return markdown.page("Indicators, score schemes, measures, periods", __name__, source, *parts)


def _rows(connection: Connection, file: str) -> list[Row]:
    return [row._asdict() for row in run(connection, file)]


def _indicator(row: Row) -> str:
    facts = [f"version {row['indicator_version']}", row["unit_vi"], _BETTER[row["direction"]]]
    facts += ["main"] if row["is_main"] else []
    facts += [f"until {row['valid_before']}"] if row["valid_before"] else []
    lines = [
        f"### {row['name_vi']}",
        "",
        f"`{row['indicator_code']}`: {', '.join(facts)}",
        "",
        row["definition_vi"],
        "",
    ]
    lines += [f"- Formula: {_formula(row)}", f"- Source: {row['source']}"]
    lines += [f"- Differs: {row['differs']}"] if row["differs"] else []
    return "\n".join([*lines, ""])


def _formula(row: Row) -> str:
    formula = _numerator(row)
    if row["denominator"] is not None:
        formula = f"{_bracketed(formula)} / {_bracketed(_added(row['denominator']))}"
    return formula + _scaled(row["scale"]) + _entered(row)


def _entered(row: Row) -> str:
    """Return which parts offices enter by a sheet, to go on the formula."""
    text = ""
    if row["needed"]:
        names = " and ".join(f"`{name}`" for name in row["needed"])
        text += f"; offices enter {names} by a sheet, and without them the value is empty with the reason `external`"
    for measure, figure in sorted(row["instead_of"].items()):
        text += f"; where offices entered `{figure}` it stands instead of `{measure}`"
    return text


def _numerator(row: Row) -> str:
    return " − ".join([_added(row["numerator"]), *(f"`{measure}`" for measure in row["less"])])


def _added(measures: Sequence[str]) -> str:
    return " + ".join(f"`{measure}`" for measure in measures)


def _bracketed(terms: str) -> str:
    return f"({terms})" if " " in terms else terms


def _scaled(scale: Decimal) -> str:
    if scale == 1:
        return ""
    return f" / {_plain(scale)}" if scale > 1 else f" × {_plain(1 / scale)}"


def _scheme(items: Sequence[Row]) -> str:
    first = items[0]
    most = _plain(sum(row["max_points"] for row in items))
    facts = [
        f"`{first['scheme_code']}`: version {first['scheme_version']}, {most} points, role {first['basis']}",
        f"Source: {first['source']}",
        *([f"Grades: {first['bands']}"] if first["bands"] else []),
        *([f"Note: {first['scheme_note_vi']}"] if first["scheme_note_vi"] else []),
    ]
    header = ("group", "indicator", "code", "maximum", "full at", "nothing arose", "lost", "note")
    lines = [f"### {first['scheme_name_vi']}", "", *(f"- {fact}" for fact in facts), ""]
    return "\n".join([*lines, markdown.table(header, map(_scheme_item, items))])


def _scheme_item(row: Row) -> Iterator[str]:
    yield row["group_vi"]
    yield row["name_vi"] + (" ?" if row["is_unresolved"] else "")
    yield f"`{row['indicator_code']}`"
    yield _plain(row["max_points"])
    yield _plain(row["full_score_at"])
    yield "" if row["zero_denominator_points"] is None else _plain(row["zero_denominator_points"])
    yield row["lost_kind"].replace("_", " ") + "".join(f", not ours: `{measure}`" for measure in row["not_ours"])
    yield row["note_vi"]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _measure(row: Row) -> Iterator[str]:
    yield f"`{row['measure']}`"
    yield row["kind"]
    yield _parts(row)
    yield row["definition"]
    yield row["source"]


def _parts(row: Row) -> str:
    if row["kind"] == "stock":
        return f"`{row['measure']}_enter` − `{row['measure']}_leave`"
    if row["kind"] == "distribution":
        return f"{_plain(row['share'])} of {_added(row['parts'])}"
    return _added(row["parts"] or ()) if row["kind"] == "sum" else ", ".join(f"`{part}`" for part in row["parts"] or ())


def _period_kind(row: Row) -> Iterator[str]:
    yield f"`{row['kind']}`"
    yield row["name_vi"]
    yield "yes" if row["by_sector"] else "no"
    yield ", ".join(row["bases"])
    yield "yes" if row["has_form"] else "no"
    yield "all" if row["all_indicators"] else "main"
    yield row["kept"]
