"""Reads every surface on which a figure is shown, and finds the figures of one name that differ.

A figure is known by its name as it is printed, its unit, its period and the moment of its data, the role that is
counted and, where it depends on them, the ranking: scheme, area and version. What is called the same of the same unit
and moment has to be the same everywhere. Tables with a row a unit are read whatever their columns are.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import functools
import html
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

from onestop import words
from onestop.words import labels
from tests.support.documents import Grid, Page, Table, read_page, read_workbook, said, table_of

PARTS = words.text("ranking_page.parts", name="")
"""Ends the heading of numerator and denominator of an indicator."""
PART = re.compile(
    r'<(section|details)(?: class="part")? id="(due|apologise|overdue|close|later|held)"[^>]*>(.*?)</\1>', re.DOTALL
)
"""A part of the morning list on the page of a unit."""
UNIT_HEADINGS = {words.text("column.unit"), words.text("column.commune")}
MEMOS = words.text("form.memos")
FORM = {
    words.text("ranking_page.resolved"): "(7)",
    words.text("ranking_page.in_time"): "(8)+(9)",
    words.text("ranking_page.resolved_overdue"): "(10)",
    words.text("ranking_page.in_progress_overdue"): "(13)",
    words.text("ranking_page.received"): "(4)+(5)",
}
"""Headings of the ranking by the columns of form II.06a that they stand over."""
SUMS = {"(8)+(9)": ("(8)", "(9)"), "(4)+(5)": ("(4)", "(5)")}
MEMO_NAMES = {
    words.text(f"form.{name}")
    for name in (
        *("resolved_no_due_date", "in_progress_no_due_date", "paused", "withdrawn", "refused", "stopped"),
        *("transferred_in", "transferred_out"),
    )
}
NOT_A_FIGURE = {
    words.text("column.movement"),
    words.text("column.target"),
    words.text("column.unranked_reason"),
    words.text("commune_page.trend"),
    words.text("signing_package.form_state"),
    words.text("signing_package.document_number"),
    words.text("signing_package.moved"),
    "",
}
NOTHING = {"", "–"}
INDICATOR, POINTS_REACHED = words.text("column.indicator"), words.text("column.points_reached")
POINTS = {words.text("column.points"), POINTS_REACHED}


class Key(NamedTuple):
    """What a figure is known by; empty where it does not depend on it."""

    name: str
    unit: str
    period: str
    moment: str
    role: str
    ranking: str


class Figure(NamedTuple):
    """A figure as a surface shows it."""

    surface: str
    place: str
    key: Key
    text: str


@dataclass(frozen=True)
class Head:
    """What a document says of itself; ``is_standing``: no later version of the ranking replaced it."""

    place: str
    area: str = ""
    scheme: str = ""
    period: str = ""
    status: str = ""
    version: str = ""
    moment: str = ""
    role: str = ""
    is_standing: bool = True

    @property
    def ranking(self) -> str:
        """The ranking as figures know it."""
        return f"{self.scheme}, {self.area}, {self.version}"


@dataclass
class Crawl:
    """Collects figures.

    Attributes:
        names: names of codes that programs get instead of names: units, levels, schemes, indicators.
        cited: the columns of form II.06a that an indicator says it is, by its name.
        figures: what was found.
        rankings: heads of the published rankings by the address of their folder.
    """

    names: Mapping[str, str]
    cited: Mapping[str, str] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    rankings: dict[str, Head] = field(default_factory=dict)
    _workbooks: dict[bytes, list[Figure]] = field(default_factory=dict)

    # ------------------------------------------------------------------------------------------------------- findings

    def disagreements(self) -> list[str]:
        """Return a line for each figure that two places show differently, with both."""
        lines = []
        for key, found in sorted(self._by_key().items()):
            shown: dict[str, Figure] = {}
            for figure in found:
                shown.setdefault(figure.text, figure)
            if len(shown) > 1:
                both = " | ".join(f"{text} in {figure.surface} {figure.place}" for text, figure in shown.items())
                lines.append(f"{', '.join(filter(None, key))}: {both}")
        return lines

    def read(self) -> Counter[str]:
        """Return how many figures were read on each kind of surface."""
        return Counter(figure.surface for figure in self.figures)

    def compared(self) -> Counter[str]:
        """Return how many figures of each kind of surface stand on another surface too."""
        counts: Counter[str] = Counter()
        for found in self._by_key().values():
            if len({figure.surface for figure in found}) > 1:
                counts.update(figure.surface for figure in found)
        return counts

    def _by_key(self) -> dict[Key, list[Figure]]:
        by_key: dict[Key, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            by_key[figure.key].append(figure)
        return by_key

    # ---------------------------------------------------------------------------------------------------- public site

    def site(self, folder: Path) -> None:
        """Read the public site: the lists, and of each publication every page and the workbook."""
        for listed in sorted(folder.glob("*/index.json")):
            index = json.loads(listed.read_text(encoding="utf-8"))
            for entry in index["publications"]:
                self._remember(listed.parent, index["area"], entry)
            self._area_page(listed.parent, index)
        latest: dict[tuple[str, str, str], int] = {}
        for head in self.rankings.values():
            which = (head.area, head.scheme, head.period)
            latest[which] = max(latest.get(which, 0), int(head.version))
        for url, head in self.rankings.items():
            is_standing = int(head.version) == latest[head.area, head.scheme, head.period]
            self.rankings[url] = replace(head, is_standing=is_standing)
        for url, head in self.rankings.items():
            self._publication(folder / url, head)

    def _remember(self, folder: Path, area: str, entry: Mapping[str, Any]) -> None:
        url = f"{folder.name}/{entry['url']}"
        page = read_page((folder / entry["url"] / "index.html").read_text(encoding="utf-8"))
        cut_off = said("publication_page.cut_off", page.text)
        assert cut_off is not None, url
        head = Head(
            url, area, entry["scheme_name"], entry["period"], entry["status"], str(entry["version"]),
            cut_off["moment"], _role(page.text),
        )  # fmt: skip
        self.rankings[url] = head
        self._of_ranking("index.json", head, "status", area, entry["status"])
        self._of_ranking("index.json", head, "number", area, str(entry["id"]))

    def _area_page(self, folder: Path, index: Mapping[str, Any]) -> None:
        page = read_page((folder / "index.html").read_text(encoding="utf-8"))
        tables = [table for table in page.tables if words.text("area_page.published_at") in table.columns]
        assert sum(len(table.rows) for table in tables) == len(index["publications"])
        for table in tables:
            for url, row in zip(table.links, table.rows, strict=True):
                head = self.rankings[url.removeprefix("../").removesuffix("index.html")]
                self._of_ranking("list", head, "published at", head.area, row[2])
                self._of_ranking("list", head, "data as of", head.area, row[3])
                self._of_ranking("list", head, "status", head.area, row[1].partition(",")[0])

    def _publication(self, folder: Path, head: Head) -> None:
        for path in sorted(folder.rglob("*")):
            place = replace(head, place=str(path.relative_to(folder.parents[2])))
            if path.suffix == ".html":
                self._page(read_page(path.read_text(encoding="utf-8")), path.parent.name, place)
            elif path.suffix == ".xlsx":
                self._ranking_workbook("workbook", read_workbook(path.read_bytes()), place)

    def _page(self, page: Page, folder: str, head: Head) -> None:
        self._head_of_page(page, head)
        if folder == "don-vi":
            named = said("commune_page.title", page.title)
            assert named is not None, head.place
            self._commune(page, named["unit"], head)
        elif folder == "chi-tieu":
            named = said("indicator_page.title", page.title)
            assert named is not None, head.place
            self._indicator(page, named["name"], head)
        else:
            for table in page.tables:
                if table.columns and "›" in table.columns[-1]:
                    self._ranks_by_period(table, head)
                else:
                    self._by_unit("page", table, head)

    def _head_of_page(self, page: Page, head: Head) -> None:
        shown = {
            "publication_page.number": {"number": "number", "moment": "published at"},
            "publication_page.cut_off": {"moment": "data as of"},
            "page.status_and_version": {"status": "status"},
        }
        for key, names in shown.items():
            lines = (line.removeprefix(head.area) for _, line in page.lines)
            found = next(filter(None, (said(key, line) for line in lines)), None)
            assert found is not None, (head.place, key)
            for place, name in names.items():
                self._of_ranking("page", head, name, head.area, found[place].strip())

    def _commune(self, page: Page, unit: str, head: Head) -> None:
        for name, text in page.facts:
            self._of_ranking("page", head, name, unit, text.partition("/")[0])
        for heading, line in page.lines:
            if heading == words.text("commune_page.overdue"):
                for name, text in re.findall(r"([^.:]+): (\S+?)\.(?= |$)", line):
                    self._value("page", head, name.strip(), unit, text)
        readers = {
            words.text("commune_page.scored"): self._scored_of_unit,
            words.text("commune_page.other_figures"): self._values_of_unit,
            words.text("commune_page.form_title"): self._form_of_unit,
            words.text("page.recent_periods"): self._ranks_of_unit,
        }
        for table in page.tables:
            if table.heading in readers:
                readers[table.heading](table, unit, head)

    def _scored_of_unit(self, table: Table, unit: str, head: Head) -> None:
        """Take scored indicators: value with its parts and points with their most are in one cell each."""
        for _, row, column, text in table.cells():
            if column == words.text("column.value"):
                found = re.fullmatch(r"(.*?) ?([\d.]+/[\d.]+)?", text)
                assert found is not None, (head.place, text)
                self._value("page", head, row[0], unit, found[1])
                if found[2]:
                    self._parts("page", head, row[0], unit, found[2])
            elif column == words.text("column.points") and text:
                points, _, most = text.partition("/")
                self._points("page", head, row[0], column, unit, points)
                self._points("page", head, row[0], words.text("column.max_points"), unit, most)
            elif column == words.text("column.median") and text:
                self._of_ranking("page", head, f"{row[0]} › {column}", head.area, text)
            elif column == words.text("commune_page.dossiers_to_next_point") and text:
                self._points("page", head, row[0], column, unit, text)

    def _form_of_unit(self, table: Table, unit: str, head: Head) -> None:
        for row in table.rows:
            self._form("page", head, unit, row[0], dict(zip(table.columns[1:], row[1:], strict=True)))

    def _ranks_of_unit(self, table: Table, unit: str, head: Head) -> None:
        for period, status, rank, score in table.rows:
            of = replace(self._head_of(head, period, status), place=head.place)
            self._of_ranking("page", of, words.text("column.rank"), unit, rank)
            self._of_ranking("page", of, words.text("column.score"), unit, score)

    def _values_of_unit(self, table: Table, unit: str, head: Head) -> None:
        for _, row, column, text in table.cells():
            if column == words.text("column.value"):
                self._value("page", head, row[0], unit, text)
            elif column == words.text("commune_page.parts"):
                self._parts("page", head, row[0], unit, text)
            elif column == words.text("column.median"):
                self._of_ranking("page", head, f"{row[0]} › {column}", head.area, text)

    def _parts(self, surface: str, head: Head, name: str, unit: str, text: str) -> None:
        """Take numerator and denominator of an indicator, which stand in one cell."""
        numerator, _, denominator = text.partition("/")
        self._value(surface, head, f"{name} › {words.text('column.numerator')}", unit, numerator)
        self._value(surface, head, f"{name} › {words.text('column.denominator')}", unit, denominator)

    def _indicator(self, page: Page, name: str, head: Head) -> None:
        for fact, text in page.facts:
            if fact == words.text("indicator_page.whole_area"):
                self._value("page", head, name, f"{fact}, {head.area}", text)
            elif fact in {words.text("column.median"), words.text("indicator_page.mean")}:
                self._of_ranking("page", head, f"{name} › {fact}", head.area, text)
        for table in page.tables:
            if not UNIT_HEADINGS & set(table.columns):
                continue
            for _, row, column, text in table.cells():
                if column == words.text("column.value"):
                    self._value("page", head, name, row[0], text)
                elif column in {words.text("column.numerator"), words.text("column.denominator")}:
                    self._value("page", head, f"{name} › {column}", row[0], text)
                elif column == words.text("column.points"):
                    self._points("page", head, name, column, row[0], text)

    def _ranks_by_period(self, table: Table, head: Head) -> None:
        """Take the ranks of the periods that the page of a commune tells the version of; here none is told."""
        for _, row, column, text in table.cells():
            period, _, name = column.partition(" › ")
            if name and period == head.period:
                self._of_ranking("page", head, name, row[0], text)

    def _head_of(self, head: Head, period: str, status: str) -> Head:
        return next(
            each for each in self.rankings.values()
            if (each.area, each.scheme, each.period, each.status) == (head.area, head.scheme, period, status)
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------ tables of a kind

    def _by_unit(self, surface: str, table: Table, head: Head) -> None:
        """Take a table with a row a unit, whatever its columns are."""
        own = next((place for place, name in enumerate(table.columns) if name in UNIT_HEADINGS), None)
        if own is None or words.text("ranking_page.by_system") in table.columns:
            return
        for _, row, column, text in table.cells():
            if column in UNIT_HEADINGS or column in NOT_A_FIGURE or not row[own]:
                continue
            if column.endswith(PARTS):
                self._parts(surface, head, column.removesuffix(PARTS), row[own], text)
                continue
            name = _plain_heading(column)
            if (bare := name.rpartition(" (")[0]) in self.names.values():
                name = bare
            if name in FORM:
                self._value(surface, head, FORM[name], row[own], text)
            elif name in MEMO_NAMES or name in self.names.values():
                self._value(surface, head, name, row[own], text)
            else:
                self._of_ranking(surface, head, name, row[own], text)

    def _form(self, surface: str, head: Head, unit: str, sector: str, shown: Mapping[str, str]) -> None:
        """Take a row of form II.06a."""
        found = {}
        for heading, text in shown.items():
            number = re.search(r"\(\d+\)$", heading)
            found[number.group() if number else heading.removeprefix(f"{MEMOS} › ")] = text
        for name, parts in SUMS.items():
            found[name] = labels.whole(sum(_number(found[part]) for part in parts))
        self.columns(surface, head, unit, sector, found)

    def columns(self, surface: str, head: Head, unit: str, sector: str, found: Mapping[str, str]) -> None:
        """Take what a row of the form shows by column."""
        is_total = sector == words.text("column.total")
        for name, text in found.items():
            self._value(surface, head, name if is_total else f"{name}, {sector}", unit, text)
        if is_total:
            for indicator, columns in self.cited.items():
                cited = sum(_number(found[column]) for column in columns.split("+"))
                self._value(surface, head, indicator, unit, labels.whole(cited))

    # ------------------------------------------------------------------------------------------------------ workbooks

    def _ranking_workbook(self, surface: str, sheets: Mapping[str, Grid], head: Head) -> None:
        for name, grid in sheets.items():
            if not grid or len(grid) < 2:
                continue
            table = table_of(grid)
            if name == words.text("ranking_workbook.lost"):
                for _, row, column, text in table.cells():
                    self._points(surface, head, row[1], column, row[0], text)
            elif name == words.text("ranking_workbook.form"):
                self._forms(surface, table, head)
            elif name == words.text("ranking_workbook.overdue"):
                for _, row, column, text in table.cells():
                    self._value(surface, head, f"Số hồ sơ {_lower(column)}", row[0], text)
            elif name == words.text("ranking_workbook.attention"):
                self._attention_sheet(table, head)
            elif name == words.text("ranking_workbook.raw"):
                self._raw_counts(surface, _whole_area(table, head), head)
            elif name == words.text("ranking_workbook.notes"):
                continue
            else:
                self._by_unit(surface, _whole_area(table, head), head)

    def _raw_counts(self, surface: str, table: Table, head: Head) -> None:
        """Take numerators and denominators, a row for each unit and indicator."""
        for row in table.rows:
            shown = dict(zip(table.columns, row, strict=True))
            indicator, unit = shown[INDICATOR], next(shown[name] for name in UNIT_HEADINGS if name in shown)
            for part in (words.text("column.numerator"), words.text("column.denominator")):
                self._value(surface, head, f"{indicator} › {part}", unit, shown[part])

    def _forms(self, surface: str, table: Table, head: Head) -> None:
        for row in table.rows:
            shown = dict(zip(table.columns, row, strict=True))
            unit = shown.pop(words.text("column.unit"))
            if unit == words.text("column.total"):
                unit = head.area
            found = {}
            for heading, text in shown.items():
                number = re.search(r"\(\d+\)$", heading)
                if number:
                    found[number.group()] = text
                elif heading in MEMO_NAMES:
                    found[heading] = text
            for name, parts in SUMS.items():
                found[name] = labels.whole(sum(_number(found[part]) for part in parts))
            self.columns(surface, head, unit, words.text("column.total"), found)

    def form(self, path: Path, moment: str) -> None:
        """Read a form to sign, which shows what is counted at a moment of the sources."""
        grid = read_workbook(path.read_bytes())["II.06a"]
        text = " ".join(cell for row in grid for cell in row)
        unit = _found("form.reported_by", next(cell for cell in grid[0] if said("form.reported_by", cell)))["unit"]
        period = _found("form.period", " ".join(grid[3]))["period"]
        head = Head(path.name, period=period, moment=moment, role=_role(text))
        numbers = next(row for row in grid if row[0] == "(1)")
        headings = grid[grid.index(numbers) - 2]
        for row in grid[grid.index(numbers) + 1 :]:
            if not row[2]:
                break
            found = {
                number.partition("=")[0] or heading: cell
                for number, heading, cell in list(zip(numbers, headings, row, strict=True))[2:]
            }
            for name, parts in SUMS.items():
                found[name] = labels.whole(sum(_number(found[part]) for part in parts))
            self.columns("form", head, unit, row[1], found)

    def package(self, path: Path) -> None:
        """Read the workbook that is signed."""
        sheets = read_workbook(path.read_bytes())
        cover = {row[0]: row[1] for row in sheets[words.text("signing_package.cover")] if row[0]}
        area = cover[words.text("column.area")]
        period = _found("signing_package.period", cover[words.text("column.period")])["period"]
        known = [each for each in self.rankings.values() if (each.area, each.period) == (area, period)]
        of_scheme: dict[str, Head] = {}
        for scheme, text in cover.items():
            about = re.match(
                r"Bảng xếp hạng số (?P<number>\S+), (?P<status>[^,]+), phiên bản (?P<version>\d+); "
                r"dữ liệu nguồn lúc (?P<as_of>[^;]+); công bố lúc (?P<at>[\w /]+)",
                text,
            )
            if about:
                head = replace(
                    next(each for each in known if (each.scheme, each.version) == (scheme, about["version"])),
                    place=path.name,
                )
                of_scheme[scheme] = head
                for name, part in (("number", "number"), ("status", "status"), ("data as of", "as_of")):
                    self._of_ranking("package", head, name, area, about[part])
                self._of_ranking("package", head, "published at", area, about["at"])
        any_head = next(iter(of_scheme.values()))
        for name, grid in sheets.items():
            if len(grid) < 2:
                continue
            table = table_of(grid)
            if table.heading in of_scheme:
                self._by_unit("package", table, of_scheme[table.heading])
            elif name == words.text("ranking_workbook.form"):
                self._forms("package", table, replace(any_head, role=_role(table.heading)))
            elif name == words.text("signing_package.continuity"):
                self._continuity(table, any_head)

    def _continuity(self, table: Table, head: Head) -> None:
        for row in table.rows:
            shown = dict(zip(table.columns, row, strict=True))
            if shown[words.text("column.sector")] in {"", words.text("column.total")}:
                self._value("package", head, "(6)", row[0], shown[words.text("signing_package.begins_with")])

    # --------------------------------------------------------------------------------------------------- pages inside

    def internal(self, folder: Path) -> None:
        """Read the pages for offices: what needs attention."""
        index = read_page((folder / "index.html").read_text(encoding="utf-8"))
        moment = _found("internal_page.checked_at", index.text)["moment"]
        for table in index.tables:
            for _, row, column, text in table.cells():
                if column not in UNIT_HEADINGS:
                    unit = table.heading if row[0] == words.text("column.total") else row[0]
                    self._attention("internal", "index.html", column, unit, moment, text)
        for path in sorted((folder / "don-vi").glob("*.html")):
            self._unit_inside(path)
        for path in sorted((folder / "lay-lai-diem").rglob("*.html")):
            self._mending(path)
        for path in sorted((folder / "xep-hang").glob("*.xlsx")):
            sheets = read_workbook(path.read_bytes())
            self._ranking_workbook("internal", sheets, self._head_of_workbook(sheets, path.name))

    def _head_of_workbook(self, sheets: Mapping[str, Grid], place: str) -> Head:
        title = sheets[words.text("ranking_workbook.ranks")][0][0]
        head = next(
            each for each in self.rankings.values()
            if title.endswith(words.text("ranking_workbook.which", area=each.area, period=each.period,
                                         status=each.status))
            and title.startswith(f"{each.scheme} – ")
        )  # fmt: skip
        return replace(head, place=place)

    def _unit_inside(self, path: Path) -> None:
        page = read_page(path.read_text(encoding="utf-8"))
        moment = _found("internal_page.checked_at", page.text)["moment"]
        unit, place = page.title, path.name
        self._morning_list(path.read_text(encoding="utf-8"), place, unit, moment)
        for table in page.tables:
            head = self._named("internal_page.ranking", table.heading, place)
            points = {words.text(f"column.points_{kind}") for kind in ("recoverable", "lost")}
            if head is None or not points & set(table.columns):
                continue
            for _, row, column, text in table.cells():
                if column != words.text("column.value"):
                    self._points("internal", head, row[0], column, unit, text)

    def _morning_list(self, text: str, place: str, unit: str, moment: str) -> None:
        """Read the cards of a unit: how many each part says that it has, and how many it has, by level too."""
        to_do, held, today = (words.text(f"internal_index.{key}") for key in ("to_do", "held", "today"))
        own, levels = 0, Counter[str]()
        for _, part, body in PART.findall(text):
            said_count = _number(re.findall(r"<h2>[^<]*: ([\d.]+)</h2>", body)[0])
            listed = body.count('<li class="card"')
            assert said_count == listed, (place, part)
            if part == "held":
                self._attention("internal", place, held, unit, moment, labels.whole(listed))
                continue
            own += listed
            if part == "due":
                self._attention("internal", place, today, unit, moment, labels.whole(listed))
            for level, number in re.findall(r"<li>([^<]+): <strong>([\d.]+)</strong>", body):
                levels[html.unescape(level)] += _number(number)
        self._attention("internal", place, to_do, unit, moment, labels.whole(own))
        for level, count in levels.items():
            self._attention("internal", place, level, unit, moment, labels.whole(count))
        headline = re.search(r'<p class="headline">([^<]+)</p>', text)
        assert headline is not None, place
        self._headline("internal", place, headline[1], unit, moment)

    def _headline(self, surface: str, place: str, headline: str, unit: str, moment: str) -> None:
        today = re.fullmatch(re.escape(words.table("headline")["today"]).replace(r"\{count\}", r"([\d.]+)"), headline)
        if today:
            self._attention(surface, place, words.text("internal_index.today"), unit, moment, today[1])

    def _mending(self, path: Path) -> None:
        """Read by which dossiers points can be won back: how many points, and how many dossiers it lists."""
        page = read_page(path.read_text(encoding="utf-8"))
        unit = _found("mending_page.heading", page.title)["unit"]
        number = path.parent.name
        head = self._named("mending_page.ranking", page.text, f"{number}/{path.name}", number=number)
        assert head is not None, path
        for indicator, line in page.lines:
            points = said("mending_page.recoverable", line)
            dossiers = said("mending_page.dossiers", line)
            if points:
                self._points(
                    "internal", head, indicator, words.text("column.points_recoverable"), unit, points["points"]
                )
            if dossiers:
                listed = sum(len(table.rows) for table in page.tables if table.heading == indicator)
                for number in (dossiers["count"], labels.whole(listed)):
                    self._of_ranking("internal", head, f"{indicator} › dossiers to mend", unit, number)

    def _named(self, key: str, text: str, place: str, **more: str) -> Head | None:
        """Return the ranking that a sentence of a page for offices names; names of schemes hold commas."""
        for each in self.rankings.values():
            which = {"scheme": each.scheme, "period": each.period, "status": each.status}
            if words.text(key, **which, **more) in text:
                return replace(each, place=place)
        return None

    def _attention_sheet(self, table: Table, head: Head) -> None:
        told = said("ranking_workbook.attention_title_at", table.heading)
        if told is None:
            return
        name = words.text("internal_index.to_do")
        levels = table.columns.index(words.text("column.level"))
        for (unit, level), count in Counter((row[0], row[levels]) for row in table.rows).items():
            self._attention("internal", head.place, level, unit, told["moment"], labels.whole(count))
        for unit, count in Counter(row[0] for row in table.rows).items():
            self._attention("internal", head.place, name, unit, told["moment"], labels.whole(count))

    # ---------------------------------------------------------------------------------------------------- what is sent

    def mail(self, mail: EmailMessage) -> None:
        """Read a mail: its subject, its HTML part, and the workbook that goes with it."""
        body = mail.get_body(("html",))
        assert body is not None
        page, subject = read_page(str(body.get_content())), str(mail["Subject"])
        assert page.title == subject
        text = str(body.get_content())
        if said("ranking_mail.version", page.text):
            for section in re.split(r"(?=<h2)", text)[1:]:
                self._ranking_section(section)
            for file in mail.iter_attachments():
                self._attached(file.get_content())
        elif said("digest_mail.title", subject):
            self._digest(page, _found("digest_mail.title", subject))
        elif said("alert_mail.title", subject):
            update = said("alert_mail.update", subject)
            about = _found("alert_mail.title", update["title"] if update else subject)
            self._list(page, text, about)

    def _ranking_section(self, text: str) -> None:
        """Read what a mail says of one ranking: the cards of the reader's units, and tables."""
        title = re.search(r"<h2[^>]*>(.*?)</h2>", text, re.DOTALL)
        assert title is not None
        page = read_page(text)
        head = self._announced(_found("ranking_mail.title", html.unescape(title[1])), page)
        place = re.escape(words.table("ranking_mail")["place"])
        place = place.replace(r"\{rank\}", r"(\d+)").replace(r"\{among\}", r"\d+")
        for unit, rank in re.findall(rf"<h3[^>]*>([^<:]+): {place}", text):
            self._of_ranking("mail", head, words.text("column.rank"), html.unescape(unit), rank)
        for table in page.tables:
            self._by_unit("mail", table, head)

    def _attached(self, content: bytes) -> None:
        """Read a workbook; every recipient of a ranking gets the same one, which is read once and counts each time."""
        if content in self._workbooks:
            self.figures += self._workbooks[content]
            return
        before, sheets = len(self.figures), read_workbook(content)
        if words.text("ranking_workbook.ranks") in sheets:  # the other attachments are sheets to be filled in
            self._ranking_workbook("mail", sheets, self._head_of_workbook(sheets, "mail"))
        self._workbooks[content] = self.figures[before:]

    def _announced(self, about: Mapping[str, str], page: Page) -> Head:
        version = _found("ranking_mail.version", page.text)["version"]
        scheme = next(line for _, line in page.lines if said("ranking_mail.what", line))
        head = next(
            each for each in self.rankings.values()
            if (each.area, each.period, each.status, each.version)
            == (about["area"], about["period"], about["status"], version)
            and scheme.endswith(f", {each.scheme}.")
        )  # fmt: skip
        head = replace(head, place=f"mail {about['period']}")
        counts = _found("ranking_mail.counts", page.text)
        self._of_ranking("mail", head, "data as of", head.area, counts["moment"])
        return head

    def _digest(self, page: Page, about: Mapping[str, str]) -> None:
        name, place = about["name"], f"digest {about['name']}"
        to_do = words.text("internal_index.to_do")
        opening = _found("digest_mail.opening", page.text)
        self._attention("mail", place, to_do, name, opening["moment"], about["count"])
        self._attention("mail", place, to_do, name, opening["moment"], opening["count"])
        for table in page.tables:
            if table.heading != words.text("digest_mail.by_unit"):
                continue
            totals: Counter[str] = Counter()
            for _, row, column, text in table.cells():
                if column not in UNIT_HEADINGS:
                    totals[column] += _number(text)
                    self._attention("mail", place, column, row[0], opening["moment"], text)
            for column, total in totals.items():
                self._attention("mail", place, column, name, opening["moment"], labels.whole(total))

    def _list(self, page: Page, text: str, about: Mapping[str, str]) -> None:
        unit, place = about["name"], f"list {about['name']}"
        moment = _found("alert_mail.opening", page.text)["moment"]
        self._headline("mail", place, about["headline"], unit, moment)
        cards = re.findall(r"<h3\b.*?</div>", text, flags=re.DOTALL)
        known = sum(words.text("alert_mail.known") in card for card in cards)
        self._attention("mail", place, "told for the first time", unit, moment, labels.whole(len(cards) - known))
        self._list_counts(page, place, unit, moment)

    def _list_counts(self, page: Page, place: str, unit: str, moment: str) -> None:
        counts = said("alert_mail.now", page.text)
        if counts:
            self._attention("mail", place, words.text("internal_index.to_do"), unit, moment, counts["count"])
            self._attention("mail", place, words.text("internal_index.held"), unit, moment, counts["held"])

    def webhook(self, body: Mapping[str, Any]) -> None:
        """Read what a program was sent."""
        data = body["data"]
        if body["type"] == "ranking.published":
            self._posted_ranking(data)
        elif body["type"] == "alerts.listed":
            self._posted_alerts(data)

    def _posted_ranking(self, data: Mapping[str, Any]) -> None:
        head = next(each for url, each in self.rankings.items() if f"/{url}index.html" in data["url"])
        head = replace(head, place=f"webhook {data['publication_id']}")
        self._of_ranking("webhook", head, "number", head.area, str(data["publication_id"]))
        for name, at in (("published at", "published_at"), ("data as of", "data_as_of")):
            self._of_ranking("webhook", head, name, head.area, _moment(data[at]))
        for row in data["units"]:
            for name, text in (
                (words.text("column.rank"), labels.whole(row["rank"])),
                (words.text("column.previous_rank"), labels.whole(row["previous_rank"])),
                (words.text("column.score"), labels.points(row["score"])),
                (words.text("column.grade"), row["grade"] or "–"),
            ):
                self._of_ranking("webhook", head, name, row["unit_name"], text)

    def _posted_alerts(self, data: Mapping[str, Any]) -> None:
        moment, place, name = _moment(data["as_of"]), f"webhook {data['list_id']}", data["name"]
        to_do, held = words.text("internal_index.to_do"), words.text("internal_index.held")
        totals: Counter[str] = Counter()
        by_unit: dict[str, Counter[str]] = defaultdict(Counter)
        for row in data["counts"]:
            unit = self.names[row["unit_code"]]
            by_unit[unit].update({to_do: row["open"], held: row.get("held", 0)})
            totals.update({to_do: row["open"], held: row.get("held", 0), self.names[row["level"]]: row["open"]})
            self._attention("webhook", place, self.names[row["level"]], unit, moment, labels.whole(row["open"]))
        for unit, counts in by_unit.items():
            for column, count in counts.items():
                self._attention("webhook", place, column, unit, moment, labels.whole(count))
        if data["kind"] == "digest":
            for column, count in totals.items():
                self._attention("webhook", place, column, name, moment, labels.whole(count))
            return
        new = {(item["source_id"], item["dossier_code"]) for item in data["items"] if item["what"] == "new"}
        for number in (len(new), data.get("new", len(new))):
            self._attention("webhook", place, "told for the first time", name, moment, labels.whole(number))
        today = labels.whole(data["due"])
        self._attention("webhook", place, words.text("internal_index.today"), name, moment, today)

    # -------------------------------------------------------------------------------------------------------- keeping

    def _keep(self, surface: str, place: str, key: Key, text: str) -> None:
        shown = "0,00" if text == "=" else _normal(text)
        if shown not in NOTHING:
            self.figures.append(Figure(surface, place, key, shown))

    def _value(self, surface: str, head: Head, name: str, unit: str, text: str) -> None:
        """Keep a figure that is the same in every ranking of the period; what a later version replaced stands alone."""
        ranking = "" if head.is_standing else head.ranking
        self._keep(surface, head.place, Key(name, unit, head.period, head.moment, head.role, ranking), text)

    def _of_ranking(self, surface: str, head: Head, name: str, unit: str, text: str) -> None:
        """Keep a figure that the ranking gives."""
        self._keep(surface, head.place, Key(name, unit, head.period, "", "", head.ranking), text)

    def _points(self, surface: str, head: Head, indicator: str, column: str, unit: str, text: str) -> None:
        """Keep what an indicator gives in the ranking; pages and sheets call the points reached differently."""
        if column in UNIT_HEADINGS or column == INDICATOR:
            return
        name = POINTS_REACHED if column in POINTS else column
        self._of_ranking(surface, head, f"{indicator} › {name}", unit, text)

    def _attention(self, surface: str, place: str, name: str, unit: str, moment: str, text: str) -> None:
        """Keep a count of dossiers that need attention at a moment; what is none is 0."""
        self._keep(surface, place, Key(name, unit, "", moment, "", ""), text)


