"""What a source may send: any JSON value, and records that mix known fields with anything at all."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from onestop.contract.allowlist import Shape

REPEATABLE = settings(max_examples=80, deadline=None, database=None, derandomize=True)
"""The same examples in every run: a red test stays red until it is mended."""

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.text(alphabet="0123456789 .+-:TZ_", max_size=26),
    st.datetimes().map(lambda moment: f"{moment:%Y%m%d%H%M%S}"),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def records(shape: Shape) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with fields of the shape, kept or not, of the right kind or not, among unknown ones."""
    known = st.sampled_from(sorted(shape.scalars | shape.dropped | {"_has_file", "_retyped", "_unusable"}))
    fields = st.dictionaries(known | st.text(max_size=6), SCALARS | JSON, max_size=12)
    lists = st.fixed_dictionaries(
        {},
        optional={
            name: st.lists(records(inner) | JSON, max_size=3) | SCALARS for name, inner in sorted(shape.arrays.items())
        },
    )
    return st.builds(lambda some, others: {**some, **others}, fields, lists)
