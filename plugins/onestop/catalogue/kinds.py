"""The kinds of entries, in the order in which they are entered: one refers to those before it.

A new kind is a form in ``forms.py``, a row here with its statements, and a file of its name in ``include/catalogue``.
"""

from __future__ import annotations

from dataclasses import dataclass

from onestop.catalogue import forms, measures, plans
from onestop.catalogue.entry import Entry


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entries: its file, the table that it fills, its form, and the statements that list and write them.

    ``lists`` returns ``entry`` (a row as JSON) and ``is_in_use``. Each of ``writes`` takes ``entries``, those that are
    new or changed, and ``gone``, those that are taken out. Without ``lists`` all entries are written each time, and
    the statements find out themselves what is new and what is gone. ``follows`` are run when anything was written.
    ``only_ours`` says why a province may not have the file, if it may not.
    """

    name: str
    table: str
    form: type[Entry]
    writes: tuple[str, ...]
    lists: str | None = None
    stored: type[Entry] | None = None
    follows: tuple[str, ...] = ()
    only_ours: str = ""

    @property
    def row(self) -> type[Entry]:
        """The form of its rows, where a file says several in one entry."""
        return self.stored or self.form

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.name}.yaml"


KINDS = (
    Kind(
        "measures",
        "mart.measure",
        measures.Measure,
        ("catalogue/write_measures.sql",),
        "catalogue/list_measures.sql",
        only_ours="the statements that count measures are generated from ours, reviewed and tested",
    ),
    Kind("figures", "core.figure", forms.Figure, ("catalogue/write_figures.sql",), "catalogue/list_figures.sql"),
    Kind(
        "indicators",
        "mart.indicator",
        forms.Indicator,
        ("catalogue/write_indicators.sql",),
        "catalogue/list_indicators.sql",
    ),
    Kind(
        "schemes",
        "mart.scheme",
        forms.Scheme,
        ("catalogue/clear_schemes.sql", "catalogue/write_schemes.sql"),
        "catalogue/list_schemes.sql",
    ),
    Kind(
        "period_kinds",
        "mart.period_kind",
        forms.PeriodKind,
        ("catalogue/write_period_kinds.sql",),
        "catalogue/list_period_kinds.sql",
    ),
    Kind(
        "plans",
        "mart.publication_plan",
        plans.Plan,
        ("catalogue/write_plans.sql",),
        "catalogue/list_plans.sql",
        stored=plans.PlannedRanking,
    ),
    Kind(
        "alert_levels",
        "mart.alert_level",
        forms.AlertLevel,
        ("catalogue/write_alert_levels.sql",),
        "catalogue/list_alert_levels.sql",
    ),
    Kind(
        "alert_limits",
        "mart.alert_limit",
        forms.AlertLimit,
        ("catalogue/write_alert_limits.sql",),
        "catalogue/list_alert_limits.sql",
    ),
    Kind(
        "late_estimate_limits",
        "mart.late_estimate_limit",
        forms.LateEstimateLimit,
        ("catalogue/write_late_estimate_limits.sql",),
        "catalogue/list_late_estimate_limits.sql",
    ),
    Kind(
        "objection_causes",
        "core.objection_cause",
        forms.ObjectionCause,
        ("catalogue/write_objection_causes.sql",),
        "catalogue/list_objection_causes.sql",
    ),
    Kind(
        "form_foldings",
        "core.form_folding",
        forms.FormFolding,
        ("catalogue/write_form_foldings.sql",),
        "catalogue/list_form_foldings.sql",
    ),
    Kind(
        "clusters",
        "core.area",
        forms.Cluster,
        (
            "catalogue/write_clusters.sql",
            "catalogue/clear_cluster_members.sql",
            "catalogue/write_cluster_members.sql",
        ),
    ),
    Kind(
        "interlinked_groups",
        "core.interlinked_group",
        forms.InterlinkedGroup,
        ("catalogue/write_interlinked_groups.sql",),
        "catalogue/list_interlinked_groups.sql",
    ),
    Kind(
        "interlinked_procedures",
        "core.interlinked_procedure",
        forms.InterlinkedProcedure,
        ("catalogue/write_interlinked_procedures.sql", "catalogue/find_cases_of_procedures.sql"),
        "catalogue/list_interlinked_procedures.sql",
    ),
    Kind(
        "interlinked_agencies",
        "core.interlinked_agency",
        forms.InterlinkedAgency,
        ("catalogue/write_interlinked_agencies.sql", "catalogue/find_interlinked_cases.sql"),
        "catalogue/list_interlinked_agencies.sql",
    ),
    Kind(
        "interlinked_step_limits",
        "core.interlinked_step_limit",
        forms.InterlinkedStepLimit,
        ("catalogue/write_interlinked_step_limits.sql", "catalogue/find_interlinked_cases.sql"),
        "catalogue/list_interlinked_step_limits.sql",
    ),
    Kind(
        "law_rules",
        "core.law_rule",
        forms.LawRule,
        ("catalogue/write_law_rules.sql",),
        "catalogue/list_law_rules.sql",
        follows=("catalogue/find_cases_of_law.sql", "catalogue/store_counted_law.sql"),
    ),
)
