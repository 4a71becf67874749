"""Publications: what is published when, ranks against the truth, frozen figures, waiting for sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from onestop.config.settings import SourceConnection
from onestop.publish.rankings import publish_pending, waive_source
from onestop.warehouse.database import WarehouseError
from simulator.localtime import moment_of
from simulator.testing import RunningSource, running_source
from simulator.truth import Period, calendar_months, count_form, rank_communes
from simulator.world import Scale, World, build_world
from tests.support.scripted import dossier, dossiers, script_of, scripted_source
from tests.support.warehouse import Warehouse

LOCAL = dt.timezone(dt.timedelta(hours=7))
END = dt.datetime(2026, 10, 1, 6, tzinfo=LOCAL)
SEPTEMBER = "month:2026-09-01:2026-09-30"


@pytest.fixture(scope="module")
def world() -> World:
    """Enough communes for ties and movements."""
    return build_world(Scale(dossiers=1200, communes=20))


@pytest.fixture(scope="module")
def published(world: World, module_warehouse: Warehouse) -> Warehouse:
    """A warehouse that read that world and published its months, to look at."""
    module_warehouse.keep_periods("month")
    with running_source(world) as running:
        module_warehouse.register(connect_to(running))
        module_warehouse.read(connect_to(running))
    module_warehouse.refresh()
    assert len(publish_pending(module_warehouse.engine)) == 12
    return module_warehouse


@pytest.fixture
def year() -> Iterator[RunningSource]:
    """A year of two communes."""
    with running_source(build_world(Scale(dossiers=300, communes=2))) as running:
        yield running


@pytest.fixture
def warehouse(warehouse: Warehouse) -> Warehouse:
    """One that publishes months only."""
    warehouse.keep_periods("month")
    return warehouse


def connect_to(running: RunningSource, name: str = "hue") -> SourceConnection:
    """Return the connection to a running source."""
    return SourceConnection(name, running.url, running.token)


def published_periods(warehouse: Warehouse) -> list[str]:
    """Return the periods published, in the order of publishing."""
    return [row.period_id for row in warehouse.query("SELECT period_id FROM mart.publication ORDER BY publication_id")]


def test_every_closed_month_is_published_with_the_ranks_of_the_truth(published: Warehouse, world: World) -> None:
    months = calendar_months()
    assert published_periods(published) == [f"month:{month.start}:{month.end}" for month in months]
    form = count_form(world, months, moment_of(END))
    previous: dict[str, int | None] = {}
    for month in months:
        truth = {
            row.unit_code: (
                None if row.score is None else Decimal(row.score) / 100,
                row.rank,
                previous.get(row.unit_code),
            )
            for row in rank_communes(form, month)
        }
        assert ranking_of(published, month) == truth
        previous = {code: rank for code, (_, rank, _) in truth.items()}
    ties = published.query("SELECT count(*) FROM mart.ranking GROUP BY publication_id, rank HAVING count(*) > 1")
    assert ties, "no tie occurred: the test does not show how ties are ranked"


def ranking_of(warehouse: Warehouse, month: Period) -> dict[str, tuple[Decimal | None, int | None, int | None]]:
    """Return score, rank and previous rank of each commune in a month's publication."""
    rows = warehouse.query(
        "SELECT unit_code, score, rank, previous_rank FROM mart.ranking WHERE period_start = %(start)s",
        {"start": month.start},
    )
    return {row.unit_code: (row.score, row.rank, row.previous_rank) for row in rows}


def test_publishing_again_publishes_nothing(published: Warehouse) -> None:
    before = published.content("mart")
    assert publish_pending(published.engine) == []
    assert published.content("mart") == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mart.publication SET status = 'official'",
        "UPDATE mart.publication SET software_version = '9.9.9'",
        "DELETE FROM mart.ranking",
        "UPDATE mart.published_value SET numerator = numerator + 1",
        "UPDATE mart.published_score SET points = 100",
        "DELETE FROM mart.published_form",
        "TRUNCATE mart.publication CASCADE",
    ],
)
def test_what_was_published_cannot_be_changed(warehouse: Warehouse, statement: str) -> None:
    with pytest.raises(WarehouseError, match="23001"):
        warehouse.execute(statement)


