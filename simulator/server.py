"""The HTTP interface of the source, as its contract describes it."""

import hmac
import re
from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, Field

from simulator.feeds import COUNTED_FEEDS, FEED_NAMES
from simulator.localtime import parse_rfc3339
from simulator.source import SCHEMA_VERSION, Source
from simulator.world import World

DEFAULT_SOURCE_SYSTEM = "hue-mot-cua"
"""The stable id of the source: một cửa is the one-stop office."""


def _iso_day(text: str) -> str:
    """Let a day pass as yyyy-mm-dd only; the framework would take seconds since 1970 for one, too."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("no day")
    return text


IsoDay = Annotated[date, BeforeValidator(_iso_day)]


class PageQuery(BaseModel):
    """What a client may ask of a feed, as it came."""

    updated_since: str | None = None
    cursor: str | None = None
    limit: int = Field(500, ge=1, le=1000)
    unit_code: str | None = None


def create_app(world: World, token: str, source_system: str = DEFAULT_SOURCE_SYSTEM) -> FastAPI:
    """Return the application that serves a world; ``app.state.source`` is its ``Source``, with hooks for tests."""
    app = FastAPI(openapi_url=None)
    app.state.source = Source(world, source_system)
    app.state.token = token
    app.include_router(_router)
    app.exception_handler(RequestValidationError)(_bad_parameter)
    return app


def _source(request: Request) -> Source:
    source: Source = request.app.state.source
    return source


async def _guard(request: Request) -> None:
    """Refuse what has no right to an answer, before the parameters are looked at."""
    failing = _source(request).failing_status
    if failing is not None:
        raise HTTPException(failing, "the source fails on purpose")
    expected = f"Bearer {request.app.state.token}"
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected.encode()):
        raise HTTPException(401, "missing or wrong token", {"WWW-Authenticate": "Bearer"})


async def _bad_parameter(_: Request, error: RequestValidationError) -> JSONResponse:
    """Answer 400, as the contract says, where the framework would answer 422; values are not echoed."""
    names = ", ".join(sorted({str(problem["loc"][-1]) for problem in error.errors()}))
    return JSONResponse({"detail": f"malformed parameter: {names}"}, 400)


def _check_version(newest_known: str | None) -> None:
    if newest_known is None:
        return
    if not re.fullmatch(r"\d+\.\d+", newest_known):
        raise HTTPException(400, "malformed Accept-Schema-Version")
    if newest_known.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        raise HTTPException(409, f"this source speaks version {SCHEMA_VERSION}")


def _json(body: dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(body), media_type="application/json")


_router = APIRouter(prefix="/v1", dependencies=[Depends(_guard)])


@_router.get("/health")
async def health(request: Request) -> Response:
    """Liveness and the as_of of each feed."""
    return _json(_source(request).health())


@_router.get("/counts")
async def counts(
    request: Request,
    feed: str,
    first: Annotated[IsoDay, Query(alias="from")],
    last: Annotated[IsoDay, Query(alias="to")],
) -> Response:
    """Return counts and sums of one feed by unit and reception day."""
    if feed not in COUNTED_FEEDS:
        raise HTTPException(400, "malformed parameter: feed")
    return _json(_source(request).counts(feed, first, last))


@_router.get("/reconciliation")
async def reconciliation(request: Request, day: Annotated[IsoDay, Query(alias="date")]) -> Response:
    """Return the payment platform's transactions of one day."""
    body = _source(request).reconciliation(day)
    if body is None:
        raise HTTPException(404, f"the day {day} is not closed yet")
    return _json(body)


@_router.get("/{feed}")
async def read_feed(
    request: Request,
    feed: str,
    query: Annotated[PageQuery, Query()],
    accept_schema_version: Annotated[str | None, Header()] = None,
) -> Response:
    """Return one page of a feed."""
    if feed not in FEED_NAMES:
        raise HTTPException(404, "no such feed")
    _check_version(accept_schema_version)
    try:
        since = None if query.updated_since is None else parse_rfc3339(query.updated_since)
        body = _source(request).page(feed, since, query.cursor, query.limit, query.unit_code)
    except ValueError as error:
        raise HTTPException(400, "malformed updated_since or cursor") from error
    return _json(body)
