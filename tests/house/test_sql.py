"""The rules of include/sql: no clock but ours, a header on every file, parameters as announced, no file unused."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from onestop.contract.feeds import FEEDS
from onestop.ingest.rules import HEADERS
from onestop.warehouse.migrate import FIRST_REVISION, known_revisions
from onestop.warehouse.objects import FOLDERS, ObjectError, ObjectFile, affected, in_order, needed, object_files
from tests.house import scan

CLOCK = re.compile(
    r"\bnow\s*\(|\b(current_date|current_time(stamp)?|localtime(stamp)?|timeofday)\b"
    r"|\b(clock|statement|transaction)_timestamp\b|'(now|today|tomorrow|yesterday)'",
    re.IGNORECASE,
)
LABELS = ["Purpose", "Grain", "Reads", "Writes", "Parameters", "Rerun"]
PARAMETER = re.compile(r"%\((\w+)\)s")
RULE_PARAMETERS = {"batch_id", "source_id", "clock_tolerance"}
FEED_NAMES = [feed.name for feed in FEEDS]
# Files that are run because of where they are, not because of what they are called.
BY_CONVENTION = re.compile(
    rf"quality/publication/\w+\.sql|baseline/\d\d_\w+\.sql|migrations/\d{{4}}_\w+\.sql"
    rf"|\w+/({'|'.join(FOLDERS)})/\w+\.sql"
    rf"|ingest/rules/(every_feed|{'|'.join(FEED_NAMES)})/\w+\.sql|ingest/({'|'.join(FEED_NAMES)})/(mark|own|prepare|settle)_\d\d_\w+\.sql"
)


def clock_readings(sql: str) -> list[str]:
    """Return the places at which a statement asks the server for the time."""
    lines = scan.without_comments(sql).splitlines()
    return [f"{number}: {line.strip()}" for number, line in enumerate(lines, start=1) if CLOCK.search(line)]


def test_no_statement_asks_the_server_for_the_time() -> None:
    found = [f"{scan.sql_name(path)}:{at}" for path in scan.sql_files() for at in clock_readings(path.read_text())]
    assert found == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT now()",
        "SELECT NOW ( )",
        "SELECT current_date",
        "DEFAULT CURRENT_TIMESTAMP",
        "SELECT localtime",
        "SELECT LOCALTIMESTAMP",
        "SELECT clock_timestamp()",
        "SELECT statement_timestamp()",
        "SELECT transaction_timestamp()",
        "SELECT 'today'::date",
        "SELECT timestamptz 'now'",
        "SELECT '--', now()",
        "SELECT 1 /* x */, now()",
    ],
)
def test_the_clock_scan_sees(sql: str) -> None:
    assert clock_readings(sql) == [f"1: {scan.without_comments(sql)}"]


@pytest.mark.parametrize(
    "sql", ["-- now() is not asked", "/* current_date\nnow() */", "SELECT known_date, 'up to now'", "SELECT unknown()"]
)
def test_the_clock_scan_leaves_alone(sql: str) -> None:
    assert clock_readings(sql) == []


def header_faults(sql: str, labels: list[str]) -> list[str]:
    """Return what is wrong with the head of a file: its first labels must be these, in order, none empty."""
    lines = scan.header(sql)[: len(labels)]
    faults = [
        f"{label or text!r} stands for {wanted}"
        for (label, text), wanted in zip(lines, labels, strict=False)
        if label != wanted
    ]
    empty = [f"{label} says nothing" for label, text in lines if not text]
    return faults + empty + [f"{label} is missing" for label in labels[len(lines) :]]


def test_every_statement_file_has_its_six_header_lines() -> None:
    found = {
        scan.sql_name(path): faults
        for path in scan.sql_files()
        if not scan.is_rule(path) and (faults := header_faults(path.read_text(), LABELS))
    }
    assert found == {}


def test_every_rule_file_has_its_four_header_lines() -> None:
    found = {
        scan.sql_name(path): faults
        for path in scan.sql_files("ingest/rules")
        if (faults := header_faults(path.read_text(), list(HEADERS)))
    }
    assert found == {}
    assert HEADERS == ("Disposition", "Severity", "Vietnamese", "English")


GOOD_HEADER = "\n".join(f"-- {label}: x, y," for label in LABELS) + "\n--             z.\n-- More about it.\nSELECT 1"


@pytest.mark.parametrize(
    ("sql", "faults"),
    [
        (GOOD_HEADER, []),
        (GOOD_HEADER.replace("-- Reads: x, y,\n", ""), ["Writes", "Parameters", "Rerun", "''"]),
        (GOOD_HEADER.replace("Grain", "Reads", 1), ["Reads"]),
        (GOOD_HEADER.replace("-- Rerun: x, y,\n--             z.", "-- Rerun:"), ["Rerun"]),
        ("SELECT 1", LABELS),
        ("\n" + GOOD_HEADER, LABELS),
    ],
    ids=["good", "one missing", "one twice", "one empty", "none", "late"],
)
def test_the_header_scan_sees(sql: str, faults: list[str]) -> None:
    assert len(header_faults(sql, LABELS)) == len(faults)


def misnamed_rules(paths: Iterable[tuple[str, str]]) -> list[str]:
    """Return the rules (feed, id) of one feed whose id does not begin with its singular."""
    return [
        f"{feed}/{rule}"
        for feed, rule in paths
        if feed != "every_feed" and (feed not in FEED_NAMES or not rule.startswith(f"{feed.removesuffix('s')}_"))
    ]


def test_a_rule_is_named_after_what_its_feed_holds() -> None:
    assert misnamed_rules((path.parent.name, path.stem) for path in scan.sql_files("ingest/rules")) == []
    assert misnamed_rules([("units", "unit_x"), ("units", "dossier_x"), ("unit", "unit_x")]) == [
        "units/dossier_x",
        "unit/unit_x",
    ]


def parameter_faults(sql: str) -> list[str]:
    """Return where the parameters that a statement uses and those that its header announces differ."""
    used = set(PARAMETER.findall(scan.without_comments(sql)))
    text = re.sub(r"\(.*?\)", "", dict(scan.header(sql)).get("Parameters", "")).strip().rstrip(".")
    announced = set() if text == "none" else {name.strip() for name in text.split(",")}
    extra = [f"uses {name}" for name in sorted(used - announced)]
    return extra + [f"announces {name}" for name in sorted(announced - used)]


def is_statement(path: Path) -> bool:
    is_run_once = scan.sql_name(path).startswith(("migrations/", "baseline/"))
    return not (is_run_once or scan.is_object(path) or scan.is_rule(path))


def test_parameters_are_those_that_the_header_announces() -> None:
    found = {
        scan.sql_name(path): faults
        for path in scan.sql_files()
        if is_statement(path) and (faults := parameter_faults(path.read_text()))
    }
    assert found == {}


def test_rules_and_objects_take_no_parameters_of_their_own() -> None:
    found = {
        scan.sql_name(path): sorted(extra)
        for path in scan.sql_files()
        if not is_statement(path)
        and (
            extra := set(PARAMETER.findall(scan.without_comments(path.read_text())))
            - (RULE_PARAMETERS if scan.is_rule(path) else set())
        )
    }
    assert found == {}


@pytest.mark.parametrize(
    ("announced", "statement", "faults"),
    [
        ("none.", "SELECT 1 -- %(ghost)s", []),
        ("none.", "SELECT %(a)s", ["uses a"]),
        ("a, b (array of days).", "SELECT %(a)s, %(b)s, %(a)s", []),
        ("a, b.", "SELECT %(a)s, %(c)s", ["uses c", "announces b"]),
    ],
)
def test_the_parameter_scan_sees(announced: str, statement: str, faults: list[str]) -> None:
    assert parameter_faults(f"-- Parameters: {announced}\n{statement}") == faults


CHANGED = re.compile(rf"(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO)\s+({scan.RELATION})")


def relation_faults(sql: str) -> list[str]:
    """Return where the relations of a statement and those that its header names under Reads and Writes differ."""
    body, lines = scan.without_comments(sql).replace('"', ""), dict(scan.header(sql))
    used, changed = set(re.findall(scan.RELATION, body)), set(CHANGED.findall(body))
    reads, writes = (set(re.findall(scan.RELATION, lines[label])) for label in ("Reads", "Writes"))
    return (
        [f"{name} is in no header line" for name in sorted(used - reads - writes)]
        + [f"{name} is not used" for name in sorted((reads | writes) - used)]
        + [f"{name} is not written" for name in sorted((writes & used) - changed)]
        + [f"{name} is written" for name in sorted(changed & reads - writes)]
    )


def test_a_header_tells_what_is_read_and_written() -> None:
    found = {
        scan.sql_name(path): faults
        for path in scan.sql_files()
        if is_statement(path) and (faults := relation_faults(path.read_text()))
    }
    assert found == {}


def test_the_scan_of_relations_sees() -> None:
    sql = """-- Reads: core.a, core.b, core.d.
