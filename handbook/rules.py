"""The page of the rules: what each looks for, in Vietnamese and English, and which known defects it finds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from handbook import markdown
from onestop.config.settings import CHECKOUT
from onestop.contract.feeds import FEEDS
from onestop.ingest.rules import EVERY_FEED, Rule, catalogue
from onestop.warehouse.database import SQL_ROOT

PAGE = Path("rules.md")
DEFECTS = CHECKOUT / "docs" / "defects.md"
_RULES = SQL_ROOT / "ingest" / "rules"
_DEFECT = re.compile(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|", re.MULTILINE)
_HEAD = """\
A record that breaks a rule is *repaired* or *flagged* (it is used, with a row in `core.flag`) or *quarantined* (it is
not used until it is mended, `quarantine.record`). The predicate is true where the rule is broken; it sees one staged
row as `staged` ([tables](tables/staging.md)). A rule without a predicate is applied while publishing, against what the
warehouse knows. The numbers of defects are those of [known defects](../defects.md). How to add a rule:
[CONTRIBUTING](../../CONTRIBUTING.md#example-add-a-rule).
"""


def pages() -> dict[Path, str]:
    """Return the page, from the rule files and docs/defects.md."""
    return {PAGE: render(catalogue(), defects(DEFECTS.read_text(encoding="utf-8")))}


def defects(page: str) -> dict[str, list[int]]:
    """Return by rule the numbers of the known defects that it finds, as the page of defects tells."""
    found: dict[str, list[int]] = {}
    for number, names in _DEFECT.findall(page):
        for rule_id in re.findall(r"`(\w+)`", names):
            found.setdefault(rule_id, []).append(int(number))
    return found


def render(rules: Sequence[Rule], known: Mapping[str, Sequence[int]]) -> str:
    """Return the page; what holds for every feed comes first, once, and then the feeds in the order of reading."""
    groups = _groups(rules)
    header = ("rule", "disposition", "severity", "defects", "it is broken where")
    parts = [_HEAD]
    for heading, members in groups:
        parts += [f"## {heading}\n"]
        parts += [markdown.table(header, ([*_facts(rule, known), rule.reason_en] for rule in members))]
    parts += ["## The rules one by one\n"]
    parts += [_rule(rule) for _, members in groups for rule in members]
    return markdown.page("Rules", __name__, "the files in `include/sql/ingest/rules`", *parts)


def _groups(rules: Sequence[Rule]) -> list[tuple[str, list[Rule]]]:
    """Return headings and rules; of a rule for every feed the one for dossiers stands for all."""
    order = [feed.name for feed in FEEDS]
    own = sorted((rule for rule in rules if not _is_general(rule)), key=lambda rule: order.index(rule.feed))
    general = [rule for rule in rules if _is_general(rule) and rule.feed == "dossiers"]
    by_feed = [(feed.capitalize(), list(group)) for feed, group in itertools.groupby(own, key=lambda rule: rule.feed)]
    return [("Every feed: here under the names that they have for dossiers", general), *by_feed]


def _file(rule: Rule) -> Path:
    own = _RULES / rule.feed / f"{rule.rule_id}.sql"
    singular = next(feed.singular for feed in FEEDS if feed.name == rule.feed)
    return own if own.is_file() else _RULES / EVERY_FEED / f"{rule.rule_id.removeprefix(f'{singular}_')}.sql"


def _is_general(rule: Rule) -> bool:
    return _file(rule).parent.name == EVERY_FEED


def _facts(rule: Rule, known: Mapping[str, Sequence[int]]) -> list[str]:
    to_rule = f"[`{rule.rule_id}`](#{markdown.anchor(rule.rule_id)})"
    names = {rule.rule_id}
    if _is_general(rule):
        names = {f"{feed.singular}_{_file(rule).stem}" for feed in FEEDS}
    numbers = sorted({number for name in names for number in known.get(name, ())})
    return [to_rule, rule.disposition, rule.severity, ", ".join(map(str, numbers))]


def _rule(rule: Rule) -> str:
    file = _file(rule)
    lines = [
        f"### {rule.rule_id}\n",
        f"{rule.disposition}, {rule.severity}; {markdown.link(file.name, file.relative_to(CHECKOUT), PAGE)}\n",
        f"- {rule.reason_vi}",
        f"- {rule.reason_en}\n",
    ]
    if rule.predicate:
        lines += [f"```sql\n{rule.predicate}\n```\n"]
    return "\n".join(lines)
