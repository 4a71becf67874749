"""What a source may send: any JSON value, and records that mix known fields with anything at all."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from onestop.contract.allowlist import Shape

FEW = settings(max_examples=25)
"""For records of many fields, which take long to make up."""

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.text(alphabet="0123456789 .,/+-:TZ_", max_size=26),
    st.datetimes().map(lambda moment: f"{moment:%Y%m%d%H%M%S}"),
    st.sampled_from(["01/02/2026 08:30", "15.000,00", "True", "0", "00", "Hoàn phí", "a\u200b", "[{}]", '{"a": 1}']),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
SPELLINGS = (str, str.lower, str.upper, str.swapcase)
OURS = frozenset({"_has_file", "_retyped", "_unusable", "_noticed", "_test_record"})


def spelled(names: frozenset[str]) -> st.SearchStrategy[str]:
    """One of some names, in any case."""
    return st.builds(lambda name, spell: spell(name), st.sampled_from(sorted(names)), st.sampled_from(SPELLINGS))


def guises(value: Any) -> st.SearchStrategy[Any]:
    """A value as it is, as JSON text, or as JSON text that is cut off."""
    text = json.dumps(value, ensure_ascii=False)
    return st.sampled_from([value, text, text[:-1]])


def records(shape: Shape) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with fields of the shape, kept or not, of the right kind or not, among unknown ones."""
    known = spelled(shape.scalars | shape.dropped | OURS)
    fields = st.dictionaries(known | st.text(max_size=6), SCALARS | JSON, max_size=12)
    lists = st.fixed_dictionaries(
        {},
        optional={
            name: st.lists(records(inner) | JSON, max_size=3).flatmap(guises) | SCALARS
            for name, inner in sorted(shape.arrays.items())
        },
    )
    return st.builds(lambda some, others: {**some, **others}, fields, lists)


def secretive(shape: Shape, secret: str) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with a secret wherever none may pass: in fields to drop, in structures, in lists that are none."""
    wrapped = st.recursive(
        st.just(secret),
        lambda inner: st.lists(inner, min_size=1, max_size=2) | st.dictionaries(st.just("a"), inner, min_size=1),
        max_leaves=3,
    )
    hidden = st.dictionaries(spelled(shape.dropped | {"HoTenMe"}), wrapped.flatmap(guises), max_size=6)
    structures = wrapped.filter(lambda value: value != secret).flatmap(guises)
    retyped = st.dictionaries(spelled(shape.scalars), structures, max_size=3)
    fields = [hidden, retyped]
    for name, inner in sorted(shape.arrays.items()):
        entries = st.just(secret) | wrapped | st.lists(secretive(inner, secret) | wrapped, max_size=2).flatmap(guises)
        fields.append(st.dictionaries(spelled(frozenset({name})), entries, min_size=1, max_size=1))
    return st.builds(lambda *parts: {key: value for part in parts for key, value in part.items()}, *fields)
