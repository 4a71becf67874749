"""Figures, periods and states in the words of the offices, for pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from onestop.contract.parsers import LOCAL

STATUS_LABELS = {"preliminary": "Dự kiến", "official": "Chính thức"}
FEED_LABELS = {
    "units": "Cơ quan, đơn vị",
    "procedures": "Thủ tục hành chính",
    "dossiers": "Hồ sơ",
    "events": "Quá trình xử lý hồ sơ",
    "payments": "Thanh toán trực tuyến",
    "interlinked": "Hồ sơ liên thông (Đề án 06)",
    "feedback": "Phản ánh, kiến nghị",
    "surveys": "Phiếu khảo sát mức độ hài lòng",
}
# Why an indicator has no value.
NULL_LABELS = {
    "zero_denominator": "Không phát sinh",
    "not_comparable": "Không so sánh được",
    "no_feed": "Chưa có số liệu từ nguồn",
    "external": "Chưa có số liệu",
}
# Where a dossier is in its office, and why it is late, as the source tells.
STEP_LABELS = {
    "reception": "Tiếp nhận",
    "with_official": "Công chức đang xử lý",
    "awaiting_signature": "Chờ ký",
    "signed_not_returned": "Đã ký, chưa trả",
}
CAUSE_LABELS = {
    "synchronisation": "Đồng bộ chậm hoặc sai",
    "not_closed": "Đã trả nhưng chưa kết thúc trên phần mềm",
    "other_agency": "Cơ quan khác giữ hồ sơ",
    "citizen": "Công dân chậm bổ sung hoặc nộp phí",
    "software": "Lỗi phần mềm",
    "unit": "Lỗi của đơn vị",
}
# Troubles of the pipeline; what exactly is wrong and what to do stands beside it in technical words.
TROUBLE_LABELS = {
    "source_failed": "Không đọc được nguồn dữ liệu",
    "stale_source": "Nguồn dữ liệu chậm cập nhật",
    "held_batch": "Lô dữ liệu bị giữ lại, chờ quyết định",
    "stuck_batch": "Lô dữ liệu xử lý dở dang",
    "unusual_quarantine": "Bản ghi lỗi nhiều bất thường",
    "count_difference": "Lệch số lượng so với nguồn",
    "unmeasured": "Số liệu chưa được tính",
    "unpublished": "Bảng xếp hạng đến hạn chưa công bố",
    "page_missing": "Bảng xếp hạng chưa có trang",
    "not_run": "Tiến trình theo lịch không chạy",
    "delivery_dead": "Không gửi được",
    "delivery_late": "Gửi chậm",
    "refused_sheet": "Biểu mẫu nộp bị từ chối",
}
# By the number of the quarter, the half-year and the month in which a period ends, and its days.
PERIOD_LABELS = {
    "day": "Ngày {start:%d/%m/%Y}",
    "week": "Tuần {week} năm {week_year}",
    "rolling_4_weeks": "Bốn tuần đến ngày {end:%d/%m/%Y}",
    "month": "Tháng {month} năm {year}",
    "quarter": "Quý {quarter} năm {year}",
    "half_year": "6 tháng {half} năm {year}",
    "nine_months": "9 tháng năm {year}",
    "year": "Năm {year}",
    "year_to_date": "Lũy kế từ đầu năm {year} đến ngày {end:%d/%m/%Y}",
    "report_month": "Tháng báo cáo {month} năm {year}",
    "report_quarter": "Quý báo cáo {quarter} năm {year}",
    "report_half_year": "6 tháng báo cáo {half} năm {year}",
    "report_nine_months": "9 tháng báo cáo năm {year}",
    "report_year": "Năm báo cáo {year}",
    "custom": "Từ ngày {start:%d/%m/%Y} đến ngày {end:%d/%m/%Y}",
}


def whole(number: int | None) -> str:
    """Return 1234 as ``1.234``; a dash where there is no figure."""
    return "–" if number is None else f"{number:,}".replace(",", ".")


def decimal(number: Decimal | None) -> str:
    """Return 97.284 as ``97,28``: two decimals, half up; a dash where there is no figure."""
    if number is None:
        return "–"
    rounded = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def change(number: Decimal | None) -> str:
    """Return 1.5 as ``+1,50``, -0.25 as ``-0,25``; ``=`` where nothing changed, a dash where nothing is compared."""
    if number is None:
        return "–"
    return decimal(number) if number < 0 else f"+{decimal(number)}" if number else "="


def points(number: float | None) -> str:
    """Return points that come as JSON as ``18,50``; a dash where there are none."""
    return decimal(None if number is None else Decimal(str(number)))


def percent(ratio: Decimal | None) -> str:
    """Return 0.97284 as ``97,28%``; a dash where there is no figure."""
    return "–" if ratio is None else f"{decimal(ratio * 100)}%"


COMPARATOR_LABELS = {">=": "≥", "<=": "≤", "=": "="}


def value(number: Decimal | None, unit_vi: str, value_kind: str, null_reason: str | None = None) -> str:
    """Return an indicator's value with its unit: ``97,28%``, ``8.000 đ``, ``1.234``, ``3,50 ngày làm việc``.

    Without one it says why: Không phát sinh, Chưa có số liệu.
    """
    if number is None:
        return NULL_LABELS[null_reason] if null_reason else "–"
    if unit_vi == "%":
        return percent(number)
    if unit_vi == "đồng":
        return f"{whole(_rounded(number))} đ"
    return whole(_rounded(number)) if value_kind == "count" else f"{decimal(number)} {unit_vi}"


def value_change(number: Decimal | None, unit_vi: str, value_kind: str) -> str:
    """Return by how much a value changed: ``+1,50 điểm %`` between percentages, else in the value's own unit."""
    if number is None:
        return "–"
    if unit_vi == "%":
        number, text = number * 100, f"{change(number * 100)} điểm %"
    elif unit_vi == "đồng" or value_kind == "count":
        text = f"{'+' if number > 0 else ''}{whole(_rounded(number))}"
    else:
        text = change(number)
    return text if number else "="