def test_published_figures_stay_when_the_mart_moves(warehouse: Warehouse) -> None:
    with scripted_source(script_of([dossier("A-1", TrangThaiHoSo="10", NgayKetThucXuLy="20260303080000")])) as hue:
        warehouse.register(hue)
        warehouse.read(hue)
        warehouse.refresh()
        publish_pending(warehouse.engine)
    late = dossier("A-1", TrangThaiHoSo="10", NgayKetThucXuLy="20260309080000", CapNhatLuc="2026-09-30T08:00:00+07:00")
    warehouse.read_and_refresh(script_of([late], as_of="2026-10-01T06:30:00+07:00"), every_feed=True)
    march = {"period_id": "month:2026-03-01:2026-03-31"}
    moving, frozen = (
        warehouse.query(
            f"SELECT resolved_early, resolved_overdue FROM {table} "
            "WHERE period_id = %(period_id)s AND sector_code = '*'",
            march,
        )[0]
        for table in ("mart.form_ii06a", "mart.published_form")
    )
    assert (tuple(moving), tuple(frozen)) == ((0, 1), (1, 0))
    score = warehouse.query("SELECT score FROM mart.ranking WHERE period_start = '2026-03-01'")[0].score
    assert score == 100


def test_a_commune_without_resolved_dossiers_is_not_ranked_with_that_reason(warehouse: Warehouse) -> None:
    with scripted_source(script_of([dossier("A-1")])) as hue:
        warehouse.register(hue)
        warehouse.read(hue)
        warehouse.refresh()
        publish_pending(warehouse.engine)
    row = warehouse.query("SELECT * FROM mart.ranking WHERE period_start = '2026-03-01'")[0]
    assert (row.is_ranked, row.rank, row.unranked_reason) == (
        False, None, "Không phát sinh trong kỳ: Tỷ lệ đúng hạn (theo biểu II.06a)",
    )  # fmt: skip


WITHOUT_VALUE = {
    "Chưa có số liệu từ nguồn": "UPDATE audit.measure_state SET unread_feeds = '{dossiers}'",
    "Không so sánh được: đơn vị hình thành từ một phần đơn vị cũ trong kỳ": """
        WITH young AS (
            UPDATE core.unit SET valid = daterange('2026-03-02', NULL)
            WHERE unit_id = (SELECT receiving_unit_id FROM core.dossier) RETURNING unit_id
        )
        INSERT INTO core.unit_succession (predecessor_id, successor_id, took_effect, kind)
        SELECT min(unit.unit_id), young.unit_id, '2026-03-02', 'split'
        FROM core.unit INNER JOIN young ON unit.unit_id <> young.unit_id GROUP BY young.unit_id
    """,
}


@pytest.mark.parametrize(("reason", "statement"), WITHOUT_VALUE.items(), ids=("no feed", "not comparable"))
def test_a_commune_whose_value_is_unknown_has_no_points_and_is_not_ranked(
    warehouse: Warehouse, reason: str, statement: str
) -> None:
    ended = dossier("A-1", NgayKetThucXuLy="20260304080000", TrangThaiHoSo="10", CapNhatLuc="2026-03-31T17:00:00+07:00")
    with scripted_source(script_of([ended])) as hue:
        warehouse.register(hue)
        warehouse.read(hue)
        warehouse.refresh()
        warehouse.execute(statement)
        publish_pending(warehouse.engine)
    row = warehouse.query("SELECT * FROM mart.ranking WHERE period_start = '2026-03-01'")[0]
    assert (row.is_ranked, row.rank, row.score, row.unranked_reason) == (False, None, None, reason)
    assert warehouse.query("SELECT points FROM mart.published_score")[0].points is None


def test_an_open_period_is_not_published(published: Warehouse) -> None:
    states = published.query("SELECT state FROM mart.period WHERE period_id = 'month:2026-10-01:2026-10-31'")
    assert [row.state for row in states] == ["open"]
    assert published_periods(published)[-1] == SEPTEMBER


def test_a_period_waits_until_the_source_was_read_past_its_end(warehouse: Warehouse) -> None:
    early = dt.datetime(2026, 9, 30, 23, 59, tzinfo=LOCAL)
    with running_source(build_world(Scale(dossiers=600, communes=3, as_of=early))) as running:
        for clock, latest in ((early, "month:2026-08-01:2026-08-31"), (END, SEPTEMBER)):
            running.set_clock(clock)
            warehouse.register(connect_to(running))
            warehouse.read(connect_to(running))
            warehouse.refresh()
            publish_pending(warehouse.engine)
            assert published_periods(warehouse)[-1] == latest


def test_nothing_is_published_while_touched_cases_wait(warehouse: Warehouse, year: RunningSource) -> None:
    warehouse.register(connect_to(year))
    warehouse.read(connect_to(year))
    assert publish_pending(warehouse.engine) == []
    pending = warehouse.query("SELECT pending_kind FROM audit.pending_work")
    assert [row.pending_kind for row in pending] == ["measure"]


