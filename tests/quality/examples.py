"""A clean staged row of each feed, and for each rule the values that make it break this rule and no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onestop.contract.feeds import FEEDS

Values = Mapping[str, Any]

AS_OF = "2026-10-01T06:00:00+07:00"

_EVERY_RECORD: Values = {
    "read_as_of": AS_OF,
    "record_hash": b"\0",
    "source_updated_at": "2026-03-02T08:01:00+07:00",
    "is_deleted": False,
    "unreadable": [],
    "noticed": [],
}
_CODE = "H57.31.01-260302-0001"
_COMMUNE = "H57.31.01"
_MORNING = "2026-03-02T08:00:00+07:00"

# The unit and the procedures are those of tests.support.scripted.
CLEAN: Mapping[str, Values] = {
    "units": {"agency_code": _COMMUNE, "gso_code": "19753", "name": "Phường Thuận Hóa", "kind": "commune"},
    "procedures": {"procedure_code": "1.004194", "name": "Đăng ký tạm trú", "sector_code": "CTR"},
    "dossiers": {
        "dossier_code": _CODE,
        "procedure_code": "1.004194",
        "procedure_code_raw": "1.004194",
        "receiving_code": _COMMUNE,
        "channel": 1,
        "status_raw": "4",
        "submitted_at": _MORNING,
        "received_at": _MORNING,
        "due_at": "2026-03-05T08:00:00+07:00",
    },
    "events": {"dossier_code": _CODE, "happened_at": _MORNING, "status_raw": "4", "holding_code": _COMMUNE},
    "payments": {
        "dossier_code": _CODE,
        "unit_code": _COMMUNE,
        "amount_vnd": 10_000,
        "status": "paid",
        "requested_at": _MORNING,
        "fees": '[{"amount_vnd": 10000}]',
        "attempts": '[{"status": "success", "tried_at": "2026-03-02T08:05:00+07:00"}]',
    },
    "surveys": {"criterion": "TD1", "unit_code": _COMMUNE, "rated_at": _MORNING},
    "feedback": {"unit_code": _COMMUNE, "received_at": _MORNING},
    "interlinked": {"unit_code": _COMMUNE, "interlinked_group": "khai_sinh", "received_at": _MORNING},
}

_EVERY_FEED: Mapping[str, Values] = {
    "key_missing": {"record_key": None},
    "updated_at_missing": {"source_updated_at": None},
    "updated_in_future": {"source_updated_at": "2026-10-01T06:11:00+07:00"},
    "value_unreadable": {"unreadable": ["NgayKhac"]},
    **{
        notice: {"noticed": [notice]}
        for notice in (
            "date_format_other",
            "date_in_other_zone",
            "date_placeholder",
            "field_name_case",
            "nested_json_text",
            "nested_json_unreadable",
            "nested_object",
            "scalar_retyped",
            "text_not_normalised",
        )
    },
}

_TWICE = """[{"status": "success", "tried_at": "2026-03-02T08:05:00+07:00"},
             {"status": "success", "tried_at": "2026-03-02T08:06:00+07:00"}]"""

BROKEN: Mapping[str, Values] = {
    **{f"{feed.singular}_{name}": values for feed in FEEDS for name, values in _EVERY_FEED.items()},
    "unit_incomplete": {"gso_code": None},
    "unit_name_not_listed": {"gso_code": "19774", "name": "Phường Tên Khác", "valid_from": "2025-07-01"},
    "unit_span_over_lives": {"gso_code": "19774", "name": "Phường Kim Long"},
    "unit_validity_reversed": {"valid_from": "2026-01-02", "valid_to": "2026-01-01"},
    "procedure_incomplete": {"sector_code": None},
    "dossier_channel_missing": {"channel": None},
    "dossier_due_date_missing": {"due_at": None},
    "dossier_due_date_unreadable": {"due_at": None, "unreadable": ["NgayHenTra"]},
    "dossier_end_before_reception": {"status_raw": "10", "finished_at": "2026-03-01T08:00:00+07:00"},
    "dossier_end_far_in_future": {"finished_at": "2026-03-05T08:00:00+07:00"},
    "dossier_end_in_future": {"finished_at": "2026-03-02T09:00:00+07:00"},
    "dossier_end_missing": {"status_raw": "10"},
    "dossier_identity_dummy": {"has_dummy_identity": True},
    "dossier_is_test": {"is_test": True},
    "dossier_outside_untold": {
        "responsible_code": "H57.31.03",
        "submitted_at": "2026-08-05T08:00:00+07:00",
        "received_at": "2026-08-05T08:00:00+07:00",
        "due_at": "2026-08-10T08:00:00+07:00",
        "source_updated_at": "2026-08-05T08:01:00+07:00",
    },
    "dossier_procedure_code_other_form": {"procedure_code_raw": "1.004194.000.00.00.H57"},
    "dossier_procedure_ended": {"procedure_code": "1.000001", "procedure_code_raw": "1.000001"},
    "dossier_procedure_unknown": {"procedure_code": "9.999999"},
    "dossier_reception_in_future": {"received_at": "2026-03-05T08:00:00+07:00"},
    "dossier_reception_missing": {"received_at": None},
    "dossier_result_is_submission": {"has_copied_result": True},
    "dossier_status_unknown": {"status_raw": "99"},
    "dossier_text_truncated": {"has_truncated_text": True},
    "dossier_unit_code_other_scheme": {"receiving_code": "19753"},
    "dossier_unit_ended": {"receiving_code": "H57.21.01"},
    "dossier_unit_from_code": {"receiving_code": "H99.99.99"},
    "dossier_unit_unknown": {"receiving_code": "H99.99.99", "dossier_code": "H99.99.99-260302-0001"},
    "event_incomplete": {"happened_at": None},
    "payment_amount_format_other": {"noticed": ["amount_format_other"]},
    "payment_amount_not_sum": {"fees": '[{"amount_vnd": 9000}]'},
    "payment_ampm_suspect": {"attempts": '[{"status": "failed", "tried_at": "2026-03-01T20:30:00+07:00"}]'},
    "payment_double_success": {"attempts": _TWICE},
    "payment_error_code_short": {"noticed": ["error_code_short"]},
    "payment_incomplete": {"status": None},
    "payment_status_spelling_other": {"noticed": ["status_spelling_other"]},
    "payment_unit_unknown": {"unit_code": "H99.99.99"},
    "survey_incomplete": {"criterion": None},
    "survey_unit_unknown": {"unit_code": "H99.99.99"},
    "feedback_incomplete": {"received_at": None},
    "feedback_unit_unknown": {"unit_code": "H99.99.99"},
    "interlinked_incomplete": {"interlinked_group": None},
    "interlinked_unit_unknown": {"unit_code": "H99.99.99"},
}


def staged_row(feed: str, ordinal: int, values: Values) -> dict[str, Any]:
    """Return a clean row of a feed with some values changed, as the columns of its staging table."""
    place = {"page_no": 1, "ordinal": ordinal, "record_key": f"{feed}-{ordinal:03}"}
    return {**_EVERY_RECORD, **CLEAN[feed], **place, **values}
