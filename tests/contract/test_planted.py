"""On records of the simulated source: of clean ones nothing is noticed, of spoilt ones exactly what was planted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from onestop.contract import allowlist
from onestop.contract.feed import COMMON_COLUMNS, Feed
from onestop.contract.feeds import FEEDS
from simulator.defects import Defects
from simulator.feeds import build_feeds
from simulator.planted import list_planted
from simulator.world import Scale, World, build_world

Row = dict[str, str | None]
Found = dict[str, set[tuple[str, str]]]
"""Records, as feed and key, by what was found in them."""

HINTS = ("is_test", "has_dummy_identity", "has_truncated_text", "has_copied_result")

# What is found in a record, and the defects that show so. A defect that is not here leaves no trace in this room.
SHOWN = {
    "amount_format_other": {"separated_amount"},
    "date_format_other": {"mixed_date_formats"},
    "date_in_other_zone": {"utc_dates"},
    "error_code_short": {"short_error_code"},
    "field_name_case": {"other_case_keys"},
    "nested_json_text": {"json_in_text"},
    "nested_json_unreadable": {"broken_json_in_text"},
    "scalar_retyped": {"typed_scalars", "amount_as_number"},
    "status_spelling_other": {"other_spelling"},
    "text_not_normalised": {"decomposed_text"},
    "is_test": {"test_dossier"},
    "has_dummy_identity": {"dummy_identity"},
    "has_truncated_text": {"truncated_text"},
    "has_copied_result": {"copied_result"},
    "procedure_code_raw": {"other_procedure_form"},
    "unreadable NgayHenTra": {"impossible_due_date"},
    "unreadable MaTTHC": {"pseudo_procedure_code"},
}


def rows(world: World) -> Iterator[tuple[Feed, str, Row]]:
    """Yield the feed, the key as served, and the row of every record of a world."""
    sources = build_feeds(world, world.as_of)
    for feed in FEEDS:
        for _, key, item in sources[feed.name].rows:
            record = msgspec.json.decode(msgspec.json.encode(sources[feed.name].record(item)))
            kept = allowlist.keep(record, feed.shape, set())
            landed = msgspec.json.decode(msgspec.json.encode(kept))
            yield feed, key, dict(zip(COMMON_COLUMNS + feed.columns, feed.to_row(landed), strict=True))


def words(array: str | None) -> list[str]:
    return [word.strip('"') for word in (array or "").strip("{}").split(",") if word]


def found_in(world: World) -> Found:
    """Read a world: what was noticed, unreadable or hinted at, and codes in another form than the catalogue's."""
    found: Found = defaultdict(set)
    forms: dict[str | None, str | None] = {None: None}
    for feed, key, row in rows(world):
        seen = words(row["noticed"]) + [f"unreadable {name}" for name in words(row["unreadable"])]
        seen += [hint for hint in HINTS if row.get(hint) == "t"]
        if feed.name == "procedures":
            forms[row["procedure_code"]] = row["procedure_code_raw"]
        if (
            feed.name == "dossiers"
            and row["procedure_code"]
            and row["procedure_code_raw"] != forms[row["procedure_code"]]
        ):
            seen.append("procedure_code_raw")
        for what in seen:
            found[what].add((feed.name, key))
    return found


def test_of_clean_records_nothing_is_noticed() -> None:
    """This pins the shapes that the contract says."""
    world = build_world(Scale(dossiers=400, communes=40, cross_references=True))
    assert found_in(world) == {}


@pytest.fixture(scope="module")
def messy() -> World:
    defects = replace(Defects.profile(), **dict.fromkeys(set().union(*SHOWN.values()), 0.03))
    return build_world(Scale(dossiers=800, communes=4, defects=replace(defects, other_spelling=0.5)))


@pytest.fixture(scope="module")
def found(messy: World) -> Found:
    return found_in(messy)


def test_exactly_what_was_planted_is_found(messy: World, found: Found) -> None:
    planted: Found = defaultdict(set)
    for one in list_planted(messy):
        for what, defects in SHOWN.items():
            if one.name in defects:
                planted[what].add((one.feed, one.record_key))
    assert set(planted) == set(SHOWN)
    assert found == planted


REPAIRED = (
    "utc_dates", "typed_scalars", "json_in_text", "other_case_keys", "separated_amount", "amount_as_number",
    "other_spelling", "short_error_code",
)  # fmt: skip


@pytest.mark.parametrize("name", REPAIRED)
def test_what_is_repaired_means_what_it_meant(name: str) -> None:
    scale = Scale(dossiers=40, communes=2)
    spoilt = rows(build_world(replace(scale, defects=Defects(**{name: 1.0}))))
    clean = rows(build_world(scale))
    assert [row | {"noticed": "{}"} for _, _, row in spoilt] == [row for _, _, row in clean]