def target(which: Mapping[str, Any]) -> str:
    """Return a target as ``≥ 98%``, ``≥ 70``, ``≤ hạng 5``."""
    number = which["value"]
    said = whole(int(number)) if number == number.to_integral_value() else decimal(number)
    form = {"percent": "{}%", "points": "{} điểm", "rank": "hạng {}"}.get(which["value_unit"], "{}")
    return f"{COMPARATOR_LABELS[which['comparator']]} {form.format(said)}"


def _rounded(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def date(day: dt.date) -> str:
    """Return a day as ``01/10/2026``."""
    return f"{day:%d/%m/%Y}"


def day(at: dt.datetime) -> str:
    """Return the day of a moment as ``01/10/2026``, in +07:00."""
    return date(at.astimezone(LOCAL))


def time(at: dt.datetime) -> str:
    """Return the time of a moment as ``06:00``, in +07:00."""
    return f"{at.astimezone(LOCAL):%H:%M}"


def day_and_time(at: dt.datetime) -> str:
    """Return a moment in a table as ``01/10/2026 06:00``, in +07:00."""
    return f"{day(at)} {time(at)}"


def moment(at: dt.datetime) -> str:
    """Return a moment as officials write it: ``6 giờ 00 ngày 01/10/2026``, in +07:00."""
    local = at.astimezone(LOCAL)
    return f"{local.hour} giờ {local:%M} ngày {local:%d/%m/%Y}"


def period(which: Mapping[str, Any]) -> str:
    """Return the period as titled on pages: ``Tháng 9 năm 2026``, ``Quý III năm 2026``, ``Tuần 42 năm 2026``.

    A report period (from the 15th to the 14th) is called after the month, quarter or year in which it ends.
    """
    start, end = which["period_start"], which["period_end"]
    iso = start.isocalendar()
    return PERIOD_LABELS[which["period_kind"]].format(
        start=start,
        end=end,
        week=iso.week,
        week_year=iso.year,
        month=end.month,
        quarter=("I", "II", "III", "IV")[(end.month - 1) // 3],
        half="đầu" if end.month <= 6 else "cuối",
        year=end.year,
    )


def status(publication: Mapping[str, Any]) -> str:
    """Return the status as offices say it: Dự kiến, Chính thức, Đính chính lần n."""
    label = STATUS_LABELS.get(publication["status"])
    # Before the first correction there are the preliminary and the official version.
    return label or f"Đính chính lần {publication['version'] - 2}"


def software(publication: Mapping[str, Any]) -> str:
    """Return which version made the figures, to go on a sentence; empty where a publication does not say."""
    version = publication["software_version"]
    return f", số liệu do onestop {version} tính" if version else ""


def movement(row: Mapping[str, Any]) -> str:
    """Return how a rank moved against the period before: ``▲ 3``, ``▼ 2``, ``=``; a dash without one."""
    rank, previous = row["rank"], row["previous_rank"]
    if rank is None or previous is None:
        return "–"
    if rank == previous:
        return "="
    return f"▲ {previous - rank}" if rank < previous else f"▼ {rank - previous}"


def feed(name: str) -> str:
    """Return what a feed carries, as offices call it."""
    return FEED_LABELS[name]


FILTERS = {
    "feed": feed,
    "whole": whole,
    "decimal": decimal,
    "change": change,
    "points": points,
    "percent": percent,
    "date": date,
    "day": day,
    "time": time,
    "day_and_time": day_and_time,
    "moment": moment,
    "period": period,
    "status": status,
    "software": software,
    "movement": movement,
}
