"""A migrated warehouse for one test, and the content of a warehouse as something to compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine, Row

from onestop import catalogue
from onestop.alert.attention import find_attention
from onestop.config.settings import Settings, SourceConnection
from onestop.contract.feed import Feed
from onestop.contract.feeds import FEEDS
from onestop.ingest import sources
from onestop.ingest.reading import log_step, read_source
from onestop.ingest.steps import Observer
from onestop.measure.writer import rebuild, refresh
from onestop.reference.calendar import install_calendar
from onestop.warehouse.database import connect, run, run_text, transaction
from onestop.warehouse.migrate import migrate
from simulator.testing import running_source
from simulator.world import World
from tests.support.connections import GivenConnections, connection_to
from tests.support.scripted import Script, scripted_source

# What differs between two ways to the same facts: when we did it, and how our own work was numbered.
# An aborted run uses up a batch_id or publication_id; build counts rebuilds; publish_seq depends on how the same facts
# were divided into batches, and on their order; rendered_at is the machine's time.
EXCLUDED_COLUMNS = {"batch_id", "build", "publish_seq", "publication_id", "rendered_at"}


@dataclass(frozen=True)
class Warehouse:
    """A database of its own, with the folders and the clock that go with it."""

    settings: Settings
    owner_url: str
    engine: Engine

    @cached_property
    def owner(self) -> Engine:
        """Connections of the owner."""
        return connect(self.owner_url)

    def query(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """Run one statement and return its rows."""
        with transaction(self.engine) as connection:
            return list(run_text(connection, "test", statement, parameters))

    def execute(self, statement: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run one statement as the owner, whom no grant stops."""
        with transaction(self.owner) as connection:
            run_text(connection, "test", statement, parameters)

    def set_clock(self, as_of: dt.datetime | str) -> None:
        """Move the business clock."""
        moment = dt.datetime.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        with transaction(self.engine) as connection:
            run(connection, "audit/set_clock.sql", {"as_of": moment})

    def start_clock(self, as_of: dt.datetime | str) -> None:
        """Let the business clock begin at a moment, also before the one that it has reached."""
        self.execute("DELETE FROM audit.clock")
        self.set_clock(as_of)

    def close(self) -> None:
        """Close its connections; it opens others when it is asked again."""
        self.engine.dispose()
        self.owner.dispose()

    def register(self, *connections: SourceConnection) -> None:
        """Configure exactly these sources."""
        sources.register(self.engine, [connection.name for connection in connections])

    def read(
        self,
        connection: SourceConnection,
        observe: Observer = log_step,
        feeds: Sequence[Feed] = FEEDS,
        **changed: Any,
    ) -> None:
        """Read a source to its end, with some settings changed."""
        read_source(self.engine, connection, replace(self.settings, **changed), observe, feeds=feeds)

    def read_script(self, script: Script, name: str = "scripted", *, every_feed: bool = False, **changed: Any) -> None:
        """Read what a script tells as the one source; ask for feeds that it does not tell of only if so wanted."""
        told = FEEDS if every_feed else [feed for feed in FEEDS if feed.name in script.feeds]
        with scripted_source(script, name) as connection:
            self.register(connection)
            self.read(connection, feeds=told, **changed)

    def read_world(self, world: World, **changed: Any) -> None:
        """Read a simulated world to its end as the one source, called hue."""
        with running_source(world) as running:
            connection = connection_to(running)
            self.register(connection)
            self.read(connection, **changed)

    def read_and_refresh(self, source: Script | World, **changed: Any) -> None:
        """Read what a script tells, or a simulated world, and let the figures be computed from it."""
        if isinstance(source, World):
            self.read_world(source, **changed)
        else:
            self.read_script(source, **changed)
        self.refresh()

    def keep_periods(self, *kinds: str) -> None:
        """Open periods of these kinds only, where what is tested is the same for each: all take most of a refresh."""
        self.execute("DELETE FROM mart.period_kind WHERE kind <> ALL(%(kinds)s)", {"kinds": list(kinds)})

    def hold_nothing(self) -> None:
        """Lift the limits by which a batch is held for a person."""
        self.execute("UPDATE audit.gate_limit SET max_value = NULL")

    def keep_plans(self, *schemes: str) -> None:
        """Plan the rankings of provinces by these schemes only, by month, report quarter and every Monday."""
        self.execute(
            "DELETE FROM mart.publication_plan WHERE area_kind <> 'province' OR scheme_code <> ALL(%(schemes)s) "
            "OR period_kind NOT IN ('month', 'report_quarter', 'rolling_4_weeks')",
            {"schemes": list(schemes)},
        )

    def refresh(self) -> None:
        """Let the figures follow the facts."""
        refresh(self.engine)

    def attention(self, at: dt.datetime) -> Sequence[Row[Any]]:
        """Return the open dossiers that need attention at a moment, as rows of mart.overdue_dossier."""
        with transaction(self.engine) as connection:
            find_attention(connection, at)
            return list(run_text(connection, "test", "SELECT * FROM attention"))

    def rebuild(self) -> None:
        """Make the measures anew from the facts."""
        rebuild(self.engine)

    def change_channels(self, cases: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Let the dossiers of the cases that a query gives have come by another channel, and be touched."""
        self.execute(
            f"""
            WITH changed AS (
                UPDATE core.dossier SET channel = mod(channel, 3) + 1 WHERE case_id IN ({cases}) RETURNING case_id
            ),

            change AS (
                INSERT INTO audit.change (publish_seq, kind, recorded_at)
                SELECT max(publish_seq) + 1, 'rebuild', '2026-10-01T06:30:00+07:00' FROM audit.change
                RETURNING publish_seq
            )

            INSERT INTO audit.touched (publish_seq, case_id)
            SELECT DISTINCT change.publish_seq, changed.case_id FROM change CROSS JOIN changed
            """,
            parameters,
        )

    def content(self, *schemas: str, excluded: Collection[str] = EXCLUDED_COLUMNS) -> dict[str, list[str]]:
        """Return every row of every table of the schemas as text, without the excluded columns, in a fixed order."""
        tables = self.query(
            """
            SELECT format('%%I.%%I', table_schema, table_name) AS name,
                   string_agg(format('%%I', column_name), ', ' ORDER BY column_name) AS columns
            FROM information_schema.columns
            INNER JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema = ANY(%(schemas)s) AND table_type = 'BASE TABLE'
                AND NOT column_name = ANY(%(excluded)s)
            GROUP BY table_schema, table_name
            """,
            {"schemas": list(schemas), "excluded": sorted(excluded)},
        )
        rows = (
            f"SELECT '{table.name}' AS name, ROW({table.columns})::text AS line FROM {table.name}" for table in tables
        )
        content: dict[str, list[str]] = {table.name: [] for table in tables}
        for row in self.query(f"SELECT * FROM ({' UNION ALL '.join(rows)}) AS held ORDER BY name, line"):
            content[row.name].append(row.line)
        return content


def migrate_warehouse(owner_url: str) -> None:
    """Bring a database to this version, with the working calendar and the catalogue that every warehouse has."""
    migrate(owner_url)
    owner = connect(owner_url)
    install_calendar(owner)
    catalogue.install(owner)
    owner.dispose()


def open_warehouse(pipeline_url: str, owner_url: str, var_dir: Path) -> Warehouse:
    """Open a migrated database as the pipeline does, with its folders below ``var_dir``."""
    settings = Settings.from_env(
        {
            "AIRFLOW_CONN_WAREHOUSE": pipeline_url,
            "ONESTOP_VAR": str(var_dir),
            # The sources of tests stand on this machine and need no sparing.
            "ONESTOP_REQUESTS_PER_SECOND": "1000",
        }
    )
    settings = replace(settings, connections=GivenConnections())
    return Warehouse(settings, owner_url, connect(settings.sqlalchemy_url))
