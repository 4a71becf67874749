"""Define the form of a plan, and the rankings of a plan as the warehouse stores them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from onestop.catalogue.entry import Code, Days, Duration, Entry, Version, about
from onestop.catalogue.forms import AreaKind, not_above_0, twice


class Plan(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is published of which kinds of periods, for which kinds of areas: a ranking by a scheme or one indicator."""

    KEY = ("plan",)

    plan: Annotated[Code, about("How it is called, so that a province can replace it or take it out.")]
    scheme: Annotated[Code | None, about("The scheme that it publishes by; a plan names this or an indicator.")] = None
    indicator: Annotated[
        Code | None, about("The indicator that it ranks by, of which it makes a scheme of 100 points.")
    ] = None
    scheme_version: Version = 1
    indicator_version: Annotated[Version, about("Version of the indicator.")] = 1
    full_score_at: Annotated[Decimal | None, about("Of an indicator: share from which on there are 100 points.")] = None
    areas: Annotated[tuple[AreaKind, ...], about("Kinds of areas that get a ranking.", min_length=1)] = ("province",)
    periods: Annotated[tuple[Code, ...], about("Kinds of periods of which there is one.", min_length=1)]
    is_overview: Annotated[
        bool, about("Its rankings freeze every indicator and form II.06a; others only the indicators of the scheme.")
    ] = False
    announce: Annotated[bool, about("Its rankings are sent to who wants rankings; others stand on the pages only.")] = (
        False
    )
    first_within: Duration = Duration(36, 0)
    objection_days: Days = 2
    correction_days: Annotated[int, msgspec.Meta(ge=1, le=32767)] = 10
    correction_points: Decimal = Decimal("0.5")
    corrected_for: Duration = Duration(12, 0)

    @property
    def scheme_code(self) -> str:
        """The scheme that it publishes by; of one indicator it is made from the indicator."""
        return self.scheme or f"by_{self.indicator}"

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        if (self.scheme is None) == (self.indicator is None):
            yield "it names either a scheme or an indicator; write one of them"
        if self.scheme is not None and self.full_score_at is not None:
            yield "full_score_at is for a plan by one indicator; a scheme says it for each of its own"
        yield from not_above_0("correction_points", self.correction_points)
        yield from not_above_0("full_score_at", self.full_score_at)
        yield from twice("area", self.areas)
        yield from twice("period", self.periods)

    def rankings(self) -> Iterator[PlannedRanking]:
        """Yield each kind of ranking that it asks for."""
        for area_kind in self.areas:
            for period_kind in self.periods:
                yield PlannedRanking(
                    area_kind=area_kind,
                    period_kind=period_kind,
                    scheme_code=self.scheme_code,
                    scheme_version=self.scheme_version,
                    is_overview=self.is_overview,
                    announce=self.announce,
                    first_within=self.first_within,
                    objection_days=self.objection_days,
                    correction_days=self.correction_days,
                    correction_points=self.correction_points,
                    corrected_for=self.corrected_for,
                )


class PlannedRanking(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of area, kind of period and scheme of a plan; in files it is a `Plan`."""

    KEY = ("area_kind", "period_kind", "scheme_code")

    kind: Literal["ranking"] = "ranking"
    area_kind: AreaKind
    period_kind: Code
    scheme_code: Code
    scheme_version: Version
    is_overview: bool
    announce: bool
    first_within: Duration
    objection_days: Days
    correction_days: Days
    correction_points: Decimal
    corrected_for: Duration
