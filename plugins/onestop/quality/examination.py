"""Run a suite with Great Expectations. The one module that imports it, and only the child process imports this one.

Great Expectations borrows a database session of ours: the password never enters its configuration, the values of a
suite are bound to the session beforehand, and the copy of the rows that it makes stays in it. Its context is in
memory, without analytics and without progress bars.
"""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from onestop.quality import SHOWN_KEYS
from onestop.warehouse.database import WarehouseError, connect, run


def _leave_out(*modules: str) -> None:
    """Replace packages by empty modules that are imported only for expectations that we do not use.

    Statistics and charts are a third of the memory and of the seconds that the import takes.
    """
    for name in modules:
        sys.modules[name] = types.ModuleType(name)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, sys.modules[name])


_leave_out("scipy", "scipy.stats", "altair")

import great_expectations as gx  # noqa: E402 - after what it shall not find
from great_expectations.data_context.types.base import (  # noqa: E402 - as above
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.expectations.row_conditions import Column  # noqa: E402 - as above

_SEVERITY = {"low": "info", "medium": "warning", "high": "critical"}
_KEY = "record_name"
# Complete, because only then the result contains the rows that a statement of ours found.
_RESULT_FORMAT = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [_KEY],
    "exclude_unexpected_values": True,
}
_IS_USABLE = Column("is_refused") == 0
# An address must be given and is never dialled: connections come from the creator.
_NO_ADDRESS = "postgresql+psycopg2://onestop@localhost/warehouse"
_DRIVER_ERROR = re.compile(r"psycopg2\.errors\.(\w+)")


class ExaminationError(RuntimeError):
    """A statement of a suite failed; the text quotes no value."""


class Examiner:
    """Great Expectations with one session in the warehouse."""

    version: str = gx.__version__

    def __init__(self, address: str) -> None:
        """Open the session; ``address`` is what SQLAlchemy opens with psycopg2."""
        self._engine = connect(address)
        self._session = self._engine.connect()
        lent = self._session.connection.driver_connection
        context = gx.get_context(
            mode="ephemeral",
            project_config=DataContextConfig(
                analytics_enabled=False,
                progress_bars=ProgressBarsConfig(globally=False),
                store_backend_defaults=InMemoryStoreBackendDefaults(),
            ),
        )
        self._source = context.data_sources.add_postgres(
            "warehouse",
            connection_string=_NO_ADDRESS,
            create_temp_table=True,
            kwargs={"creator": lambda: lent, "poolclass": sa.pool.StaticPool},
        )

    def __enter__(self) -> Examiner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._session.close()
        self._engine.dispose()

    def examine(self, suite: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a suite (``suites.Suite`` as a mapping).

        Returns:
            For each expectation, in their order: ``name``, ``holds``, ``unexpected`` (number of rows, 0 where no rows
            are listed), ``keys`` (of the first 20 of them) and ``observed`` (the figure, where it is about one).

        Raises:
            ExaminationError: a statement failed.
        """
        try:
            self._prepare(suite["values"])
            asset = self._source.add_query_asset(suite["name"], query=suite["rows"])
            try:
                batch = asset.add_batch_definition_whole_table("whole").get_batch()
                outcome = batch.validate(_suite(suite), result_format=_RESULT_FORMAT)
            finally:
                self._source.delete_asset(suite["name"])
        except (WarehouseError, sa.exc.SQLAlchemyError, gx.exceptions.GreatExpectationsError) as error:
            raise ExaminationError(f"{suite['name']}: {_safe(error)}") from None
        return _results(suite["expectations"], outcome.results)

    def _prepare(self, values: Mapping[str, str]) -> None:
        with self._session.begin():
            run(self._session, "quality/discard_temporary.sql")
            for name, value in values.items():
                run(self._session, "quality/bind_value.sql", {"name": name, "value": value})


def _suite(suite: Mapping[str, Any]) -> gx.ExpectationSuite:
    return gx.ExpectationSuite(name=suite["name"], expectations=[_expectation(each) for each in suite["expectations"]])


def _expectation(ours: Mapping[str, Any]) -> gx.expectations.Expectation:
    """Return an expectation of Great Expectations for one of ours."""
    rows = {"row_condition": _IS_USABLE} if ours["is_of_usable"] else {}
    return getattr(gx.expectations, ours["kind"])(
        **ours["arguments"],
        **rows,
        description=ours["sentence_vi"],
        severity=_SEVERITY[ours["severity"]],
        meta={name: ours[name] for name in ("name", "disposition", "sentence_vi", "sentence_en")},
    )


def _results(expectations: Sequence[Mapping[str, Any]], outcome: Sequence[Any]) -> list[dict[str, Any]]:
    found = {each.expectation_config.meta["name"]: each for each in outcome}
    for name, each in found.items():
        # Where a statement failed, the exceptions are one level deeper, by metric.
        if each.exception_info.get("raised_exception", True):
            raise ExaminationError(f"{name}: {_safe(each.exception_info)}")
    return [_result(each["name"], found[each["name"]]) for each in expectations]


def _result(name: str, found: Any) -> dict[str, Any]:
    """Return what was found, without any value of a record."""
    result = found.result
    if "details" in result:
        unexpected, keys = result["observed_value"], [row["record_key"] for row in result["details"]["unexpected_rows"]]
        observed = None
    else:
        unexpected = result.get("unexpected_count") or 0
        # Without values it is one mapping of all keys.
        keys = [key for column in result.get("unexpected_index_list") or () for key in column[_KEY]]
        observed = result.get("observed_value")
    return {
        "name": name,
        "holds": bool(found.success),
        "unexpected": unexpected,
        "keys": keys[:SHOWN_KEYS],
        "observed": observed,
    }


def _safe(error: object) -> str:
    """Return the safe part of an error: a message of the driver may quote a value."""
    if isinstance(error, WarehouseError):
        return str(error)
    kind = _DRIVER_ERROR.search(str(error))
    return f"its statement failed with {kind[1] if kind else type(error).__name__}; run it by hand to see why"