@functools.cache
def _normal(text: str) -> str:
    """Return a figure without the unit behind it: ``3,50 ngày làm việc`` is ``3,50``."""
    number = re.match(r"\+?(-?\d[\d.]*(?:,\d+)?%?)(?: [^\d].*)?$", text)
    return number.group(1) if number and not said("moment.at", text) else text


def _number(text: str) -> int:
    return 0 if text in NOTHING else int(text.replace(".", ""))


@functools.cache
def _plain_heading(column: str) -> str:
    """Return the name of a figure without what is said of it: its most points, its unit, that it is provisional."""
    provisional = words.text("ranking_page.provisional")
    name = re.sub(r",? tối đa [\d.,]+$", "", column).replace(f" {provisional}", "")
    return name


def _whole_area(table: Table, head: Head) -> Table:
    """Return the table with the whole area named as the pages name it."""
    whole = words.text("indicator_page.whole_area")
    rows = [[f"{whole}, {head.area}" if cell == whole else cell for cell in row] for row in table.rows]
    return replace(table, rows=rows)


def _role(text: str) -> str:
    """Return the role that a document says it counts."""
    roles: Iterable[tuple[str, str]] = [*words.table("basis").items(), *words.table("role").items()]
    return next((role for role, sentence in roles if sentence in text), "")


def _found(key: str, text: str) -> dict[str, str]:
    found = said(key, text)
    assert found is not None, f"{key} is not in: {text[:200]}"
    return found


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _moment(text: str) -> str:
    return labels.moment(dt.datetime.fromisoformat(text))


def mails_of(folder: Path) -> Iterator[EmailMessage]:
    """Give the mails of a folder."""
    for path in sorted(folder.glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        yield mail