def test_a_held_batch_holds_up_the_ranking(warehouse: Warehouse) -> None:
    bad = dossiers(20, "B", MaDonVi="H57.99.99")
    with scripted_source(script_of([dossier("A-1")], bad)) as hue:
        warehouse.register(hue)
        warehouse.read(hue, batch_records=1)
        warehouse.refresh()
    assert publish_pending(warehouse.engine) == []
    blockers = warehouse.query("SELECT DISTINCT feed, blocker FROM audit.publication_blocker")
    assert [tuple(row) for row in blockers] == [("dossiers", "held_batch")]
    held = warehouse.query("SELECT pending_kind, is_excused FROM audit.pending_work")
    assert [tuple(row) for row in held] == [("batch", True)]


class TestTwoSourcesOneFailing:
    """Each has communes of its own; the other one's figures arrive, the ranking waits."""

    @pytest.fixture
    def quang_dien(self) -> Iterator[RunningSource]:
        """A second source, with its own dossiers."""
        world = build_world(Scale(dossiers=300, communes=2, seed=7))
        with running_source(world, source_system="quang-dien") as running:
            yield running

    def read_both(self, warehouse: Warehouse, hue: SourceConnection, other: SourceConnection) -> list[str]:
        """Read both sources as their mapped tasks would; return the names of those that failed."""
        failed = []
        warehouse.register(hue, other)
        for connection in (hue, other):
            try:
                warehouse.read(connection, page_tries=1)  # that a page is tried again has tests of its own
            except RuntimeError:
                failed.append(connection.name)
        warehouse.refresh()
        publish_pending(warehouse.engine)
        return failed

    def test_the_ranking_waits_until_the_source_is_back(
        self, warehouse: Warehouse, year: RunningSource, quang_dien: RunningSource
    ) -> None:
        hue, other = connect_to(year), connect_to(quang_dien, "quang_dien")
        quang_dien.fail_with(503)
        assert self.read_both(warehouse, hue, other) == ["quang_dien"]
        assert warehouse.query("SELECT count(*) AS n FROM core.dossier")[0].n == len(year.world.dossiers)
        assert warehouse.query("SELECT sum(received_total) AS n FROM mart.form_ii06a")[0].n > 0
        assert published_periods(warehouse) == []
        errors = warehouse.query("SELECT connection_name, last_error FROM audit.source WHERE last_error IS NOT NULL")
        assert [row.connection_name for row in errors] == ["quang_dien"]
        assert "503" in errors[0].last_error

        quang_dien.recover()
        assert self.read_both(warehouse, hue, other) == []
        assert len(published_periods(warehouse)) == 12
        assert warehouse.query("SELECT last_error FROM audit.source WHERE last_error IS NOT NULL") == []

    def test_a_person_waives_a_source_that_stays_away(
        self, warehouse: Warehouse, year: RunningSource, quang_dien: RunningSource
    ) -> None:
        hue, other = connect_to(year), connect_to(quang_dien, "quang_dien")
        self.read_both(warehouse, hue, other)
        warehouse.set_clock("2026-11-01T07:00:00+07:00")
        year.set_clock(dt.datetime(2026, 11, 1, 6, tzinfo=LOCAL))
        quang_dien.fail_with(503)
        self.read_both(warehouse, hue, other)
        assert published_periods(warehouse)[-1] == SEPTEMBER

        october = "month:2026-10-01:2026-10-31"
        waive_source(warehouse.engine, "quang_dien", october, "Mất kết nối.", "Chánh Văn phòng")
        publish_pending(warehouse.engine)
        assert published_periods(warehouse)[-1] == october
        waived = {commune.statistical_code for commune in quang_dien.world.communes}
        rows = warehouse.query("SELECT unit_code, unranked_reason FROM mart.ranking WHERE period_start = '2026-10-01'")
        reasons = {row.unit_code: row.unranked_reason for row in rows}
        assert {code for code, reason in reasons.items() if reason and "Mất kết nối." in reason} == waived

    def test_a_source_that_is_no_longer_configured_holds_up_nothing(
        self, warehouse: Warehouse, year: RunningSource, quang_dien: RunningSource
    ) -> None:
        quang_dien.fail_with(503)
        self.read_both(warehouse, connect_to(year), connect_to(quang_dien, "quang_dien"))
        warehouse.register(connect_to(year))
        assert len(publish_pending(warehouse.engine)) == 12


def test_a_waiver_names_a_known_connection(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="source_waiver_connection_name_fkey"):
        waive_source(warehouse.engine, "nowhere", SEPTEMBER, "Mất kết nối.", "Chánh Văn phòng")
