"""Define the forms of entries, one for each file of the catalogue. Each field is the column of that name."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from onestop.catalogue.entry import Code, Dated, Days, Duration, Entry, Place, Text, Version, about

Basis = Literal["receiving", "responsible", "holding"]
AreaKind = Literal["province", "former_district", "cluster", "unit_type"]
Direction = Literal["higher_is_better", "lower_is_better", "none"]
ValueKind = Literal["count", "ratio", "mean", "median"]
LostKind = Literal["recoverable", "gone", "not_ours"]
ValueUnit = Literal["percent", "count", "points", "rank"]
PeriodKindCode = Literal[
    "day", "week", "rolling_4_weeks", "month", "quarter", "half_year", "nine_months", "year", "year_to_date",
    "report_month", "report_quarter", "report_half_year", "report_nine_months", "report_year", "custom",
]  # fmt: skip
"""Kinds of periods whose begin and end measure/open_periods.sql computes."""
Agency = Literal["commune", "police", "insurance", "health", "home_affairs"]
System = Literal["interlinked", "civil_status", "residence", "insurance", "vneid", "benefits"]
Severity = Annotated[int, msgspec.Meta(ge=1, le=32767)]


class Figure(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure that no feed carries, so that offices enter it by a sheet."""

    KEY = ("figure_code",)
    MAY_CHANGE = frozenset({"name_vi", "definition_vi", "is_of_province", "instead_of"})
    IN_USE = "offices have entered values of it, or a ranking was published by an indicator that it is a part of"

    figure_code: Code
    name_vi: Text
    value_unit: ValueUnit
    definition_vi: Text
    is_of_province: bool = False
    instead_of: Code | None = None

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        yield from super().faults()
        if self.instead_of and (self.is_of_province or self.value_unit != "count"):
            yield "instead_of is for a count of the unit itself, which can stand in the place of a measure"


