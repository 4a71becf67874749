"""Where the DAG files are, and the environment in which to parse them."""

from __future__ import annotations

from handbook.dags import DAGS, airflow_environment
from onestop.config.settings import CHECKOUT

__all__ = ["CHECKOUT", "DAGS", "FILES", "airflow_environment"]

FILES = {path.stem: path for path in sorted(DAGS.glob("*.py"))}
