"""The page of the catalogue: what each file may say, from its forms and the comments of the columns that they fill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect
from sqlalchemy.engine import Connection

from handbook import markdown
from onestop.catalogue import forms
from onestop.catalogue.entry import Duration
from onestop.catalogue.kinds import KINDS, Kind
from onestop.warehouse.database import run

PAGE = Path("catalogue.md")

_HEAD = """\
Each file is a list of entries. How a province lays its own over ours, and what becomes of entries that change or go,
is in [docs/catalogue.md](../catalogue.md); examples are in
[CONTRIBUTING.md](../../CONTRIBUTING.md#examples-of-the-catalogue). A field that *must* be written has no usual value.
Days are written as 2026-09-01, and both ends of a span are inclusive; lengths of time as 3 years, 14 months, 4 weeks or
35 days.
"""
_PARTS: dict[type[msgspec.Struct], str] = {
    forms.SchemeGroup: "mart.scheme_group",
    forms.SchemeItem: "mart.scheme_item",
    forms.SchemeBand: "mart.scheme_band",
}
"""Tables that the parts of an entry fill."""

Comments = dict[str, str]


def pages(connection: Connection) -> dict[Path, str]:
    """Return the page.

    Raises:
        WarehouseError: a statement failed.
    """
    parts = [part for kind in KINDS for part in _kind(connection, kind)]
    return {
        PAGE: markdown.page("The catalogue", __name__, "`onestop.catalogue` and comments of columns", _HEAD, *parts)
    }


def _kind(connection: Connection, kind: Kind) -> Iterator[str]:
    yield f"## {kind.file}\n\n{_first_line(kind.form)}\n"
    yield "".join(f"- {fact}\n" for fact in _facts(kind))
    yield _fields(kind.form, _comments(connection, kind.table))
    for form, table in _PARTS.items():
        if kind.form is forms.Scheme:
            yield f"Part of it, {_first_line(form).removesuffix('.').lower()}:\n"
            yield _fields(form, _comments(connection, table))


def _facts(kind: Kind) -> Iterator[str]:
    yield f"Known by {', '.join(map(markdown.code, kind.form.KEY))}; fills `{kind.table}`."
    form = kind.form
    if form.IN_USE:
        yield f"Once {form.IN_USE}, an entry that goes from the files is kept."
    if form.MAY_CHANGE is not None:
        free = ", ".join(map(markdown.code, sorted(form.MAY_CHANGE))) or "nothing"
        yield f"What may change then: {free}."


def _first_line(form: type[msgspec.Struct]) -> str:
    return (form.__doc__ or "").split("\n")[0]


def _comments(connection: Connection, table: str) -> Comments:
    schema, relation = table.split(".")
    rows = run(connection, "handbook/list_columns.sql", {"schema_name": schema, "relation_name": relation})
    return {row.name: row.comment or "" for row in rows}


def _fields(form: type[msgspec.Struct], comments: Comments) -> str:
    rows = (
        (markdown.code(field.name), _usual(field), _values(field.type), _meaning(field, comments))
        for field in inspect.type_info(form).fields  # type: ignore[attr-defined]
    )
    return markdown.table(("field", "usual", "values", "what it is"), rows)


def _usual(field: inspect.Field) -> str:
    if field.required:
        return "*must*"
    if not field.default and not isinstance(field.default, bool):
        return ""
    if isinstance(field.default, bool):
        return str(field.default).lower()
    if isinstance(field.default, tuple):
        return ", ".join(map(str, field.default))
    return _length(field.default) if isinstance(field.default, Duration) else str(field.default)


def _length(length: Duration) -> str:
    years, months = divmod(length.months, 12)
    parts = ((years, "year"), (months, "month"), (length.days, "day"))
    return " ".join(f"{number} {unit}{'s' if number > 1 else ''}" for number, unit in parts if number)


def _meaning(field: inspect.Field, comments: Comments) -> str:
    schema: dict[str, Any] = field.type.extra_json_schema or {} if isinstance(field.type, inspect.Metadata) else {}
    return str(schema.get("description", comments.get(field.name, "")))


def _values(kind: inspect.Type) -> str:
    """Return what may stand there."""
    match kind:
        case inspect.Metadata():
            text = _values(kind.type)
        case inspect.LiteralType():
            text = ", ".join(f"`{value}`" for value in kind.values)
        case inspect.UnionType():
            text = " or ".join(_values(one) for one in kind.types if not isinstance(one, inspect.NoneType))
        case inspect.VarTupleType():
            text = f"list of {_values(kind.item_type)}"
        case inspect.StrType():
            text = "code" if kind.pattern else "text"
        case _:
            text = _NAMES[type(kind)]
    return text


_NAMES: dict[type[inspect.Type], str] = {
    inspect.IntType: "whole number",
    inspect.DecimalType: "number",
    inspect.BoolType: "`true` or `false`",
    inspect.DateType: "day",
    inspect.StructType: "parts, see below",
    inspect.CustomType: "length of time",
}
