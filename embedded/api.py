"""A small client for Airflow's REST API on the loopback interface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from embedded import StackError

PAGE = 100


@dataclass(frozen=True, slots=True)
class DagRun:
    """One run of a DAG and how far it is: queued, running, success or failed."""

    dag_id: str
    run_id: str
    state: str

    @property
    def is_active(self) -> bool:
        """Return whether the run has still something to do."""
        return self.state in ("queued", "running")


@dataclass(frozen=True, slots=True)
class FailedTask:
    """The last try of a task that failed."""

    run: DagRun
    task_id: str
    map_index: int
    try_number: int


class AirflowApi:
    """Talks to one API server as one user."""

    def __init__(self, base_url: str, username: str, password: str) -> None:
        self._login = {"username": username, "password": password}
        # A proxy meant for the outside world must not get the calls to our own machine.
        self._client = httpx.Client(base_url=base_url, timeout=30, trust_env=False)
        self._is_authorised = False

    def health(self) -> dict[str, Any]:
        """Return what the server says about all components; empty while it does not answer."""
        try:
            response = self._client.get("/api/v2/monitor/health", timeout=5)
        except httpx.TransportError:
            return {}
        return dict(response.json()) if response.status_code == 200 else {}

    def is_healthy(self, since: float) -> bool:
        """Return whether all components are well and have shown it after that moment."""
        health = self.health()
        return (
            health.get("metadatabase", {}).get("status") == "healthy"
            and _has_beaten(health, "scheduler", since)
            and _has_beaten(health, "dag_processor", since)
        )

    def knows(self, dag_id: str) -> bool:
        """Return whether the DAG has been read and is not paused."""
        response = self._request("GET", f"/dags/{dag_id}", allowed=(200, 404))
        return response.status_code == 200 and not response.json()["is_paused"]

    def dag_ids(self) -> set[str]:
        """Return all DAGs that have been read."""
        return {dag["dag_id"] for dag in self._request("GET", "/dags", params={"limit": PAGE}).json()["dags"]}

    def import_errors(self) -> list[str]:
        """Return the DAG files that Airflow cannot read, with the last line of the reason."""
        errors = self._request("GET", "/importErrors").json()["import_errors"]
        return [f"{error['filename']}: {error['stack_trace'].strip().splitlines()[-1]}" for error in errors]

    def trigger(self, dag_id: str) -> DagRun:
        """Start a run without a logical date, like one that an asset event starts."""
        return _run(self._request("POST", f"/dags/{dag_id}/dagRuns", json={"logical_date": None}).json())

    def runs_since(self, moment: datetime) -> list[DagRun]:
        """Return all runs that are active, or have ended since that moment."""
        # In this order a run that ends between the two questions is in the second answer.
        active = list(self._runs({"state": ["queued", "running"]}))
        ended = self._runs({"end_date_gte": moment.isoformat()})
        return list({(run.dag_id, run.run_id): run for run in [*active, *ended]}.values())

    def failed_tasks(self, run: DagRun) -> list[FailedTask]:
        """Return the tasks that made a run fail."""
        path = f"/dags/{run.dag_id}/dagRuns/{run.run_id}/taskInstances"
        tasks = self._request("GET", path, params={"state": "failed", "limit": PAGE}).json()["task_instances"]
        return [FailedTask(run, task["task_id"], task["map_index"], task["try_number"]) for task in tasks]

    def _runs(self, filters: dict[str, Any]) -> Iterator[DagRun]:
        offset, total = 0, 1
        while offset < total:
            page = self._request("GET", "/dags/~/dagRuns", params={**filters, "limit": PAGE, "offset": offset}).json()
            yield from map(_run, page["dag_runs"])
            offset, total = offset + PAGE, page["total_entries"]

    def _request(self, method: str, path: str, allowed: tuple[int, ...] = (200, 201), **options: Any) -> httpx.Response:
        try:
            if not self._is_authorised:
                self._authorise()
            response = self._client.request(method, f"/api/v2{path}", **options)
        except httpx.TransportError as error:
            raise StackError(
                f"Airflow does not answer on {self._client.base_url}: {error}. Bring it up with `make up`."
            ) from None
        if response.status_code not in allowed:
            raise StackError(f"Airflow refused {method} {path} with {response.status_code}: {response.text[:300]}")
        return response

    def _authorise(self) -> None:
        response = self._client.post("/auth/token", json=self._login)
        if response.status_code != 201:
            raise StackError(f"Airflow refused the login of {self._login['username']!r} with {response.status_code}.")
        self._client.headers["Authorization"] = f"Bearer {response.json()['access_token']}"
        self._is_authorised = True


def _run(record: dict[str, Any]) -> DagRun:
    return DagRun(record["dag_id"], record["dag_run_id"], record["state"])


def _has_beaten(health: dict[str, Any], component: str, since: float) -> bool:
    state = health.get(component, {})
    beat = state.get(f"latest_{component}_heartbeat")
    return (
        state.get("status") == "healthy"
        and beat is not None
        and datetime.fromisoformat(beat) >= datetime.fromtimestamp(since, UTC)
    )
