"""Airflow is imported once, with a home of its own, and leaves environment and logging as they were."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from tests.dags.files import DAGS, airflow_environment

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import DAG


@pytest.fixture(scope="session")
def bag(tmp_path_factory: pytest.TempPathFactory) -> DagBag:
    """Every DAG file, parsed as the DAG processor does."""
    handlers, level = list(logging.root.handlers), logging.root.level
    with pytest.MonkeyPatch.context() as patch:
        for name, value in airflow_environment(tmp_path_factory.mktemp("airflow")).items():
            patch.setenv(name, value)
        from airflow.dag_processing.dagbag import DagBag

        parsed = DagBag(DAGS)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    return parsed


@pytest.fixture(scope="session")
def dags(bag: DagBag) -> dict[str, DAG]:
    """The DAGs by id."""
    return dict(bag.dags)
