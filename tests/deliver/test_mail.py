"""Mails read back as their recipients get them: heads, both parts, attachments, and every figure the warehouse's."""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from onestop import words
from onestop.config.settings import MailConnection
from onestop.deliver.channels import Timing
from onestop.deliver.outbox import Sent, queue, send_waiting
from onestop.office.apology import apology_letter
from onestop.sheets.objections import objection_sheet
from onestop.show.pages import render_pages
from onestop.warehouse.clock import wall_clock
from onestop.words import labels
from tests.deliver.receivers import SENDER, Mailbox, mailbox
from tests.deliver.telling import (
    FIRST,
    OTHER,
    PROVINCE,
    SEPTEMBER,
    list_alerts,
    list_troubles,
    publish,
    reaching,
    recipient,
    september,
    told,
    want,
)
from tests.publish.scoring import publish_by
from tests.support.connections import GivenConnections
from tests.support.warehouse import Warehouse

BOX = "motcua.19753@hue.example"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as running:
        yield running


def delivered(warehouse: Warehouse, box: Mailbox) -> EmailMessage:
    """Send what waits and return the one mail that came."""
    office = reaching(warehouse, box)
    assert queue(office.engine, office.settings) == 1
    assert send_waiting(office.engine, office.settings, "mail", wall_clock(), Timing(mail=5)) == Sent(sent=1)
    ((address, mail),) = box.accepted
    assert address == BOX
    return mail


def part(mail: EmailMessage, kind: str) -> str:
    """Return the text of the plain or the HTML part, with the blanks of the mail taken for one."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def cells(page: str) -> list[list[str]]:
    """Return the rows of all tables of a page, heads too."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def attachments(mail: EmailMessage) -> dict[str, bytes]:
    return {str(file.get_filename()): file.get_content() for file in mail.iter_attachments()}


