"""The defects that real one-stop data has, numbered as in the catalogue of 39, and what becomes of each.

``DEFECTS`` is the contract between this source and the rules of a pipeline: for every defect that can be
planted, what it does to which feed, what the pipeline should do with the value, and how the record ends:

- *none*: nothing is wrong with the record as such; it is used as it is.
- *repaired*: the value is normalised and means what it meant before.
- *flagged*: the record is used, with a mark; some values are then not trusted (see ``treatment``).
- *quarantined*: the record is not used.

Rates are chances per record that can have the defect; a record has one planted defect at most. How defects are
planted is in ``planting``.

These of the 39 are no property of a record and are not planted as such:

===  =============================  ====================================================================
no   what                           how it shows here, if at all
===  =============================  ====================================================================
9    12-hour clock in statistics    only as ``twelve_hour_clock`` in attempts to pay; a source's own figures
                                    are not served
12   history lost or rewritten      a record always shows the newest state only, whoever wants history keeps
                                    versions; steps between two reports are lost (``skipped_event``)
13   synthetic events               false states come in national copies of dossiers (``lying_copy``); the
                                    events of the one-stop itself are true
15   code lists change by version   one list per source here; the fault of a newer schema version adds fields
21   lists joined by "##"           a matter of a vendor's adapter; the contract has arrays
24   late updates                   ``late_update`` (known 1 to 20 days later) and ``silent_edit`` (changed
                                    under the same CapNhatLuc); lost calls are faults of the connection
28   lost callback                  ``lost_callback``, ``stuck_attempt``, ``unknown_to_platform``: seen only
                                    beside the platform's own day
29   no refund code at all          not planted: nothing in a record would tell it
36   percentages without raters     single ratings are served, no percentages; a unit may have none
39   two on-time definitions        the source serves no figures
===  =============================  ====================================================================
"""

from dataclasses import dataclass, fields
from enum import StrEnum


class Disposition(StrEnum):
    """How a record with a defect ends."""

    NONE = "none"
    REPAIRED = "repaired"
    FLAGGED = "flagged"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Defect:
    """One way in which records are wrong.

    ``effect`` is what the source does, ``treatment`` what a pipeline should do with it, ``rule_id`` a name for
    the rule that notices it (empty where there is nothing to notice).
    """

    number: int
    name: str
    feed: str
    effect: str
    disposition: Disposition
    treatment: str
    rule_id: str


_NONE, _REPAIRED, _FLAGGED, _QUARANTINED = Disposition

