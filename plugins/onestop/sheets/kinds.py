"""The kinds of sheets: their columns with the headings that offices write, in the order of the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

KindName = Literal[
    "targets",
    "manual_figures",
    "portal_figures",
    "objections",
    "objection_decisions",
    "form_confirmations",
    "form_signatures",
    "recipients",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: English name; stands for the heading too.
        heading: Vietnamese heading.
        explanation: what to write, in Vietnamese, for the template.
        example: a cell that is right.
        is_optional: the sheet may do without the column, and its cells may be empty.
        may_be_empty: its cells may be empty, the column must be there.
    """

    name: str
    heading: str
    explanation: str
    example: str
    is_optional: bool = False
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet.

    Attributes:
        name: of the folder and in ``audit.sheet``.
        title: Vietnamese name, of the worksheet too.
        template_name: file name of the template.
        columns: by their place in the template.
        key: the columns by which a later sheet says something else of the same.
        statement: the file that keeps its rows.
    """

    name: KindName
    title: str
    template_name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    statement: str

    def column(self, name: str) -> Column:
        """Return the column of this English name."""
        return next(column for column in self.columns if column.name == name)


_UNIT = (
    Column(
        "unit_code", "Mã đơn vị", "Mã 5 chữ số của xã, phường, đặc khu; cơ quan khác thì ghi mã định danh.", "19753"
    ),
    Column("unit_name", "Tên đơn vị", "Để người đọc dễ nhận ra; hệ thống chỉ dùng mã.", "Phường Phú Xuân", True),
)
_DOCUMENT = Column(
    "document", "Văn bản", "Số, ký hiệu và tên văn bản, báo cáo hoặc sổ.", "Kế hoạch 12/KH-UBND năm 2026"
)

TARGETS = Kind(
    "targets",
    "Chỉ tiêu giao",
    "mau-chi-tieu-giao.xlsx",
    (
        Column("scope_kind", "Phạm vi", "Đơn vị, Loại đơn vị, Địa bàn hoặc Tất cả.", "Đơn vị"),
        Column(
            "scope_code",
            "Mã phạm vi",
            "Mã đơn vị; loại đơn vị (tỉnh, sở, xã, cơ quan khác); mã địa bàn. Phạm vi là Tất cả thì để trống.",
            "19753",
            may_be_empty=True,
        ),
        Column("sector_code", "Lĩnh vực", "Mã hoặc tên lĩnh vực; để trống là mọi lĩnh vực.", "", True),
        Column("indicator_code", "Chỉ tiêu", "Mã hoặc tên chỉ tiêu; hoặc Tổng điểm, Thứ hạng.", "online_rate"),
        Column("period_kind", "Loại kỳ", "Tháng, quý, năm...; để trống là mọi loại kỳ.", "Năm", True),
        Column("valid_from", "Từ ngày", "Ngày đầu tiên có hiệu lực, ví dụ 01/01/2026.", "01/01/2026"),
        Column("valid_to", "Đến ngày", "Ngày cuối cùng; để trống là đến khi có văn bản khác.", "31/12/2026", True),
        Column("comparator", "So sánh", "Tối thiểu (>=), Tối đa (<=) hoặc Bằng.", "Tối thiểu"),
        Column("value", "Giá trị", "Số kiểu Việt Nam (1.234; 97,28%) hoặc kiểu thường (1234; 97.28).", "50%"),
        Column("value_unit", "Đơn vị tính", "Phần trăm, Số lượng, Điểm hoặc Thứ hạng.", "Phần trăm"),
        _DOCUMENT,
        Column(
            "clause",
            "Điều, khoản",
            "Chỗ trong văn bản. Văn bản có hai giá trị cho một chỉ tiêu thì mỗi giá trị một dòng, ghi rõ điều, khoản.",
            "Mục II.3",
            may_be_empty=True,
        ),
        Column("origin", "Nguồn chỉ tiêu", "Giao (cấp trên giao) hoặc Tự đặt.", "Giao"),
    ),
    ("scope_kind", "scope_code", "sector_code", "indicator_code", "period_kind", "valid_from", "document", "clause"),
    "sheets/insert_targets.sql",
)

MANUAL_FIGURES = Kind(
    "manual_figures",
    "Số liệu nhập tay",
    "mau-so-lieu-nhap-tay.xlsx",
    (
        *_UNIT,
        Column("period_id", "Kỳ", "Ví dụ Tháng 9/2026, Quý III/2026, 6 tháng đầu năm 2026, Năm 2026.", "Tháng 9/2026"),
        Column("figure_code", "Số liệu", "Mã hoặc tên số liệu trong danh mục.", "e_certified_copy_count"),
        Column(
            "value",
            "Giá trị",
            "0 là có số liệu và bằng không. Để trống là chưa báo cáo. Không có số liệu thì để trống và ghi lý do.",
            "70",
            may_be_empty=True,
        ),
        Column("null_reason", "Lý do không có số liệu", "Chỉ ghi khi không có số liệu.", "", True),
        _DOCUMENT,
        Column(
            "entered_by_post", "Chức danh người nhập", "Chức danh, không ghi họ tên.", "Công chức Tư pháp – Hộ tịch"
        ),
    ),
    ("unit_code", "period_id", "figure_code"),
    "sheets/insert_manual_figures.sql",
)

PORTAL_FIGURES = Kind(
    "portal_figures",
    "Số liệu trên Cổng",
    "mau-so-lieu-tren-cong.xlsx",
    (
        *_UNIT,
        Column("period_id", "Kỳ", "Tháng, quý hoặc năm dương lịch, ví dụ Tháng 9/2026.", "Tháng 9/2026"),
        Column("indicator_code", "Chỉ tiêu", "Mã hoặc tên chỉ tiêu.", "online_rate"),
        Column("numerator", "Tử số", "Như trên Cổng; Cổng không hiển thị thì để trống.", "1.234", may_be_empty=True),
        Column("denominator", "Mẫu số", "Như trên Cổng; Cổng không hiển thị thì để trống.", "1.300", may_be_empty=True),
        Column("points", "Điểm", "Như trên Cổng; Cổng không hiển thị thì để trống.", "11,39", True),
        Column("taken_at", "Thời điểm xem trên Cổng", "Ngày, có thể kèm giờ: 05/10/2026 08:30.", "05/10/2026 08:30"),
    ),
    ("unit_code", "period_id", "indicator_code", "taken_at"),
    "sheets/insert_portal_figures.sql",
)

_OBJECTED = (
    Column("publication_id", "Mã bảng xếp hạng", "Số ghi trên bảng xếp hạng dự kiến.", "12"),
    *_UNIT,
    Column("indicator_code", "Chỉ tiêu", "Mã hoặc tên chỉ tiêu của bảng xếp hạng.", "on_time_rate_portal"),
    Column("dossier_code", "Mã hồ sơ", "Mã số hồ sơ cần tính lại.", "H57.31.01-260302-0001"),
)
_OBJECTED_KEY = ("publication_id", "unit_code", "indicator_code", "dossier_code")

OBJECTIONS = Kind(
    "objections",
    "Kiến nghị điều chỉnh",
    "mau-kien-nghi-dieu-chinh.xlsx",
    (
        *_OBJECTED,
        Column(
            "cause_code",
            "Nguyên nhân",
            "Một nguyên nhân trong danh mục; để trống là không kiến nghị về hồ sơ này.",
            "Cơ quan khác giữ hồ sơ",
            may_be_empty=True,
        ),
        Column("evidence", "Minh chứng", "Số, ký hiệu văn bản hoặc tài liệu.", "Công văn 8/UBND", may_be_empty=True),
        Column(
            "filed_by_post",
            "Chức danh người kiến nghị",
            "Chức danh, không ghi họ tên.",
            "Chủ tịch UBND phường",
            may_be_empty=True,
        ),
    ),
    _OBJECTED_KEY,
    "sheets/insert_objections.sql",
)

OBJECTION_DECISIONS = Kind(
    "objection_decisions",
    "Kết luận kiến nghị",
    "mau-ket-luan-kien-nghi.xlsx",
    (
        *_OBJECTED,
        Column("cause_vi", "Nguyên nhân", "Như đơn vị đã ghi.", "Cơ quan khác giữ hồ sơ", True),
        Column("evidence", "Minh chứng", "Như đơn vị đã ghi.", "Công văn 8/UBND", True),
        Column(
            "is_accepted",
            "Kết luận",
            "Chấp nhận hoặc Không chấp nhận; để trống là chưa kết luận.",
            "Chấp nhận",
            may_be_empty=True,
        ),
        Column("reason", "Lý do", "Vì sao kết luận như vậy.", "Có văn bản xác nhận", may_be_empty=True),
        Column(
            "decided_by_post",
            "Chức danh người kết luận",
            "Chức danh, không ghi họ tên.",
            "Trưởng phòng Kiểm soát TTHC",
            may_be_empty=True,
        ),
    ),
    _OBJECTED_KEY,
    "sheets/insert_objection_decisions.sql",
)

_REPORTED = (
    *_UNIT,
    Column(
        "period_id", "Kỳ", "Kỳ đã kết thúc, ví dụ Tháng 9/2026, Quý III/2026, Quý báo cáo III/2026.", "Tháng 9/2026"
    ),
    Column("basis", "Vai trò", "Tiếp nhận, Giải quyết hoặc Đang giữ; để trống là Tiếp nhận.", "Tiếp nhận", True),
)

FORM_CONFIRMATIONS = Kind(
    "form_confirmations",
    "Xác nhận biểu II.06a",
    "mau-xac-nhan-bieu.xlsx",
    (
        *_REPORTED,
        Column("confirmed_by_post", "Chức danh người xác nhận", "Chức danh, không ghi họ tên.", "Chủ tịch UBND phường"),
    ),
    ("unit_code", "period_id", "basis"),
    "sheets/insert_form_confirmations.sql",
)

FORM_SIGNATURES = Kind(
    "form_signatures",
    "Ký biểu II.06a",
    "mau-ky-bieu.xlsx",
    (
        *_REPORTED,
        Column("document_number", "Số văn bản", "Số, ký hiệu của báo cáo đã ký.", "15/BC-UBND"),
        Column("document_date", "Ngày văn bản", "Ngày ghi trên báo cáo.", "05/10/2026"),
        Column("signed_by_post", "Chức danh người ký", "Chức danh, không ghi họ tên.", "Chủ tịch UBND phường"),
    ),
    ("unit_code", "period_id", "basis"),
    "sheets/insert_form_signatures.sql",
)

RECIPIENTS = Kind(
    "recipients",
    "Nơi nhận",
    "mau-noi-nhan.xlsx",
    (
        Column("scope_kind", "Phạm vi", "Đơn vị hoặc Địa bàn.", "Đơn vị"),
        Column("scope_code", "Mã phạm vi", "Mã đơn vị hoặc mã địa bàn.", "19753"),
        Column("channel", "Kênh", "Thư điện tử hoặc Webhook.", "Thư điện tử"),
        Column(
            "address",
            "Địa chỉ",
            "Hộp thư công vụ của cơ quan, không dùng thư cá nhân. Kênh Webhook thì ghi tên kết nối đã khai báo.",
            "motcua.phuxuan@hue.example",
        ),
        Column(
            "wants",
            "Nội dung nhận",
            "Bảng xếp hạng, Cảnh báo (hồ sơ của đơn vị; tổng hợp của địa bàn) hoặc Vận hành (sự cố của hệ thống); "
            "mỗi nội dung một dòng.",
            "Cảnh báo",
        ),
        Column(
            "is_active",
            "Đang dùng",
            "Có hoặc Không; để trống là Có. Đổi địa chỉ thì ghi Không ở dòng địa chỉ cũ.",
            "Có",
            True,
        ),
    ),
    ("scope_kind", "scope_code", "channel", "address", "wants"),
    "sheets/insert_recipients.sql",
)

KINDS = (
    TARGETS,
    MANUAL_FIGURES,
    PORTAL_FIGURES,
    OBJECTIONS,
    OBJECTION_DECISIONS,
    FORM_CONFIRMATIONS,
    FORM_SIGNATURES,
    RECIPIENTS,
)