-- Writes: mart.c, mart.e.
INSERT INTO mart.c SELECT * FROM core.a JOIN core."case" ON mart.e.x; UPDATE core.d SET x = 1
"""
    assert relation_faults(sql) == [
        "core.case is in no header line",
        "core.b is not used",
        "mart.e is not written",
        "core.d is written",
    ]


# Which layers the statements of a room read and write; audit, where everybody notes what was done, is open to all.
LAYERS = {
    "audit": ("", ""),
    "reference": ("core", "core"),
    "catalogue": ("core mart", "core mart"),
    "ingest": ("staging core quarantine", "staging core quarantine"),
    "quarantine": ("quarantine", "quarantine"),
    "reconcile": ("core", "core"),
    "sheets": ("core mart", "core"),
    "measure": ("core mart", "mart"),
    "quality": ("staging mart", ""),
    "publish": ("mart", "mart"),
    "alert": ("core mart", "core"),
    "estimate": ("core mart", "core"),
    "show": ("mart", ""),
    "deliver": ("mart", ""),
    "operations": ("core mart quarantine", "core quarantine"),
    "handbook": ("mart", ""),
}
BESIDE_THE_LAYERS = {
    ("reconcile", "quarantine.placed_record"): "what is missing here may wait in quarantine",
    ("sheets", "mart.form_confirmation"): "a confirmed form is frozen, like a publication",
    ("sheets", "mart.confirmed_form"): "a confirmed form is frozen, like a publication",
    ("sheets", "mart.form_signature"): "a confirmed form is frozen, like a publication",
    ("measure", "core.case_fact"): "what the single writer has counted, which only it knows",
    ("measure", "core.case_fact_history"): "what the single writer has counted, which only it knows",
    ("measure", "core.day_count"): "the counts that figures are made of, by the units in their three roles",
    ("measure", "core.duration_count"): "the counts that figures are made of, by the units in their three roles",
    ("publish", "core.area_member"): "who belongs to the area on the last day of the period",
    ("publish", "core.unit_source"): "whose source was waived is not ranked",
    ("alert", "mart.overdue_dossier"): "what people see of the last look is made by the look",
    ("estimate", "mart.late_estimate"): "what people see of the last look is made by the look",
    ("operations", "mart.late_estimate"): "estimates whose time is over",
    ("show", "core.procedure"): "names of procedures, beside dossiers that offices alone see",
    ("show", "core.unit_source"): "which sources feed an area",
    ("show", "core.unit_succession"): "the units of before",
    ("show", "quarantine.record"): "how many records wait, never which",
    ("deliver", "core.alert"): "dossiers of an office's own list, as they are now",
    ("deliver", "core.valid_recipient"): "who wants what by which channel",
}


def strays(name: str, sql: str) -> set[tuple[str, str]]:
    """Return room and relation of what a statement reads or writes outside the layers of its room."""
    room = name.split("/", maxsplit=1)[0]
    lines, layers = dict(scan.header(sql.replace('"', ""))), zip(("Reads", "Writes"), LAYERS[room], strict=True)
    return {
        (room, relation)
        for label, allowed in layers
        for relation in re.findall(scan.RELATION, lines[label])
        if relation.split(".")[0] not in {"audit", *allowed.split()}
    }


def test_a_statement_reads_the_layers_of_its_room() -> None:
    """Landing, staging, core, mart, publication: what a room reads lies before what it writes, or is its own."""
    found = set().union(
        *(strays(scan.sql_name(path), path.read_text()) for path in scan.sql_files() if is_statement(path))
    )
    assert sorted(found - set(BESIDE_THE_LAYERS)) == []
    assert sorted(set(BESIDE_THE_LAYERS) - found) == [], "no longer needed in the list"


def test_the_scan_of_layers_sees() -> None:
    sql = '-- Reads: mart.a, core."case", staging.b, audit.c, mart.f.\n-- Writes: mart.d, audit.e, table x.\n'
    assert strays("show/x.sql", sql) == {("show", "core.case"), ("show", "staging.b"), ("show", "mart.d")}
    assert strays("ingest/dossiers/x.sql", sql) == {("ingest", "mart.a"), ("ingest", "mart.f"), ("ingest", "mart.d")}


def stray_percents(sql: str) -> list[str]:
    """Return the percent signs that the driver would take for placeholders, in a statement with parameters."""
    if not PARAMETER.search(sql):
        return []
    rest = PARAMETER.sub("", sql).replace("%%", "")
    return [line.strip() for line in rest.splitlines() if "%" in line]


def test_a_percent_sign_beside_parameters_is_doubled() -> None:
    found = {scan.sql_name(path): stray for path in scan.sql_files() if (stray := stray_percents(path.read_text()))}
    assert found == {}
    assert stray_percents("SELECT %(a)s WHERE b LIKE 'x%' -- 5 %") == ["SELECT  WHERE b LIKE 'x%' -- 5 %"]
    assert stray_percents("SELECT %(a)s %% 7") == []
    assert stray_percents("SELECT 5 % 2") == []


def statement_paths(tree: ast.Module) -> set[str]:
    """Return the statement files that a module names; where a feed's name is put in, those of every feed."""
    found = {text for _, text in scan.texts(tree) if re.fullmatch(r"\w+(/\w+)+\.sql", text)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pattern = "".join(
                f"{{{ast.unparse(part.value)}}}" if isinstance(part, ast.FormattedValue) else str(part.value)
                for part in node.values
                if isinstance(part, ast.FormattedValue | ast.Constant)
            )
            if re.fullmatch(r"[\w/]+\{feed\.name\}/\w+\.sql", pattern):
                found |= {pattern.replace("{feed.name}", name) for name in FEED_NAMES}
    return found


NAMED_IN_PYTHON = set().union(
    *(statement_paths(scan.parsed(path)) for path in scan.python_files("plugins", "embedded", "handbook"))
)


def test_every_statement_that_the_code_names_is_a_file() -> None:
    assert sorted(name for name in NAMED_IN_PYTHON if not (scan.SQL_ROOT / name).is_file()) == []


def test_every_statement_file_is_used() -> None:
    names = {scan.sql_name(path) for path in scan.sql_files()}
    assert sorted(name for name in names - NAMED_IN_PYTHON if not BY_CONVENTION.fullmatch(name)) == []
    assert sorted(name for name in names & NAMED_IN_PYTHON if BY_CONVENTION.fullmatch(name)) == []


def test_the_scan_of_names_sees() -> None:
    source = 'FILES = ("ingest/gate.sql", "x.sql")\ndef f(feed): run(f"ingest/{feed.name}/decide.sql")\n"""a/b.sql"""\n'
    assert statement_paths(ast.parse(source)) == {
        "ingest/gate.sql",
        *(f"ingest/{name}/decide.sql" for name in FEED_NAMES),
    }
    assert not BY_CONVENTION.fullmatch("ingest/dossiers/prepare.sql")
    assert not BY_CONVENTION.fullmatch("ingest/rules/elsewhere/event_x.sql")


def test_files_of_one_phase_have_numbers_of_their_own() -> None:
    """Their order is that of their names."""
    found = []
    for folder in sorted({path.parent for path in scan.sql_files()}):
        numbered = (re.match(r"(mark_|own_|prepare_|settle_|)\d\d+_", path.name) for path in folder.iterdir())
        phases = sorted(match.group() for match in numbered if match)
        found += [f"{scan.sql_name(folder)}/{one}" for one, next_one in itertools.pairwise(phases) if one == next_one]
    assert found == []


def number_faults(changes: list[str], first: int) -> list[str]:
    """Return the migrations whose number is not the one after that of the migration before."""
    return [
        f"{change} is not number {number}"
        for number, change in enumerate(changes, start=first)
        if change[:4] != f"{number:04}"
    ]


def test_every_migration_has_the_number_after_the_one_before() -> None:
    changes = [path.stem for path in scan.sql_files("migrations")]
    assert number_faults(changes, int(FIRST_REVISION) + 1) == []
    assert known_revisions() == [*(change[:4] for change in reversed(changes)), FIRST_REVISION]
    assert number_faults(["0001_a", "0003_c", "0003_d"], 1) == ["0003_c is not number 2"]


TABLES = {
    name.replace('"', "")
    for path in [*scan.sql_files("baseline"), *scan.sql_files("migrations")]
    for name in re.findall(rf"^CREATE TABLE ({scan.RELATION})", path.read_text(), re.MULTILINE)
}
TEXT = re.compile(r"'(?:[^']|'')*'")


def reads_faults(file: ObjectFile) -> list[str]:
    """Return where the header of a file that creates objects and its statements differ in what they read."""
    used = (
        set(re.findall(scan.RELATION, TEXT.sub("''", scan.without_comments(file.text).replace('"', "")))) - file.makes
    )
    return [f"{name} is not in the header" for name in sorted(used - file.reads)] + [
        f"{name} is not read" for name in sorted(file.reads - used)
    ]


def test_the_order_of_creation_follows_from_headers_that_are_true() -> None:
    files = [file for file in object_files() if "/tables/" not in file.name]
    assert len(files) > 40
    assert {file.name: faults for file in files if (faults := reads_faults(file))} == {}
    assert sorted(set(needed(object_files())) - TABLES) == []


def view(name: str, reads: str, sees: str) -> ObjectFile:
    return ObjectFile.parse(
        f"room/views/{name}.sql",
        f"-- Reads:      {reads}.\nCREATE OR REPLACE VIEW mart.{name} AS\nSELECT 1 FROM {sees};\n",
    )


def test_the_scan_of_what_objects_read_sees() -> None:
    assert reads_faults(view("a", "core.b, core.c", 'core."b"')) == ["core.c is not read"]
    assert reads_faults(view("a", "nothing", "core.b WHERE x = 'core.c'")) == ["core.b is not in the header"]


def test_a_file_is_run_after_those_that_create_what_it_reads() -> None:
    files = [view("a", "mart.b,\n--             mart.c", ""), view("b", "mart.c", ""), view("c", "core.unit", "")]
    assert [file.name for file in in_order(files)] == [f"room/views/{name}.sql" for name in "cba"]
    assert needed(files) == {"core.unit": "room/views/c.sql"}


def test_a_circle_and_a_second_creator_are_told() -> None:
    with pytest.raises(ObjectError, match=r"in a circle: room/views/(a|b).sql, room/views/(a|b).sql, room/views/"):
        in_order([view("a", "mart.b", ""), view("b", "mart.a", "")])
    with pytest.raises(ObjectError, match=r"Both room/views/a.sql and room/views/z.sql create mart.a"):
        in_order([view("a", "", ""), ObjectFile.parse("room/views/z.sql", view("a", "", "").text)])


def test_what_changed_and_its_readers_are_replaced() -> None:
    files = in_order([view("a", "mart.b", ""), view("b", "mart.c", ""), view("c", "", ""), view("d", "", "")])
    digests = {file.name: file.digest for file in files}
    assert affected(files, digests) == []
    found = affected(files, digests | {"room/views/b.sql": "another"})
    assert [file.name for file in found] == ["room/views/b.sql", "room/views/a.sql"]
    assert len(affected(files, digests, tables_changed=True)) == len(affected(files, {})) == 4
