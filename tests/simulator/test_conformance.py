"""The simulated source is as its OpenAPI description says: whatever is asked, on every page, in every refusal."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import settings
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from simulator.defects import Defects
from simulator.faults import (
    ExpiredCursor,
    ExpiredToken,
    Fault,
    Html,
    NewerSchema,
    NoObject,
    Refuse,
    RemoveField,
    RetypeField,
)
from simulator.feeds import COUNTED_FEEDS, FEED_NAMES
from simulator.localtime import SECONDS_PER_DAY, date_of
from simulator.testing import RunningSource, running_source
from simulator.world import Scale, build_world

pytestmark = pytest.mark.slow

DESCRIPTION = Path(__file__).resolve().parents[2] / "simulator" / "openapi.yaml"

contract = schemathesis.openapi.from_path(DESCRIPTION)
# Who has no token is refused whatever he asks (test_server.py), and parameters that nobody knows are ignored.
contract.config.generation.update(with_security_parameters=False, allow_extra_parameters=False)


@pytest.fixture(scope="module")
def source() -> Iterator[RunningSource]:
    """Sixty dossiers; every feed has a record."""
    with running_source(build_world(Scale(dossiers=60, communes=2, seed=8))) as running:
        yield running


@pytest.fixture(scope="module")
def session(source: RunningSource) -> Iterator[requests.Session]:
    """A connection that is kept, with the token."""
    with requests.Session() as connected:
        connected.trust_env = False
        connected.headers["Authorization"] = f"Bearer {source.token}"
        yield connected


@pytest.fixture(scope="module")
def cursors(source: RunningSource) -> dict[str, str | None]:
    """A cursor of every feed that has more than one record."""
    return {feed: source.source.page(feed, None, None, 1, None)["next_cursor"] for feed in FEED_NAMES}


Ask = Callable[..., Response]


@pytest.fixture
def ask(source: RunningSource) -> Iterator[Ask]:
    """Asks the source and holds the answer to the description: status, type, headers and body."""
    yield lambda path, **parameters: asked(source, path, parameters)
    source.clear_faults()


def asked(source: RunningSource, path: str, parameters: dict[str, Any]) -> Response:
    case = contract[path]["GET"].Case(query={name: value for name, value in parameters.items() if value is not None})
    answer = case.call(base_url=source.url, headers={"Authorization": f"Bearer {source.token}"})
    case.validate_response(
        answer,
        checks=[
            status_code_conformance,
            content_type_conformance,
            response_headers_conformance,
            response_schema_conformance,
        ],
    )
    return answer


@contract.parametrize()
@settings(max_examples=10)
def test_whatever_is_asked_is_answered_as_described(
    case: schemathesis.Case, source: RunningSource, session: requests.Session, cursors: dict[str, str | None]
) -> None:
    if case.meta is not None and case.meta.generation.mode.is_positive:
        # A tool cannot make up a cursor, nor know which versions there are.
        feed = case.path.rpartition("/")[2]
        if "cursor" in case.query:
            case.query["cursor"] = cursors[feed]
        if "Accept-Schema-Version" in case.headers:
            case.headers["Accept-Schema-Version"] = "1.0"
    case.call_and_validate(base_url=source.url, session=session, excluded_checks=[ignored_auth])


def fields_of(feed: str) -> set[str]:
    """Return the fields that the description knows of the records of a feed."""
    schemas = contract.raw_schema["components"]["schemas"]
    return set(schemas[feed.removesuffix("s").capitalize()]["properties"])


@pytest.mark.parametrize("feed", FEED_NAMES)
def test_every_page_is_as_described(ask: Ask, feed: str) -> None:
    fields: set[str] = set()
    cursor, pages = None, 0
    while pages == 0 or cursor:
        page = ask(f"/v1/{feed}", limit=20, cursor=cursor).json()
        fields.update(*page["data"])
        cursor, pages = page["next_cursor"], pages + 1
    assert fields == fields_of(feed), "all fields that are described are sent, and no others"


def test_counts_and_reconciliation_are_as_described(ask: Ask, source: RunningSource) -> None:
    for feed in COUNTED_FEEDS:
        assert ask("/v1/counts", feed=feed, **{"from": "2025-07-01", "to": "2026-09-30"}).json()["data"], feed
    submitted = {date_of(dossier.moments[0].at // SECONDS_PER_DAY) for dossier in source.world.dossiers}
    days = [ask("/v1/reconciliation", date=day.isoformat()).json()["data"] for day in sorted(submitted)[-20:]]
    assert sum(map(len, days)) > 0
    assert ask("/v1/reconciliation", date="2026-10-01").status_code == 404


REFUSALS: dict[str, tuple[Fault, int]] = {
    "an expired token": (ExpiredToken(), 401),
    "another's unit": (Refuse(403), 403),
    "an expired cursor": (ExpiredCursor(with_cursor=False), 410),
    "too many requests": (Refuse(429, 3), 429),
    "a failure": (Refuse(500), 500),
    "maintenance": (Refuse(503, "Thu, 01 Oct 2026 07:00:00 GMT"), 503),
}


@pytest.mark.parametrize(("fault", "status"), REFUSALS.values(), ids=REFUSALS.keys())
def test_every_refusal_is_as_described(ask: Ask, source: RunningSource, fault: Fault, status: int) -> None:
    source.fault(fault)
    assert ask("/v1/dossiers").status_code == status


WRONG: dict[str, tuple[Fault, str]] = {
    "a status that it does not name": (Refuse(418), "Undocumented status code"),
    "a login page": (Html(), "Undocumented Content-Type"),
    "a required field is missing": (RemoveField("MaTTHC", places=(7,)), '"MaTTHC" is a required property'),
    "a number instead of a text": (RetypeField("MaHoSo", 5, places=(7,)), "5 is not of type"),
    "a value that is none of the list": (RetypeField("KenhThucHien", "4", places=(7,)), '"4" is not one of'),
    "a text instead of a record": (NoObject(), 'is not of type "object"'),
    "another version": (NewerSchema("2.0"), '"2.0" does not match'),
}


@pytest.mark.parametrize(("fault", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_is_not_as_described_is_noticed(ask: Ask, source: RunningSource, fault: Fault, told: str) -> None:
    source.fault(fault)
    with pytest.raises(FailureGroup) as raised:
        ask("/v1/dossiers")
    assert told in str(raised.value)


def test_fields_of_a_newer_version_are_as_described(ask: Ask, source: RunningSource) -> None:
    source.fault(NewerSchema())
    assert "TruongMoi" in ask("/v1/dossiers").json()["data"][0]


def test_a_deleted_record_is_as_described() -> None:
    world = build_world(Scale(dossiers=60, communes=2, seed=8, defects=Defects(deleted=0.5)))
    with running_source(world) as source:
        records = asked(source, "/v1/dossiers", {}).json()["data"]
    assert {record["DaXoa"] for record in records} == {"0", "1"}
