"""Check that the entries of the catalogue fit together: every name is that of another entry or of a measure."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from onestop.catalogue.entry import Dated
from onestop.catalogue.files import Catalogue, Placed
from onestop.catalogue.forms import (
    AlertLevel,
    AlertLimit,
    Cluster,
    Figure,
    Indicator,
    InterlinkedAgency,
    InterlinkedGroup,
    InterlinkedProcedure,
    InterlinkedStepLimit,
    LateEstimateLimit,
    LawRule,
    ObjectionCause,
    PeriodKind,
    Scheme,
)
from onestop.catalogue.measures import Measure
from onestop.catalogue.plans import Plan

Measures = Mapping[str, str]
"""Kind of each measure by its name."""
ADDED_UP: Mapping[str, frozenset[str]] = {
    "opening": frozenset({"stock"}),
    "sum": frozenset({"flow", "stock", "opening", "sum"}),
    "distinct": frozenset({"flow"}),
    "distribution": frozenset({"flow"}),
}
"""Allowed kinds of the parts of a measure, by its own kind."""


def faults(catalogue: Catalogue) -> Iterator[str]:
    """Yield a line for each conflict between entries; each entry alone is right."""
    measures = {name: measure.kind for name, (measure, _) in catalogue.of(Measure).items()}
    yield from measure_faults(catalogue)
    yield from _figures(catalogue, measures)
    yield from _indicators(catalogue, measures)
    yield from _schemes(catalogue, measures)
    yield from _plans(catalogue)
    yield from _limits(catalogue)
    yield from _groups(catalogue)
    yield from _spans(catalogue, Indicator, lambda entry: entry.indicator_code)
    yield from _spans(catalogue, Cluster, lambda entry: entry.area_code)
    yield from _spans(catalogue, InterlinkedProcedure, lambda entry: entry.procedure_code)
    yield from _spans(
        catalogue,
        InterlinkedStepLimit,
        lambda entry: (entry.group_code, entry.step_code, entry.agency, entry.with_verification),
    )
    yield from _spans(catalogue, LawRule, lambda entry: entry.rule_code)
    for form in (AlertLevel, InterlinkedAgency, ObjectionCause, PeriodKind):
        yield from _places(catalogue, form)


def measure_faults(catalogue: Catalogue) -> Iterator[str]:
    """Yield measures with unknown or impossible parts."""
    measures = catalogue.of(Measure)
    for measure, placed in measures.values():
        for part in measure.parts or ():
            if part not in measures:
                yield placed.fault(f"there is no measure {part}; correct the name")
            elif measures[part][0].kind not in ADDED_UP[measure.kind]:
                kinds = " or ".join(sorted(ADDED_UP[measure.kind]))
                yield placed.fault(f"{part} is of kind {measures[part][0].kind}; parts of its kind are {kinds}")
        opening = f"{measure.measure}_at_start"
        if measure.kind == "stock" and (opening not in measures or measures[opening][0].parts != (measure.measure,)):
            yield placed.fault(f"a stock has an opening: add {opening} of kind opening with it as the part")
        elif measure.kind == "opening" and measure.parts != (measure.measure.removesuffix("_at_start"),):
            yield placed.fault("an opening is called <stock>_at_start, and the stock is its one part")


def _figures(catalogue: Catalogue, measures: Measures) -> Iterator[str]:
    for figure, placed in catalogue.of(Figure).values():
        if figure.figure_code in measures:
            yield placed.fault(f"{figure.figure_code} is a measure already; call the figure otherwise")
        if figure.instead_of is not None and measures.get(figure.instead_of) != "flow":
            yield placed.fault(f"instead_of names {figure.instead_of}, which is no measure that is added up by day")


def _indicators(catalogue: Catalogue, measures: Measures) -> Iterator[str]:
    figures = catalogue.of(Figure)
    for indicator, placed in catalogue.of(Indicator).values():
        for part in indicator.parts:
            if part in figures:
                yield from _entered(figures[part][0], indicator, placed)
            elif part not in measures:
                yield placed.fault(
                    f"there is no measure and no figure {part}; docs/reference/indicators.md lists measures, "
                    "figures.yaml figures"
                )
            elif measures[part] == "distribution" and indicator.value_kind != "median":
                yield placed.fault(f"{part} is a percentile, which does not add up: only value_kind median takes it")


def _entered(figure: Figure, indicator: Indicator, placed: Placed) -> Iterator[str]:
    if figure.value_unit != "count":
        yield placed.fault(f"{figure.figure_code} is no count, and only counts are added up and divided")
    elif indicator.value_kind == "median":
        yield placed.fault(f"{figure.figure_code} is one number that offices enter, which has no median")


def _schemes(catalogue: Catalogue, measures: Measures) -> Iterator[str]:
    indicators = catalogue.of(Indicator)
    for scheme, placed in catalogue.of(Scheme).values():
        for item in scheme.items:
            if item.indicator not in indicators:
                yield placed.fault(f"there is no indicator {item.indicator_code} version {item.indicator_version}")
            else:
                yield from _scored(indicators[item.indicator][0], placed)
            for measure in item.not_ours:
                if measure not in measures:
                    yield placed.fault(f"{item.indicator_code}: not_ours names {measure}, which is no measure")


def _scored(indicator: Indicator, placed: Placed) -> Iterator[str]:
    if not indicator.is_scorable:
        yield placed.fault(
            f"points cannot be given for {indicator.indicator_code}: they follow from shares, and from counts of "
            "which more is better"
        )


def _plans(catalogue: Catalogue) -> Iterator[str]:
    schemes, kinds, indicators = catalogue.of(Scheme), catalogue.of(PeriodKind), catalogue.of(Indicator)
    for plan, placed in catalogue.of(Plan).values():
        scheme = schemes.get(f"{plan.scheme_code} {plan.scheme_version}")
        if plan.scheme is not None and scheme is None:
            yield placed.fault(f"there is no scheme {plan.scheme} version {plan.scheme_version}")
        if plan.scheme is None and scheme is not None:
            yield placed.fault(
                f"{plan.scheme_code} {plan.scheme_version} stands in schemes.yaml; name it as the scheme"
            )
        indicator = indicators.get(f"{plan.indicator} {plan.indicator_version}")
        if indicator is not None:
            yield from _scored(indicator[0], placed)
            if indicator[0].value_kind == "count" and plan.full_score_at is None:
                yield placed.fault(f"{plan.indicator} is a count: say with full_score_at how many give 100 points")
        for period in plan.periods:
            if period not in kinds:
                yield placed.fault(f"there is no kind of period {period} in period_kinds.yaml")
            elif scheme is not None and scheme[0].basis not in kinds[period][0].bases:
                yield placed.fault(f"of kind {period} nothing is stored for the role {scheme[0].basis} of the scheme")
            elif not kinds[period][0].all_indicators:
                yield placed.fault(f"of kind {period} only the main indicators are stored, so nothing is ranked by it")


def _limits(catalogue: Catalogue) -> Iterator[str]:
    if "*" not in catalogue.of(AlertLimit):
        yield "alert_limits.yaml: there is no entry of area_code *, which holds where a province has none; add it"
    if "*" not in catalogue.of(LateEstimateLimit):
        yield "late_estimate_limits.yaml: there is no entry of sector_code *, which holds where a sector has none; add it"


def _groups(catalogue: Catalogue) -> Iterator[str]:
    groups = catalogue.of(InterlinkedGroup)
    for procedure, placed in catalogue.of(InterlinkedProcedure).values():
        if procedure.group_code not in groups:
            yield placed.fault(f"there is no group {procedure.group_code} in interlinked_groups.yaml")
    for limit, placed in catalogue.of(InterlinkedStepLimit).values():
        if limit.group_code not in groups:
            yield placed.fault(f"there is no group {limit.group_code} in interlinked_groups.yaml")


def _spans(catalogue: Catalogue, form: type[Dated], code: Callable[..., object]) -> Iterator[str]:
    """Yield entries of one code that are valid on the same day."""
    by_code: dict[object, list[tuple[Dated, Placed]]] = defaultdict(list)
    for entry, placed in catalogue.of(form).values():
        by_code[code(entry)].append((entry, placed))
    for entries in by_code.values():
        for (one, placed), (other, others) in itertools.combinations(entries, 2):
            if one.overlaps(other):
                yield others.fault(f"it holds on days on which {placed.place} holds; end one before the other begins")


def _places(
    catalogue: Catalogue, form: type[AlertLevel] | type[InterlinkedAgency] | type[ObjectionCause] | type[PeriodKind]
) -> Iterator[str]:
    """Yield entries of a list with the same place."""
    taken: dict[int, Placed] = {}
    for entry, placed in catalogue.of(form).values():
        if entry.ordinal in taken:
            yield placed.fault(f"ordinal {entry.ordinal} is that of {taken[entry.ordinal].place} too; give it another")
        taken[entry.ordinal] = placed