# fmt: off
DEFECTS: tuple[Defect, ...] = (
    Defect(1, "duplicate_row", "dossiers", "an older state is listed a second time, at its own CapNhatLuc",
           _NONE, "the newest CapNhatLuc wins; the older row is stale", ""),
    Defect(1, "reused_code", "dossiers", "MaHoSo of an earlier, ended dossier of another procedure and day",
           _QUARANTINED, "another procedure and another reception day: the later record is not used",
           "dossier_identity_conflict"),
    Defect(2, "two_codes", "dossiers", "a second record: national code, MaHoSoKhac = local code, coarser state",
           _NONE, "both codes are one case, counted once, by the local record", "dossier_national_copy"),
    Defect(3, "finish_before_reception", "dossiers", "NgayKetThucXuLy and NgayTra lie days before NgayTiepNhan",
           _FLAGGED, "neither date is used: the end is the first event 9 or 10", "dossier_end_before_reception"),
    Defect(4, "future_reception", "dossiers", "NgayTiepNhan five years too late",
           _QUARANTINED, "a reception more than a day after CapNhatLuc: the record is not used",
           "dossier_reception_in_future"),
    Defect(4, "future_return", "dossiers", "NgayTra at the end of the day of CapNhatLuc, hours ahead",
           _FLAGGED, "used as sent; an end at most a day after CapNhatLuc", "dossier_end_in_future"),
    Defect(4, "future_update", "dossiers", "CapNhatLuc five years too late, so the record is last in the feed",
           _QUARANTINED, "CapNhatLuc beyond as_of and tolerance: not used, no position passes as_of",
           "dossier_updated_in_future"),
    Defect(5, "finished_without_dates", "dossiers", "status 9 or 10 with NgayKetThucXuLy and NgayTra empty",
           _FLAGGED, "the end is the first event 9 or 10", "dossier_end_missing"),
    Defect(6, "missing_due_date", "dossiers", "no NgayHenTra, here and in the nested lists",
           _FLAGGED, "counted in the columns without due date", "dossier_due_date_missing"),
    Defect(7, "missing_reception", "dossiers", "no NgayTiepNhan though the status says received",
           _FLAGGED, "falls back to NgayNopHoSo", "dossier_reception_missing"),
    Defect(8, "mixed_date_formats", "dossiers", "dates as 2026-03-05 09:30:00, 05/03/2026 09:30:00, 05.03.2026, ISO",
           _REPAIRED, "read by shape; without a zone it is Vietnamese time", "dossier_date_format_other"),
    Defect(10, "utc_dates", "dossiers", "dates as 2026-03-05T02:30:00.000+0000",
           _REPAIRED, "converted to Vietnamese time", "dossier_date_in_other_zone"),
    Defect(11, "impossible_due_date", "dossiers", "NgayHenTra in month 13, on 30 February, too short, too long, yyMMdd",
           _FLAGGED, "no due date; counted in the columns without one", "dossier_due_date_unreadable"),
    Defect(14, "unknown_status", "dossiers", "TrangThaiHoSo 0, 16, 19, posting or interoperating, always",
           _QUARANTINED, "a status in no map of the source: kept until the map has it, never guessed",
           "dossier_status_unknown"),
    Defect(13, "lying_copy", "dossiers", "a national copy, as in two_codes, that says 9 while the dossier is paused",
           _NONE, "the local record decides", "dossier_national_copy"),
    Defect(16, "missing_channel", "dossiers", "KenhThucHien empty or left out",
           _FLAGGED, "stays unknown; official columns count it as direct", "dossier_channel_missing"),
    Defect(17, "wrong_content", "dossiers", "telephone in Fax, identity number in MaDoiTuong, no TenTTHC",
           _NONE, "none of these is used", ""),
    Defect(17, "unit_name_for_code", "dossiers", "name instead of code in MaDonVi",
           _REPAIRED, "the unit is the prefix of MaHoSo", "dossier_unit_from_code"),
    Defect(17, "pseudo_procedure_code", "dossiers", "MaTTHC TS_...; procedures in days only",
           _FLAGGED, "procedure unknown, judged by the date; the sector is MaLinhVuc", "dossier_procedure_unknown"),
    Defect(18, "dummy_identity", "dossiers", "identity number 000000001, a stock phrase as abstract",
           _FLAGGED, "used; not an identity", "dossier_identity_dummy"),
    Defect(19, "truncated_text", "dossiers", "TrichYeuHoSo cut at 995 characters with ... behind",
           _FLAGGED, "used; texts are never keys", "dossier_text_truncated"),
    Defect(20, "copied_result", "dossiers", "the result file is the first submitted paper",
           _FLAGGED, "used; it is no electronic result", "dossier_result_is_submission"),
    Defect(22, "qcvn_unit_code", "dossiers", "MaDonVi in the older scheme, 000.15.31.H57 for H57.31.15",
           _REPAIRED, "resolved as an alias of the unit", "dossier_unit_code_other_scheme"),
    Defect(22, "gso_unit_code", "dossiers", "the statistical code in MaDonVi",
           _REPAIRED, "resolved as an alias of the unit", "dossier_unit_code_other_scheme"),
    Defect(23, "other_procedure_form", "dossiers", "MaTTHC as 1.001193.H57, or without or with the long suffix",
           _REPAIRED, "the national part is the first two groups", "dossier_procedure_code_other_form"),
    Defect(24, "late_update", "dossiers", "all that happens to the dossier is known 1 to 20 days later",
           _NONE, "taken when it comes; earlier figures change", "record_late"),
    Defect(24, "silent_edit", "dossiers", "HinhThuc changes a day later under the same CapNhatLuc",
           _NONE, "accepted; flagged where the earlier version was read", "dossier_silent_edit"),
    Defect(25, "deleted", "dossiers", "a tombstone: DaXoa 1 with LyDoXoa, half of them with required fields only",
           _NONE, "counts nowhere from then on, earlier periods included", "record_deleted"),
    Defect(26, "test_dossier", "dossiers", "applicant and e-mail say test",
           _FLAGGED, "counts nowhere; the number of those left out is told", "dossier_is_test"),
    Defect(32, "decomposed_text", "dossiers", "names in decomposed Unicode, with zero-width spaces, hoà for hòa",
           _REPAIRED, "composed, zero-width characters removed; names are never keys", "dossier_text_not_normalised"),
    Defect(33, "typed_scalars", "dossiers", "True/False, true/false, numbers as numbers, null for empty",
           _REPAIRED, "means what the string means", "dossier_scalar_retyped"),
    Defect(34, "json_in_text", "dossiers", "nested lists as JSON text",
           _REPAIRED, "decoded", "dossier_nested_json_text"),
    Defect(34, "broken_json_in_text", "dossiers", "TaiLieuNop as JSON text that is cut off",
           _FLAGGED, "the list is lost, the dossier is used", "dossier_nested_json_unreadable"),
    Defect(37, "other_case_keys", "dossiers", "field names all lower or all upper case",
           _REPAIRED, "names are matched without regard to case; personal ones are dropped all the same",
           "dossier_field_name_case"),
    Defect(12, "skipped_event", "events", "steps 4 between reception and end are not reported",
           _NONE, "nothing to notice; dates come from the dossier", ""),
    Defect(25, "retracted_event", "events", "an extra event 9 that was undone, DaXoa 1",
           _NONE, "counts as never happened", "record_deleted"),
    Defect(9, "twelve_hour_clock", "payments", "ThoiGianGD 01:05 for 13:05 in the attempts",
           _FLAGGED, "used; the platform's time is preferred", "payment_ampm_suspect"),
    Defect(27, "payment_without_dossier", "payments", "MaHoSo empty",
           _FLAGGED, "found by MaThamChieu in the platform's day, else a named orphan", "payment_orphan"),
    Defect(27, "payment_cut_dossier", "payments", "MaHoSo without its first three and last characters",
           _FLAGGED, "found by MaThamChieu in the platform's day, else a named orphan", "payment_orphan"),
    Defect(28, "stuck_attempt", "payments", "a failed attempt stays 3; the platform says 4",
           _FLAGGED, "status_mismatch; pending for more than three days", "payment_pending_too_long"),
    Defect(28, "lost_callback", "payments", "paid at the platform, waiting at the office",
           _FLAGGED, "platform_only; pending for more than three days", "payment_pending_too_long"),
    Defect(28, "unknown_to_platform", "payments", "paid at the office, no such transaction at the platform",
           _FLAGGED, "local_only", "payment_local_only"),
    Defect(29, "other_spelling", "payments", "Hoàn phí for Đã hoàn phí, Huỷ thanh toán for Hủy thanh toán",
           _REPAIRED, "one state, two spellings", "payment_status_spelling_other"),
    Defect(30, "separated_amount", "payments", "SoTien 15.000, 15,000 or 15000.00",
           _REPAIRED, "digits only", "payment_amount_format_other"),
    Defect(30, "amount_as_number", "payments", "SoTien a JSON number",
           _REPAIRED, "means what the string means", "payment_scalar_retyped"),
    Defect(30, "amount_times_100", "payments", "SoTien a hundred times the sum of PhiLePhi",
           _FLAGGED, "amount_mismatch; the sum of PhiLePhi is used", "payment_amount_not_sum"),
    Defect(31, "double_paid", "payments", "two successful attempts for one request, at the platform too",
           _FLAGGED, "duplicate_success; paid once", "payment_double_success"),
    Defect(38, "short_error_code", "payments", "MaLoi 0 for 00",
           _REPAIRED, "0 and 00 are the same", "payment_error_code_short"),
    Defect(35, "rating_of_another", "surveys", "MaHoSo is another dossier of the same unit",
           _NONE, "counts for the unit; the link is not relied on", ""),
)
"""Every defect that can be planted, in the order in which chance tries them."""
# fmt: on

