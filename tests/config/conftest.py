"""Airflow, imported with a home of its own; it leaves environment and logging as they were."""

from __future__ import annotations

import logging

import pytest

from handbook.dags import airflow_environment


@pytest.fixture(scope="session")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Airflow's connections, which in a process that is no task come from the environment or a secrets backend."""
    handlers, level = list(logging.root.handlers), logging.root.level
    with pytest.MonkeyPatch.context() as patch:
        for name, value in airflow_environment(tmp_path_factory.mktemp("airflow")).items():
            patch.setenv(name, value)
        import airflow.sdk.definitions.connection  # noqa: F401 - it reads its configuration once, here
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