class Indicator(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version of an indicator: a sum of measures and of figures that offices enter, or one sum divided by another."""

    KEY = ("indicator_code", "indicator_version")
    # Words may be corrected; what it computes may not change.
    MAY_CHANGE = frozenset({"valid_to", "is_main", "name_vi", "definition_vi", "source", "differs"})
    IN_USE = "a ranking was published by it"

    indicator_code: Code
    indicator_version: Version = 1
    name_vi: Text
    value_kind: ValueKind
    direction: Direction
    numerator: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    less: tuple[str, ...] = ()
    denominator: tuple[str, ...] | None = None
    definition_vi: Text
    source: Text
    differs: str = ""
    group_vi: Text
    unit_vi: Text
    scale: Decimal = Decimal(1)
    is_main: bool = False
    valid_from: Annotated[dt.date, about("First day on which it holds.")] = dt.date(2018, 1, 1)

    @property
    def parts(self) -> tuple[str, ...]:
        """Every measure and figure that it names."""
        return (*self.numerator, *self.less, *(self.denominator or ()))

    @property
    def is_scorable(self) -> bool:
        """Whether a scheme can give points for it: for shares, and for counts of which more is better."""
        return self.value_kind == "ratio" or (self.value_kind == "count" and self.direction != "lower_is_better")

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        yield from super().faults()
        yield from not_above_0("scale", self.scale)
        if (self.value_kind in ("ratio", "mean")) != (self.denominator is not None):
            yield f"value_kind {self.value_kind}: a ratio and a mean have a denominator, the others have none"
        if self.value_kind == "median" and len(self.numerator) != 1:
            yield "a median takes one measure alone, since percentiles do not add up"


class SchemeItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a scheme gives for an indicator."""

    indicator_code: Code
    indicator_version: Version = 1
    max_points: Decimal
    full_score_at: Decimal = Decimal(1)
    zero_denominator_points: Decimal | None = None
    lost_kind: LostKind = "gone"
    not_ours: tuple[str, ...] = ()
    is_unresolved: bool = False
    note_vi: str = ""

    @property
    def indicator(self) -> str:
        """Key of the indicator."""
        return f"{self.indicator_code} {self.indicator_version}"

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        yield from not_above_0(f"{self.indicator_code}: max_points", self.max_points)
        yield from not_above_0(f"{self.indicator_code}: full_score_at", self.full_score_at)
        if self.zero_denominator_points is not None and not 0 <= self.zero_denominator_points <= self.max_points:
            yield f"{self.indicator_code}: zero_denominator_points is not between 0 and max_points"
        if self.is_unresolved and not self.note_vi:
            yield f"{self.indicator_code}: is_unresolved needs a note_vi that tells the reader so"


class SchemeGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Indicators of a scheme that belong together."""

    group_code: Code
    name_vi: Text
    items: Annotated[tuple[SchemeItem, ...], about("What each indicator gives, in their order.", min_length=1)]


class SchemeBand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A grade (xếp loại), from so many points on."""

    from_points: Decimal
    name_vi: Text


class Scheme(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version of a score scheme, with its groups in their order, what each indicator gives, and grades."""

    KEY = ("scheme_code", "scheme_version")
    MAY_CHANGE = frozenset()
    IN_USE = "a ranking was published by it"

    scheme_code: Code
    scheme_version: Version = 1
    name_vi: Text
    basis: Basis = "receiving"
    source: Text
    note_vi: str = ""
    groups: Annotated[tuple[SchemeGroup, ...], about("Its groups, in their order.", min_length=1)]
    bands: Annotated[tuple[SchemeBand, ...], about("Its grades.")] = ()

    def ranks_like(self, other: Scheme) -> bool:
        """Whether both give the same points, whatever they are called."""
        return (self.basis, self.items, self.bands) == (other.basis, other.items, other.bands)

    @property
    def items(self) -> list[SchemeItem]:
        """What it gives, group by group."""
        return [item for group in self.groups for item in group.items]

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        yield from twice("group", (group.group_code for group in self.groups))
        yield from twice("indicator", (item.indicator_code for item in self.items))
        yield from twice("grade from", (str(band.from_points.normalize()) for band in self.bands))
        for item in self.items:
            yield from item.faults()
        if self.bands and min(band.from_points for band in self.bands) < 0:
            yield "a grade begins below 0 points"


class AlertLimit(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a dossier needs attention, in a province; * for all that have no entry of their own."""

    KEY = ("area_code",)

    area_code: Text
    due_soon_share: Decimal
    due_soon_working_days: Days
    same_day_soon_share: Decimal
    same_day_due_share: Decimal
    held_elsewhere_working_days: Days
    overdue_long_working_days: Place
    acceptance_working_hours: Place
    escalate_after_working_days: Place
    worst_cases: Days

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        for name in ("due_soon_share", "same_day_soon_share", "same_day_due_share"):
            if not 0 <= getattr(self, name) <= 1:
                yield f"{name} is not between 0 and 1"


class LateEstimateLimit(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How estimates of late dossiers are made and shown, in a sector; * for all that have no entry of their own."""

    KEY = ("sector_code",)

    sector_code: Text
    is_shown: bool | None = None
    high_from: Decimal
    medium_from: Decimal
    min_cases: Place
    min_settled: Place

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        if not 0 <= self.medium_from < self.high_from <= 1:
            yield "medium_from and high_from are not between 0 and 1 in this order"


class AlertLevel(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The name of a level of attention and what to do; alert/find_40_levels.sql defines when it applies."""

    KEY = ("level",)
    MAY_CHANGE = frozenset({"ordinal", "severity", "is_for_holder", "name_vi", "action_vi"})
    IN_USE = "alerts were sent at it"

    level: Code
    ordinal: Place
    severity: Severity | None = None
    is_for_holder: bool = False
    name_vi: Text
    action_vi: Text


class ObjectionCause(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cause that a unit may give when it objects to a figure."""

    KEY = ("cause_code",)
    MAY_CHANGE = frozenset({"ordinal", "name_vi"})
    IN_USE = "units have objected for it"

    cause_code: Code
    ordinal: Place
    name_vi: Text


class FormFolding(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a province counts into a column of the printed form II.06a, for periods that end on a day or later."""

    KEY = ("area_code", "figure", "valid_from")
    MAY_CHANGE = frozenset()
    IN_USE = "a form was published or confirmed by it; let another one begin later"

    area_code: Text
    figure: Literal["resolved_no_due_date", "in_progress_no_due_date", "paused", "withdrawn", "refused", "stopped"]
    valid_from: dt.date
    printed_as: (
        Literal["resolved_early", "resolved_on_time", "resolved_overdue", "in_progress_within", "in_progress_overdue"]
        | None
    ) = None


class PeriodKind(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is stored of a kind of periods, and for how long."""

    KEY = ("kind",)
    IN_USE = "periods of it were opened"

    kind: PeriodKindCode
    ordinal: Place
    name_vi: Text
    by_sector: bool
    bases: Annotated[tuple[Basis, ...], msgspec.Meta(min_length=1)]
    has_form: bool
    all_indicators: bool
    kept: Duration
    compared_after: Duration | None = None

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        if self.has_form and not self.by_sector:
            yield "has_form needs by_sector: the form has a row for each sector"
        days = [length.months * 31 + length.days for length in (self.kept, self.compared_after) if length]
        if len(days) > 1 and days[0] <= days[1]:
            yield "kept is not longer than compared_after: the period that a change is measured from would be gone"


class Cluster(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Units that are ranked among themselves between two days: a cluster (cụm thi đua), or a type of units."""

    KEY = ("area_code", "valid_from")

    area_code: Text
    name: Text
    kind: Literal["cluster", "unit_type"] = "cluster"
    units: Annotated[tuple[Text, ...], about("Statistical codes of its communes.", min_length=1)]

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        yield from super().faults()
        yield from twice("unit", self.units)


class InterlinkedGroup(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of interlinked procedures (nhóm thủ tục liên thông)."""

    KEY = ("group_code",)

    group_code: Code
    name_vi: Text
    source: Text


class InterlinkedProcedure(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A procedure whose dossiers are interlinked cases of a group."""

    KEY = ("procedure_code", "valid_from")

    procedure_code: Text
    group_code: Code
    source: Text


LAW_WORDS = {
    "held_over_channels": frozenset({"in_person", "online", "postal", "none"}),
    "outside_clock": frozenset({"reception", "competent"}),
    "acceptance_clock": frozenset({"submitted", "acknowledged"}),
}
"""What rules may say whose value is words."""


class InterlinkedAgency(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of agencies that carry out steps of interlinked requests, and the words by which it is known."""

    KEY = ("agency",)

    agency: Agency
    ordinal: Place
    name_vi: Text
    words: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    systems: tuple[System, ...] = ()
    source: Text

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        for word in self.words:
            if word != word.lower():
                yield f"words has {word}; write it in small letters, as it is looked for"


class InterlinkedStepLimit(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The limit of a step of an interlinked group, or of the whole (step total, agency all), between two days."""

    KEY = ("group_code", "step_code", "agency", "with_verification", "valid_from")

    group_code: Code
    step_code: Code
    agency: Agency | Literal["all"]
    with_verification: bool = False
    limit_count: Decimal
    limit_unit: Literal["hour", "working_day"]
    is_on_request: bool = False
    article: Text
    is_deduction: bool = False
    note_vi: str = ""

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself."""
        yield from super().faults()
        yield from not_above_0("limit_count", self.limit_count)
        if (self.step_code == "total") != (self.agency == "all"):
            yield "the step total has agency all, and no other step has"
        if self.limit_unit == "working_day" and self.limit_count != self.limit_count.to_integral_value():
            yield "limit_count is no whole number of working days"
        if self.step_code == "total" and self.limit_unit == "hour":
            yield "the limit of the whole is given in working days"


class LawRule(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a rule of law says between two days of reception; the reader of the value knows its type."""

    KEY = ("rule_code", "valid_from")

    rule_code: Code
    value: Text
    article: Text
    is_deduction: bool = False
    note_vi: str = ""

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it by itself; a word without a reader would be ignored silently."""
        yield from super().faults()
        words = LAW_WORDS.get(self.rule_code)
        unknown = [word for word in self.value.split() if words and word not in words]
        if words and unknown:
            yield f"value {' '.join(unknown)} is none of {', '.join(sorted(words))}"


def twice(what: str, names: Iterable[str]) -> Iterator[str]:
    """Yield names that occur more than once."""
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{what} {name} stands there {count} times; leave one"


def not_above_0(name: str, number: Decimal | None) -> Iterator[str]:
    """Yield that a number is not above 0, where there is one."""
    if number is not None and number <= 0:
        yield f"{name} is not above 0"