BY_NAME = {defect.name: defect for defect in DEFECTS}


@dataclass(frozen=True, slots=True)
class Defects:
    """The rate of each defect, from 0 to 1, by its name in ``DEFECTS``; by default nothing is wrong."""

    duplicate_row: float = 0.0
    reused_code: float = 0.0
    two_codes: float = 0.0
    finish_before_reception: float = 0.0
    future_reception: float = 0.0
    future_return: float = 0.0
    future_update: float = 0.0
    finished_without_dates: float = 0.0
    missing_due_date: float = 0.0
    missing_reception: float = 0.0
    mixed_date_formats: float = 0.0
    utc_dates: float = 0.0
    impossible_due_date: float = 0.0
    unknown_status: float = 0.0
    lying_copy: float = 0.0
    missing_channel: float = 0.0
    wrong_content: float = 0.0
    unit_name_for_code: float = 0.0
    pseudo_procedure_code: float = 0.0
    dummy_identity: float = 0.0
    truncated_text: float = 0.0
    copied_result: float = 0.0
    qcvn_unit_code: float = 0.0
    gso_unit_code: float = 0.0
    other_procedure_form: float = 0.0
    late_update: float = 0.0
    silent_edit: float = 0.0
    deleted: float = 0.0
    test_dossier: float = 0.0
    decomposed_text: float = 0.0
    typed_scalars: float = 0.0
    json_in_text: float = 0.0
    broken_json_in_text: float = 0.0
    other_case_keys: float = 0.0
    skipped_event: float = 0.0
    retracted_event: float = 0.0
    twelve_hour_clock: float = 0.0
    payment_without_dossier: float = 0.0
    payment_cut_dossier: float = 0.0
    stuck_attempt: float = 0.0
    lost_callback: float = 0.0
    unknown_to_platform: float = 0.0
    other_spelling: float = 0.0
    separated_amount: float = 0.0
    amount_as_number: float = 0.0
    amount_times_100: float = 0.0
    double_paid: float = 0.0
    short_error_code: float = 0.0
    rating_of_another: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no rate."""
        wrong = [name for name, rate in self.rates().items() if not 0 <= rate <= 1]
        if wrong:
            raise ValueError(f"rates lie between 0 and 1: {', '.join(wrong)}")

    def rates(self) -> dict[str, float]:
        """Return all rates by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __bool__(self) -> bool:
        """Return whether anything can be wrong."""
        return any(self.rates().values())

    @classmethod
    def profile(cls) -> "Defects":
        """Shares for demonstrations: invented, not measured."""
        return cls(
            duplicate_row=0.008,
            reused_code=0.002,
            two_codes=0.01,
            finish_before_reception=0.01,
            future_reception=0.002,
            future_return=0.002,
            future_update=0.002,
            finished_without_dates=0.015,
            missing_due_date=0.02,
            missing_reception=0.005,
            mixed_date_formats=0.02,
            utc_dates=0.01,
            impossible_due_date=0.003,
            unknown_status=0.01,
            lying_copy=0.1,
            missing_channel=0.01,
            wrong_content=0.01,
            unit_name_for_code=0.003,
            pseudo_procedure_code=0.003,
            dummy_identity=0.005,
            truncated_text=0.003,
            copied_result=0.005,
            qcvn_unit_code=0.045,
            gso_unit_code=0.005,
            other_procedure_form=0.01,
            late_update=0.03,
            silent_edit=0.003,
            deleted=0.005,
            test_dossier=0.005,
            decomposed_text=0.01,
            typed_scalars=0.01,
            json_in_text=0.005,
            broken_json_in_text=0.002,
            other_case_keys=0.005,
            skipped_event=0.03,
            retracted_event=0.003,
            twelve_hour_clock=0.005,
            payment_without_dossier=0.003,
            payment_cut_dossier=0.002,
            stuck_attempt=0.1,
            lost_callback=0.003,
            unknown_to_platform=0.002,
            other_spelling=0.3,
            separated_amount=0.01,
            amount_as_number=0.005,
            amount_times_100=0.002,
            double_paid=0.003,
            short_error_code=0.02,
            rating_of_another=0.01,
        )


SOUND = Defects()
"""Nothing is wrong."""