def test_the_mail_of_a_ranking(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    want(communes, tmp_path, recipient(PROVINCE, "rankings", BOX))
    number = publish(communes)
    before = wall_clock().replace(microsecond=0)
    mail = delivered(communes, box)
    assert (mail["From"], mail["To"]) == (SENDER, BOX)
    ranking = "Xếp hạng theo tỷ lệ đúng hạn (biểu II.06a)"
    assert mail["Subject"] == f"Bảng xếp hạng Tháng 9 năm 2026 – Thành phố Huế – Dự kiến: {ranking}"
    assert re.fullmatch(rf"<publication-{number}-[0-9a-f]{{16}}@hue\.example>", str(mail["Message-ID"]))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert before <= dt.datetime.strptime(str(mail["Date"]), "%a, %d %b %Y %H:%M:%S %z") <= wall_clock()
    assert [alternative.get_content_type() for alternative in mail.iter_parts()] == [
        "multipart/alternative",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]


def test_every_figure_of_a_ranking_is_the_warehouses(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    want(communes, tmp_path, recipient(PROVINCE, "rankings", BOX))
    number = publish(communes)
    mail = delivered(communes, box)
    rows = communes.query(
        "SELECT unit.name, rank, previous_rank, score, unranked_reason FROM mart.ranking "
        "INNER JOIN core.unit USING (unit_id) WHERE publication_id = %(number)s ORDER BY rank NULLS LAST, unit.name",
        {"number": number},
    )
    ranked = [[row.name, str(row.rank), "–", "–", labels.decimal(row.score)] for row in rows if row.rank is not None]
    assert [row[:2] + row[4:] for row in ranked] == [
        ["Phường Thuận Hóa", "1", "97,00"],
        ["Phường Phú Xuân", "2", "94,92"],
    ]
    heads = ["Đơn vị", "Thứ hạng", "Kỳ trước", "Tăng/giảm hạng", "Tổng điểm"]
    assert cells(part(mail, "html")) == [heads, *ranked]
    text = part(mail, "plain")
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- " + "; ".join(f"{head}: {cell}" for head, cell in zip(heads, row, strict=True)) for row in ranked
    ]
    assert "Phiên bản 1 (Dự kiến): Công bố lần đầu sau khi kỳ kết thúc." in text
    assert "Số liệu đến 6 giờ 00 ngày 01/10/2026. Xếp hạng 2 đơn vị, chưa xếp hạng 0 đơn vị." in text
    url = f"http://127.0.0.1:8767/h57/on_time_simple/{SEPTEMBER.replace(':', '_')}-v1/index.html"
    assert f'<a href="{url}"' in part(mail, "html")
    assert url in text
    ((name, workbook),) = attachments(mail).items()
    assert name == f"bang-xep-hang-{SEPTEMBER.replace(':', '_')}-v1.xlsx"
    said = {str(cell) for page in openpyxl.load_workbook(io.BytesIO(workbook)) for row in page.values for cell in row}
    assert {"Phường Thuận Hóa", "Phường Phú Xuân"} <= said
    assert workbook == (communes.settings.site_dir / url.partition("8767/")[2]).with_name("xep-hang.xlsx").read_bytes()


def test_a_sender_without_the_folder_of_the_site_says_so_and_tries_again(
    communes: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    want(communes, tmp_path, recipient(PROVINCE, "rankings", BOX))
    publish(communes)
    office = reaching(communes, box)
    elsewhere = replace(office.settings, site_dir=tmp_path / "elsewhere")
    queue(office.engine, elsewhere)
    assert send_waiting(office.engine, elsewhere, "mail", wall_clock(), Timing(mail=5)) == Sent(failed=1)
    ((error,),) = office.query("SELECT last_error FROM audit.delivery")
    assert error.endswith("xep-hang.xlsx: what sends mails needs the folder of the public site (ONESTOP_SITE)")
    later = wall_clock() + dt.timedelta(minutes=2)
    assert send_waiting(office.engine, office.settings, "mail", later, Timing(mail=5)) == Sent(sent=1)


def test_who_moved_and_who_is_not_ranked(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    """Two months in which the first two change places, and one has nothing in the second."""
    want(communes, tmp_path, recipient(PROVINCE, "rankings", BOX))
    number = publish(communes)
    communes.execute("ALTER TABLE mart.ranking DISABLE TRIGGER USER")
    communes.execute(
        "UPDATE mart.ranking SET previous_rank = 3 - rank WHERE publication_id = %(number)s", {"number": number}
    )
    communes.execute(
        "INSERT INTO mart.ranking (publication_id, unit_id, area_code, period_kind, period_start, version, unit_code, "
        "previous_rank, max_points, groups_left_out, is_ranked, unranked_reason, published_at) "
        "SELECT publication_id, unit.unit_id, area_code, period_kind, period_start, version, unit.unit_code, 1, "
        "max_points, groups_left_out, FALSE, 'Không có hồ sơ nào được giải quyết trong kỳ', published_at "
        "FROM mart.ranking CROSS JOIN core.unit WHERE publication_id = %(number)s AND ranking.rank = 1 "
        "AND unit.unit_code = 'H57'",
        {"number": number},
    )
    page = part(delivered(communes, box), "html")
    assert cells(page)[4:] == [
        ["Phường Thuận Hóa", "1", "2", "▲ 1", "97,00"],
        ["Phường Phú Xuân", "2", "1", "▼ 1", "94,92"],
        ["Đơn vị", "Lý do"],
        ["UBND thành phố Huế", "Không có hồ sơ nào được giải quyết trong kỳ"],
    ]


def own_mail(warehouse: Warehouse, folder: Path, box: Mailbox, *scopes: str) -> EmailMessage:
    """Publish September, send its mail to who has these units and areas, with sheets of objections, and return it."""
    want(warehouse, folder, *(recipient(scope, "rankings", BOX) for scope in scopes))
    publish(warehouse)
    office = reaching(warehouse, box)
    assert queue(office.engine, office.settings) == 1
    sent = send_waiting(
        office.engine, office.settings, "mail", wall_clock(), Timing(mail=5), objection_sheet=objection_sheet
    )
    assert sent == Sent(sent=1)
    ((_, mail),) = box.accepted
    return mail


def test_the_mail_of_a_unit_says_its_own_rank_first(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    mail = own_mail(communes, tmp_path, box, OTHER)
    assert mail["Subject"] == "Phường Phú Xuân: hạng 2/2 tháng 9 năm 2026 – Dự kiến"
    page, text = part(mail, "html"), part(mail, "plain")
    (card,) = re.findall(r"<h3[^>]*>(Phường Phú Xuân.*?)</div>", page, re.DOTALL)
    link = f"http://127.0.0.1:8767/h57/on_time_simple/{SEPTEMBER.replace(':', '_')}-v1/don-vi/{OTHER}.html"
    lines = [
        "Phường Phú Xuân: hạng 2/2",
        "Tổng điểm: 94,92",
        "Mất điểm nhiều nhất: Tỷ lệ đúng hạn (theo biểu II.06a): 5,08 điểm",
        f"Trang của đơn vị: {link}",
    ]
    assert re.sub(r"<[^>]+>", "", card).strip().splitlines() == lines
    assert "\n".join(lines) in text.replace("\r\n", "\n")
    assert page.index("hạng 2/2</h3>") < page.index("Kết quả xếp hạng")
    assert (communes.settings.site_dir / link.partition("8767/")[2]).exists()


def test_the_mail_of_two_units_has_a_card_for_each(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    mail = own_mail(communes, tmp_path, box, FIRST, OTHER, PROVINCE)
    assert mail["Subject"] == "Phường Phú Xuân: hạng 2/2 tháng 9 năm 2026 – Dự kiến (và 1 đơn vị khác)"
    cards = re.findall(r"<h3[^>]*>(Phường.*?)</h3>", part(mail, "html"))
    assert cards == ["Phường Phú Xuân: hạng 2/2", "Phường Thuận Hóa: hạng 1/2"]


@pytest.mark.parametrize(("before", "move"), [(1, ", giảm 1 bậc"), (2, ", giữ hạng"), (4, ", tăng 2 bậc"), (None, "")])
def test_the_subject_says_how_the_rank_moved(
    communes: Warehouse, tmp_path: Path, box: Mailbox, before: int | None, move: str
) -> None:
    want(communes, tmp_path, recipient(OTHER, "rankings", BOX))
    number = publish(communes)
    communes.execute("ALTER TABLE mart.ranking DISABLE TRIGGER USER")
    communes.execute(
        "UPDATE mart.ranking SET previous_rank = %(before)s WHERE publication_id = %(number)s AND rank = 2",
        {"before": before, "number": number},
    )
    mail = delivered(communes, box)
    assert mail["Subject"] == f"Phường Phú Xuân: hạng 2/2 tháng 9 năm 2026{move} – Dự kiến"


def test_the_sheet_of_objections_comes_with_the_mail_and_offers_the_causes(
    communes: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    files = attachments(own_mail(communes, tmp_path, box, OTHER))
    number = september(communes)
    assert list(files) == [
        f"bang-xep-hang-{SEPTEMBER.replace(':', '_')}-v1.xlsx",
        f"kien-nghi-{number}-{OTHER}.xlsx",
    ]
    page, guide = openpyxl.load_workbook(io.BytesIO(files[f"kien-nghi-{number}-{OTHER}.xlsx"])).worksheets
    assert [cell.value for cell in page[1]] == [
        "Mã bảng xếp hạng", "Mã đơn vị", "Tên đơn vị", "Chỉ tiêu", "Mã hồ sơ", "Thủ tục", "Ngày tiếp nhận",
        "Ngày hẹn trả", "Ngày có kết quả", "Vì sao bị tính", "Nguyên nhân", "Minh chứng", "Chức danh người kiến nghị",
    ]  # fmt: skip
    (offered,) = page.data_validations.dataValidation
    assert (str(offered.sqref), offered.type) == ("K2:K2000", "list")
    name, _, place = offered.formula1.partition("!")
    assert name == f"'{guide.title}'"
    assert [cell.value for (cell,) in guide[place.replace("$", "")]] == list(words.table("cause").values())


def test_an_official_ranking_comes_without_a_sheet_of_objections(
    communes: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    want(communes, tmp_path, recipient(OTHER, "rankings", BOX))
    publish(communes)
    communes.execute("ALTER TABLE mart.publication DISABLE TRIGGER USER")
    communes.execute("UPDATE mart.publication SET status = 'official'")
    office = reaching(communes, box)
    queue(office.engine, office.settings)
    send_waiting(office.engine, office.settings, "mail", wall_clock(), Timing(mail=5), objection_sheet=objection_sheet)
    ((_, mail),) = box.accepted
    assert len(attachments(mail)) == 1
    assert "Phiếu kiến nghị" not in part(mail, "plain")


def two_rankings(warehouse: Warehouse, folder: Path, box: Mailbox) -> tuple[Warehouse, list[str]]:
    """Queue the rankings of two schemes for one mail box at one moment; return the office and the message ids."""
    want(warehouse, folder, recipient(OTHER, "rankings", BOX))
    publish(warehouse)
    publish_by(warehouse, "qd766_commune")
    render_pages(warehouse.engine, warehouse.settings)
    office = reaching(warehouse, box)
    assert queue(office.engine, office.settings) == 2
    rows = office.query("SELECT message_id FROM audit.delivery ORDER BY delivery_id")
    return office, [row.message_id for row in rows]


def outcomes(warehouse: Warehouse) -> list[tuple[str, int]]:
    return [
        (row.status, row.tries)
        for row in warehouse.query("SELECT status, tries FROM audit.delivery ORDER BY delivery_id")
    ]


def send_mails(office: Warehouse, **since: float) -> Sent:
    now = wall_clock() + dt.timedelta(**since)
    return send_waiting(office.engine, office.settings, "mail", now, Timing(mail=5))


def test_rankings_of_one_moment_come_in_one_mail(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    office, (first, _) = two_rankings(communes, tmp_path, box)
    assert send_mails(office) == Sent(sent=2)
    ((_, mail),) = box.accepted
    assert mail["Message-ID"] == f"<{first}>"
    assert mail["Subject"] == "Phường Phú Xuân: hạng 2/2 tháng 9 năm 2026 – Dự kiến; cùng 1 bảng xếp hạng khác"
    titles = re.findall(r"<h2[^>]*>(.*?)</h2>", part(mail, "html"))
    assert [title.partition(" – ")[0] for title in titles] == ["Bảng xếp hạng Tháng 9 năm 2026"] * 2
    assert len(set(titles)) == len(list(mail.iter_attachments())) == 2
    assert outcomes(office) == [("sent", 1)] * 2
    assert send_mails(office, days=1) == Sent()


def test_if_one_ranking_cannot_be_sent_the_other_goes_by_itself(
    communes: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    office, (_, second) = two_rankings(communes, tmp_path, box)
    ((path,),) = office.query(
        "SELECT path FROM audit.rendered_page INNER JOIN audit.delivery ON publication_id = subject_id "
        "ORDER BY delivery_id LIMIT 1"
    )
    workbook = office.settings.workbook_beside(path)
    content = workbook.read_bytes()
    workbook.unlink()
    assert send_mails(office) == Sent(sent=1, failed=1)
    assert [mail["Message-ID"] for _, mail in box.accepted] == [f"<{second}>"]
    workbook.write_bytes(content)
    assert send_mails(office, minutes=2) == Sent(sent=1)
    assert outcomes(office) == [("sent", 2), ("sent", 1)]


def test_a_mail_of_two_rankings_that_was_broken_off_is_repeated_whole_with_its_id(
    communes: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    office, (first, _) = two_rankings(communes, tmp_path, box)
    box.behaviour = "drop"
    assert send_mails(office) == Sent(failed=2)
    box.behaviour = "ok"
    assert send_mails(office, minutes=2) == Sent(sent=2)
    assert {mail["Message-ID"] for _, mail in box.accepted} == {f"<{first}>"}
    assert {len(list(mail.iter_attachments())) for _, mail in box.accepted} == {2}


LATE = told(
    "H57.31.01-260915-0007",
    working_days_overdue=2,
    working_days_left=None,
    due_at="2026-09-29T17:00:00+07:00",
    apology_deadline=None,
    extension_count=1,
    supplement_rounds=2,
    act_by="2026-09-29T17:00:00+07:00",
    working_minutes_left=None,
    urgency="overdue",
)


def cards(page: str) -> list[list[str]]:
    """Return the cards of a mail, line by line."""
    found = re.findall(r"<div [^>]*>(.*?)</div>", page, flags=re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<(?:p|h3)[^>]*>(.*?)</(?:p|h3)>", card)]
        for card in found
    ]


def test_the_mail_of_a_morning(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    want(communes, tmp_path, recipient(FIRST, "alerts", BOX))
    list_alerts(
        communes,
        "morning",
        FIRST,
        ("new", "overdue", LATE),
        ("new", "last_moment_to_apologise", told("H57.31.01-260921-0001", urgency="apologise")),
        ("new", "not_yet_accepted", told("H57.31.01-260930-0009", received_at=None, holding_unit_name=None, step=None,
                                         holding_since=None, due_at=None, apology_deadline=None, urgency="due",
                                         working_minutes_left=210, accept_by="2026-10-01T10:30:00+07:00",
                                         act_by="2026-10-01T10:30:00+07:00")),
        ("still_open", "signed_not_closed", told("H57.31.01-260930-0001", due_at="2026-10-01T08:00:00+07:00",
                                                 apology_deadline=None, urgency="due", working_minutes_left=60,
                                                 act_by="2026-10-01T08:00:00+07:00")),
        ("new", "held_elsewhere", told("H57.32.02-260930-0004", unit_code=OTHER, unit_name="Phường Phú Xuân",
                                       apology_deadline=None)),
        ("resolved", "due_today", {"dossier_code": "H57.31.01-260901-0003", "unit_code": FIRST,
                                   "procedure_name": "Chứng thực bản sao từ bản chính"}),
        open_before=12,
        counts={(FIRST, "overdue", "overdue"): 12, (FIRST, "not_yet_accepted", "due"): 1,
                (FIRST, "signed_not_closed", "due"): 1, (FIRST, "last_moment_to_apologise", "apologise"): 1},
    )  # fmt: skip
    mail = delivered(communes, box)
    assert mail["Subject"] == "2 hồ sơ phải xong hôm nay – Phường Thuận Hóa"
    page, text = part(mail, "html"), part(mail, "plain")
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == [
        "Phải xong hôm nay: 2",
        "Hạn cuối xin lỗi, hẹn lại: 1 hồ sơ mới báo",
        "Quá hạn: 1 hồ sơ mới báo",
        "Hồ sơ của đơn vị khác đang ở đơn vị: 1 hồ sơ mới báo",
        "Đã xử lý, hết cảnh báo: 1 hồ sơ",
    ], "what to do first comes first"
    holder = "Ở Công an phường Thuận Hóa, Công chức đang xử lý từ 29/09/2026 08:05"
    assert cards(page) == [
        ["còn 1 giờ · Hẹn trả 08:00 hôm nay", "H57.31.01-260930-0001", "Đăng ký tạm trú", holder,
         "Kết thúc hồ sơ trên phần mềm.", "Đã có kết quả, chưa kết thúc trên phần mềm; đã báo trước đây"],
        ["còn 3 giờ 30 phút · Tiếp nhận trước 10:30 hôm nay", "H57.31.01-260930-0009", "Đăng ký tạm trú",
         "Tiếp nhận, yêu cầu bổ sung hoặc từ chối trước khi hết 8 giờ làm việc.", "Chưa tiếp nhận"],
        ["còn 1 ngày làm việc · Hẹn trả 02/10/2026 17:00", "H57.31.01-260921-0001", "Đăng ký tạm trú", holder,
         "Giải quyết xong, hoặc gửi phiếu xin lỗi và hẹn lại ngày trả trong hôm nay (chỉ một lần).",
         "Hạn cuối xin lỗi, hẹn lại; hạn cuối xin lỗi, hẹn lại: 01/10/2026"],
        ["quá hạn 2 ngày làm việc · Hẹn trả 29/09/2026 17:00", "H57.31.01-260915-0007", "Đăng ký tạm trú", holder,
         "Giải quyết ngay; gửi phiếu xin lỗi nếu chưa gửi.",
         "Quá hạn; đã hẹn lại 1 lần (chỉ được một lần); đã yêu cầu bổ sung 2 lần"],
        ["còn 1 ngày làm việc · Hẹn trả 02/10/2026 17:00", "H57.32.02-260930-0004", "Phường Phú Xuân",
         "Đăng ký tạm trú", holder, "Liên hệ cơ quan đang giữ hồ sơ.", "Đang ở cơ quan khác xử lý"],
    ]  # fmt: skip
    for sentence in (
        "Kính gửi: Phường Thuận Hóa",
        "Số liệu đến 6 giờ 30 ngày 01/10/2026.",
        "Hiện có 15 hồ sơ cần xử lý của đơn vị và 0 hồ sơ cần xử lý của đơn vị khác đang ở đơn vị.",
        "Ngoài các hồ sơ phải xong hôm nay: Hạn cuối xin lỗi, hẹn lại 1; Quá hạn 12.",
        "Còn 12 hồ sơ đã báo trước đây, chưa xong.",
        "còn 1 giờ",
        "H57.31.01-260901-0003, Chứng thực bản sao từ bản chính: Đến hạn hôm nay – Đã xử lý, hết cảnh báo",
        "http://127.0.0.1:8769/don-vi/19753.html",
        "Kèm theo 2 phiếu xin lỗi",
    ):
        assert sentence in page
        assert sentence in text
    assert list(attachments(mail)) == [
        "phieu-xin-loi-H57.31.01-260921-0001.docx",
        "phieu-xin-loi-H57.31.01-260915-0007.docx",
    ]


@pytest.mark.parametrize(
    ("kind", "counts", "subject"),
    [
        ("morning", {(FIRST, "due_today", "due"): 3, (FIRST, "overdue", "overdue"): 9},
         "3 hồ sơ phải xong hôm nay – Phường Thuận Hóa"),
        ("update", {(FIRST, "due_today", "due"): 1}, "Cập nhật: 1 hồ sơ phải xong hôm nay – Phường Thuận Hóa"),
        ("morning", {(FIRST, "last_moment_to_apologise", "apologise"): 2, (FIRST, "overdue", "overdue"): 9},
         "2 hồ sơ hết hạn xin lỗi, hẹn lại trong hôm nay – Phường Thuận Hóa"),
        ("morning", {(FIRST, "overdue", "overdue"): 1234, (FIRST, "due_soon", "later"): 1},
         "Hôm nay không có hồ sơ đến hạn, còn 1.234 hồ sơ quá hạn – Phường Thuận Hóa"),
        ("morning", {(FIRST, "due_soon", "later"): 1, (FIRST, "signed_not_closed", "close"): 1},
         "Hôm nay không có hồ sơ đến hạn, 2 hồ sơ cần theo dõi – Phường Thuận Hóa"),
        ("update", {}, "Cập nhật: Không có hồ sơ nào cần xử lý – Phường Thuận Hóa"),
    ],
)  # fmt: skip
def test_the_subject_says_what_there_is_to_do(
    communes: Warehouse, tmp_path: Path, box: Mailbox, kind: str, counts: dict[Any, int], subject: str
) -> None:
    want(communes, tmp_path, recipient(FIRST, "alerts", BOX))
    ended = {"dossier_code": "A-1", "unit_code": FIRST, "procedure_name": None}
    list_alerts(communes, kind, FIRST, ("resolved", "overdue", ended), counts=counts)
    assert delivered(communes, box)["Subject"] == subject


def test_a_list_from_before_the_upgrade_is_sent_without_hours(
    communes: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    want(communes, tmp_path, recipient(FIRST, "alerts", BOX))
    former = {name: value for name, value in LATE.items() if name not in ("act_by", "working_minutes_left", "urgency")}
    list_alerts(communes, "morning", FIRST, ("new", "overdue", former), counts={(FIRST, "overdue"): 1})
    mail = delivered(communes, box)
    assert mail["Subject"] == "Hôm nay không có hồ sơ đến hạn, 1 hồ sơ cần theo dõi – Phường Thuận Hóa"
    assert "H57.31.01-260915-0007" in part(mail, "plain")


def test_a_dossier_of_several_levels_is_told_once(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    want(communes, tmp_path, recipient(FIRST, "alerts", BOX))
    list_alerts(
        communes,
        "morning",
        FIRST,
        ("new", "second_supplement", LATE),
        ("new", "overdue", LATE),
        ("new", "due_soon", told("H57.31.01-260921-0001")),
        counts={(FIRST, "overdue", "overdue"): 1, (FIRST, "due_soon"): 1},
    )
    page = part(delivered(communes, box), "html")
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == [
        "Quá hạn: 1 hồ sơ mới báo", "Sắp đến hạn, cần theo dõi: 1 hồ sơ mới báo",
    ]  # fmt: skip
    dossiers = cards(page)
    assert [card[1] for card in dossiers] == ["H57.31.01-260915-0007", "H57.31.01-260921-0001"]
    assert dossiers[0][-1].startswith("Quá hạn; đồng thời: Yêu cầu bổ sung lần 2 – sẽ bị tính quá hạn; đã hẹn lại")


def test_at_most_five_letters_go_with_a_mail_and_none_to_who_was_apologised_to(
    communes: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    want(communes, tmp_path, recipient(FIRST, "alerts", BOX))
    due = [told(f"A-{number}", due_at=f"2026-09-2{number}T17:00:00+07:00") for number in range(7)]
    due[1]["apology_issued_at"] = "2026-09-18T09:00:00+07:00"
    list_alerts(communes, "update", FIRST, *(("new", "overdue", one) for one in due))
    mail = delivered(communes, box)
    assert list(attachments(mail)) == [f"phieu-xin-loi-A-{number}.docx" for number in (0, 2, 3, 4, 5)]
    assert "đã xin lỗi ngày 18/09/2026" in part(mail, "plain")


def test_the_digest_of_an_area(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    want(communes, tmp_path, recipient(PROVINCE, "alerts", BOX))
    list_alerts(
        communes,
        "digest",
        PROVINCE,
        ("escalated", "overdue", LATE),
        ("worst", "overdue_long", {**LATE, "dossier_code": "H57.31.01-260801-0002", "working_days_overdue": 1234}),
        counts={(FIRST, "overdue"): 1234, (FIRST, "due_today", "due"): 2, (OTHER, "due_today", "due"): 7},
    )
    mail = delivered(communes, box)
    assert mail["Subject"] == "Tổng hợp cảnh báo hồ sơ: Thành phố Huế, 1.243 hồ sơ cần xử lý"
    found = cells(part(mail, "html"))
    assert found[:3] == [
        ["Đơn vị", "Phải xong hôm nay", "Cần xử lý", "Đến hạn hôm nay", "Quá hạn", "Đang giữ của đơn vị khác"],
        ["Phường Phú Xuân", "7", "7", "7", "0", "0"],
        ["Phường Thuận Hóa", "2", "1.236", "2", "1.234", "0"],
    ]
    assert [row[:2] for row in found[3:]] == [
        ["Đơn vị", "Mã hồ sơ"],
        ["Phường Thuận Hóa", "H57.31.01-260915-0007"],
        ["Đơn vị", "Mã hồ sơ"],
        ["Phường Thuận Hóa", "H57.31.01-260801-0002"],
    ]
    assert "quá hạn 1.234 ngày làm việc" in part(mail, "plain")
    assert attachments(mail) == {}


def test_the_mail_about_troubles(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    want(communes, tmp_path, recipient(PROVINCE, "operations", BOX))
    list_troubles(
        communes,
        ("hue", False, "read to its end as of 2026-09-29 06:00", "for the terminal"),
        ("thua_thien", True, "", ""),
    )
    mail = delivered(communes, box)
    assert mail["Subject"] == "Vận hành: 1 sự cố mới, 1 sự cố đã hết"
    since, slow = "6 giờ 30 ngày 01/10/2026", "Nguồn dữ liệu chậm cập nhật"
    assert cells(part(mail, "html")) == [
        ["Sự cố", "Đối tượng", "Chi tiết kỹ thuật", "Cách xử lý", "Từ khi"],
        [slow, "hue", "read to its end as of 2026-09-29 06:00", words.table("trouble_advice")["stale_source"], since],
        ["Sự cố", "Đối tượng", "Từ khi"],
        [slow, "thua_thien", since],
    ]


def test_a_long_list_is_cut_and_says_so(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    want(communes, tmp_path, recipient(FIRST, "alerts", BOX))
    list_alerts(communes, "morning", FIRST, *(("new", "due_soon", told(f"A-{number:03}")) for number in range(103)))
    mail = delivered(communes, box)
    for kind in ("plain", "html"):
        text = part(mail, kind)
        assert text.count("A-0") == 100
        assert "A-100" not in text
        assert "Còn 3 dòng nữa, xem đầy đủ ở địa chỉ cuối thư." in text


def test_a_page_asks_for_nothing_and_runs_nothing(communes: Warehouse, tmp_path: Path, box: Mailbox) -> None:
    want(communes, tmp_path, recipient(FIRST, "alerts", BOX))
    planted = "<script>alert(1)</script><img src=http://evil.example/x.png>"
    list_alerts(communes, "morning", FIRST, ("new", "overdue", told("A-1", procedure_name=planted)))
    page = part(delivered(communes, box), "html")
    assert re.findall(r"<(script|img|link|iframe|style|form|object)\b|\bon\w+=", page) == []
    assert "&lt;script&gt;" in page
    assert '<html lang="vi">' in page
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", page) == ["A-1"]


def test_the_letter_of_apology_is_filled_in_as_far_as_the_data_go() -> None:
    letter = docx.Document(io.BytesIO(apology_letter(LATE)))
    lines = [paragraph.text for paragraph in letter.paragraphs]
    boxes = [[cell.text for cell in row.cells] for table in letter.tables for row in table.rows]
    assert boxes[0][0].startswith("PHƯỜNG THUẬN HÓA\nSố: ")
    assert boxes[0][1].startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n")
    assert boxes[1][1] == "\nTHỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ\n(Ký, ghi rõ họ tên và đóng dấu)"
    assert lines[0] == "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"
    received = "Phường Thuận Hóa tiếp nhận giải quyết hồ sơ của Ông/Bà/Tổ chức lúc 8 giờ 00 ngày 21/09/2026."
    assert lines[2:6] == [
        received,
        "Mã số hồ sơ: H57.31.01-260915-0007.",
        "Thủ tục: Đăng ký tạm trú.",
        "Thời gian hẹn trả kết quả: 17 giờ 00 ngày 29/09/2026.",
    ]
    assert "chưa trả kết quả giải quyết đúng thời hạn" in lines[6]
    blanks = [line for line in lines if re.search(r"\.{12}", line)]
    assert [line.partition(" ....")[0] for line in blanks] == ["Kính gửi:", "Lý do:", "............ giờ"]
    style = letter.styles["Normal"]
    assert (style.font.name, style.font.size.pt) == ("Times New Roman", 13)
    assert letter.core_properties.author == ""


def test_what_is_not_known_stays_blank_in_the_letter() -> None:
    letter = docx.Document(io.BytesIO(apology_letter({"dossier_code": "A-1"})))
    lines = [paragraph.text for paragraph in letter.paragraphs]
    assert "Mã số hồ sơ: A-1." in lines
    assert all("None" not in line for line in lines)


def test_neither_secrets_nor_addresses_of_people_are_logged(
    communes: Warehouse, tmp_path: Path, box: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    """The server here offers no login: with a password in the settings nothing is sent, and nothing told of it."""
    caplog.set_level(logging.DEBUG)
    want(communes, tmp_path, recipient(FIRST, "alerts", BOX))
    list_alerts(communes, "morning", FIRST, ("new", "overdue", LATE))
    office = reaching(communes, box)
    secret = MailConnection("127.0.0.1", box.port, SENDER, "none", "motcua", "mật khẩu 123")
    settings = replace(office.settings, connections=GivenConnections(secret))
    queue(office.engine, settings)
    assert send_waiting(office.engine, settings, "mail", wall_clock(), Timing(mail=5)) == Sent(failed=1)
    rows: list[Any] = list(office.query("SELECT last_error FROM audit.delivery"))
    assert [row.last_error for row in rows] == ["the mail server offers no login"]
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("onestop"))
    assert "offers no login" in ours
    for word in ("mật khẩu", "motcua", BOX, "H57.31.01-260915-0007"):
        assert word not in ours
    assert "mật khẩu" not in repr(secret) + repr(settings)


def test_a_server_without_encryption_gets_nothing_unless_that_is_wanted(
    communes: Warehouse, tmp_path: Path, box: Mailbox
) -> None:
    want(communes, tmp_path, recipient(PROVINCE, "rankings", BOX))
    publish(communes)
    office = reaching(communes, box)
    server = replace(box.connection, security="starttls")
    settings = replace(office.settings, connections=GivenConnections(server))
    queue(office.engine, settings)
    assert send_waiting(office.engine, settings, "mail", wall_clock(), Timing(mail=5)) == Sent(failed=1)
    assert office.query("SELECT last_error FROM audit.delivery")[0][0] == "the mail server offers no STARTTLS"
    assert box.accepted == []
