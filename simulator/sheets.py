"""Sheets that offices would hand in: figures that no feed carries, and who gets mails. What they say is invented."""

from collections.abc import Iterable, Iterator, Sequence

from simulator.catalogue import PROVINCE_CODE, Commune

ENTERED = ("Mã đơn vị", "Kỳ", "Số liệu", "Giá trị", "Văn bản", "Chức danh người nhập")
"""Headings of the sheet of entered figures."""
RECIPIENTS = ("Phạm vi", "Mã phạm vi", "Kênh", "Địa chỉ", "Nội dung nhận")
"""Headings of the sheet of recipients."""
# What the province would report of any period, of the size that provinces have published.
_OF_THE_PROVINCE = {
    "announced_procedure_count": 82,
    "announced_on_time_count": 74,
    "publicised_on_time_count": 79,
    "procedure_count": 79,
    "publicised_in_full_count": 79,
    "fee_procedure_count": 18,
    "commune_procedure_count": 40,
}


def list_entered(periods: Iterable[tuple[str, Iterable[tuple[str, int]]]]) -> Iterator[Sequence[object]]:
    """Yield the figures of the province, and how many dossiers of each commune the portal has.

    Each period comes with its name and with what each commune received in it. One dossier in forty, rounded up, did not
    reach the portal.
    """
    for name, received in periods:
        figures = [(PROVINCE_CODE, code, value) for code, value in _OF_THE_PROVINCE.items()]
        for unit, count in received:
            figures += [
                (unit, "portal_expected_count", count),
                (unit, "portal_synchronised_count", count - -(-count // 40)),
            ]
        for unit, code, value in figures:
            yield unit, name, code, value, "Báo cáo mô phỏng", "Chuyên viên tổng hợp"


def list_recipients(communes: Iterable[Commune]) -> Iterator[Sequence[object]]:
    """Yield who gets what: the province all, each commune its alerts and the rankings."""
    for wants in ("Bảng xếp hạng", "Cảnh báo", "Vận hành"):
        yield "Địa bàn", PROVINCE_CODE, "Thư điện tử", f"kiemsoattthc.{PROVINCE_CODE.lower()}@hue.example", wants
    for commune in communes:
        code = commune.statistical_code
        for wants in ("Cảnh báo", "Bảng xếp hạng"):
            yield "Đơn vị", code, "Thư điện tử", f"motcua.{code}@hue.example", wants
