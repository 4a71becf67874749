"""The pages of the tables: what each relation and column of the warehouse holds, and which statements use it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from handbook import markdown
from handbook.statements import users
from onestop.config.settings import CHECKOUT
from onestop.warehouse.database import SQL_ROOT, run

PAGE = Path("tables.md")
# In the direction that a dossier walks; the ledger at the end.
SCHEMAS = {
    "staging": "Typed rows of the batches under way, by COPY from the landed pages, and the rules that they broke.",
    "quarantine": "Records that could not be used, and what people decided of them.",
    "core": "The facts: units, areas, procedures, cases, dossiers with every version, what people handed in.",
    "mart": "What people and BI read: measures, periods, forms, indicators, scores, publications.",
    "audit": "The ledger: sources, positions, batches, changes, the clock, what was told and delivered.",
}
Row = Mapping[str, Any]
_HEAD = """\
The flow between the schemas is in [ARCHITECTURE](../../ARCHITECTURE.md). Times with a zone are moments; local
dates are those of Asia/Ho_Chi_Minh. Of a view the database does not know which columns may be null: their texts say so.
How tables and columns are named: [names](../naming.md).
"""


def pages(connection: Connection) -> dict[Path, str]:
    """Return a page for each schema and one that lists all relations.

    Raises:
        WarehouseError: a statement failed.
    """
    relations = {schema: _rows(connection, "handbook/list_relations.sql", schema_name=schema) for schema in SCHEMAS}
    reads, writes = users("Reads"), users("Writes")
    found = {PAGE: _index(relations)}
    for schema, rows in relations.items():
        parts = [f"{SCHEMAS[schema]} [All schemas](../tables.md).\n"]
        parts.append(_overview(rows, lambda name, schema=schema: f"#{markdown.anchor(f'{schema}.{name}')}"))
        parts += [_relation(connection, schema, row, reads, writes) for row in rows]
        parts += _functions(schema, _rows(connection, "handbook/list_functions.sql", schema_name=schema))
        found[_page_of(schema)] = markdown.page(
            f"Tables of {schema}", __name__, "a migrated database and `include/sql`", *parts
        )
    return found


def allowed_values(definition: str) -> tuple[str, list[str]] | None:
    """Return column and values of a check that a column has one of some texts; None for any other check."""
    listed = re.fullmatch(r"CHECK \((\w+) = ANY \(ARRAY\[(.+)\]\)\)", definition)
    if listed is None:
        return None
    return listed.group(1), re.findall(r"'((?:[^']|'')*)'::text", listed.group(2))


def reference(definition: str) -> tuple[str, str]:
    """Return the columns of a foreign key, and the table that it leads to."""
    key = re.match(r"FOREIGN KEY \((.+?)\) REFERENCES ([\w.\"]+)", definition)
    if key is None:
        msg = f"no foreign key: {definition}"
        raise ValueError(msg)
    return key.group(1), key.group(2).replace('"', "")


def _rows(connection: Connection, statement: str, **parameters: str) -> list[Row]:
    return [row._asdict() for row in run(connection, statement, parameters)]


def _page_of(schema: str) -> Path:
    return Path("tables") / f"{schema}.md"


def _index(relations: Mapping[str, Sequence[Row]]) -> str:
    parts = [_HEAD]
    for schema, rows in relations.items():
        parts += [f"## {schema}\n", f"{SCHEMAS[schema]} [Columns and functions]({_page_of(schema)}).\n"]
        parts.append(_overview(rows, lambda name, schema=schema: _target(f"{schema}.{name}")))
    return markdown.page("Tables and views", __name__, "a migrated database", *parts)


def _target(relation: str) -> str:
    return f"{_page_of(relation.partition('.')[0])}#{markdown.anchor(relation)}"


def _overview(rows: Sequence[Row], target: Any) -> str:
    listed = ([f"[`{row['name']}`]({target(row['name'])})", row["kind"], row["comment"]] for row in rows)
    return markdown.table(("name", "", "holds"), listed)


def _relation(
    connection: Connection, schema: str, row: Row, reads: Mapping[str, list[str]], writes: Mapping[str, list[str]]
) -> str:
    name = f"{schema}.{row['name']}"
    asked = {"schema_name": schema, "relation_name": row["name"]}
    constraints = _rows(connection, "handbook/list_constraints.sql", **asked)
    choices = dict(choice for held in constraints if (choice := allowed_values(held["definition"])))
    columns = [_column(column, choices) for column in _rows(connection, "handbook/list_columns.sql", **asked)]
    lines = [f"## {name}\n", f"{row['kind'].capitalize()}. {row['comment']}\n"]
    if facts := list(_facts(constraints, schema)):
        lines.append("\n".join([*facts, ""]))
    lines.append(markdown.table(("column", "type", "null", "holds"), columns))
    made = "Made by" if row["kind"] == "view" else "Written by"
    for label, files in ((made, writes.get(name, [])), ("Read by", reads.get(name, []))):
        if files:
            count = f"{len(files)} file{'' if len(files) == 1 else 's'}"
            lines.append(markdown.folded(f"{label} {count}", _files(files, schema)))
    return "\n".join(lines)


def _facts(constraints: Sequence[Row], schema: str) -> Iterator[str]:
    """Yield keys, references and checks; what columns may hold one by one is told with them."""
    for held in constraints:
        definition = re.sub(r"::\w+(\[\])?", "", held["definition"])
        if held["kind"] == "p":
            yield f"- Key: {_inside(definition)}"
        elif held["kind"] == "f":
            columns, target = reference(definition)
            page = "" if target.startswith(f"{schema}.") else f"{target.partition('.')[0]}.md"
            yield f"- `{columns}` → [{target}]({page}#{markdown.anchor(target)})"
        elif held["kind"] == "u":
            yield f"- Unique: {_inside(definition)}"
        elif held["kind"] == "x":
            yield f"- No overlap: `{definition.removeprefix('EXCLUDE USING gist ')}`"
        elif not allowed_values(held["definition"]):
            yield f"- Always: `{definition.removeprefix('CHECK (').removesuffix(')')}`"


def _inside(definition: str) -> str:
    columns = definition[definition.index("(") + 1 : definition.rindex(")")]
    return ", ".join(markdown.code(column.strip()) for column in columns.split(","))


def _column(column: Row, choices: Mapping[str, list[str]]) -> list[str]:
    holds = column["comment"]
    if values := choices.get(column["name"]):
        holds = f"{holds} One of {', '.join(map(markdown.code, values))}."
    kind = column["type"].replace("timestamp with time zone", "timestamptz")
    return [markdown.code(column["name"]), kind, "null" if column["is_nullable"] else "", holds]


def _files(names: Sequence[str], schema: str) -> str:
    root = SQL_ROOT.relative_to(CHECKOUT)
    return ", ".join(markdown.link(name, root / name, _page_of(schema)) for name in names) + "\n"


def _functions(schema: str, rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield "## Functions\n"
    for row in rows:
        yield f"### {schema}.{row['name']}\n"
        yield f"{row['comment']}\n"
        yield f"```\n{schema}.{row['name']}({row['arguments']})\nRETURNS {row['result']}\n```\n"
