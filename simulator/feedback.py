"""The feed of feedback and recommendations (phản ánh, kiến nghị; PAKN)."""

import msgspec

from simulator.chance import between, one_of, share
from simulator.lifecycle import Dossier
from simulator.localtime import SECONDS_PER_DAY, compact, rfc3339
from simulator.office_time import WORKING_DAY, to_moment, to_office
from simulator.personal import personal_data
from simulator.records import Record

_COMPLAINS = 0.008
_TO_ANSWER, _LONGEST_ANSWER = 15, 18
"""Working days: the limit, and what offices need at most."""


class Feedback(msgspec.Struct, frozen=True, gc=False):
    """One piece of feedback and its handling (local seconds); what never comes is None."""

    dossier: Dossier
    received_at: int
    assigned_at: int
    answered_at: int | None
    published_at: int | None

    @property
    def code(self) -> str:
        """Field MaPAKN."""
        return f"PAKN{self.dossier.number:09}"

    @property
    def due(self) -> int:
        """Return when it should be answered."""
        return to_moment(to_office(self.received_at) + _TO_ANSWER * WORKING_DAY)

    @property
    def opinions(self) -> tuple[int, int]:
        """Likes and dislikes, once it is published."""
        return between(self.dossier, "likes", 0, 12), between(self.dossier, "dislikes", 0, 5)

    def known_at(self, clock: int) -> int | None:
        """Return the latest change that the source knows of at a reading of its clock; None if it knows nothing."""
        moments = (self.received_at, self.assigned_at, self.answered_at, self.published_at)
        written = self.dossier.written_at
        return max((at for at in moments if at is not None and written(at) <= clock), default=None)


def draw_feedback(dossier: Dossier) -> Feedback | None:
    """Return what the citizen behind a dossier writes; hardly anyone does."""
    if share(dossier, "feedback") >= _COMPLAINS:
        return None
    received = dossier.moments[-1].at + between(dossier, "feedback after", 3600, 10 * SECONDS_PER_DAY)
    assigned = to_moment(to_office(received) + between(dossier, "assigned", 600, WORKING_DAY))
    answered = published = None
    if share(dossier, "answered") < 0.9:
        wait = between(dossier, "answer", WORKING_DAY, _LONGEST_ANSWER * WORKING_DAY)
        answered = to_moment(to_office(assigned) + wait)
        if share(dossier, "published") < 0.8:
            published = to_moment(to_office(answered) + between(dossier, "publish", 600, 3 * WORKING_DAY))
    return Feedback(dossier, received, assigned, answered, published)


def feedback_record(feedback: Feedback, clock: int) -> Record:
    """Return the record of a piece of feedback that exists at a reading of the clock."""
    dossier, known = feedback.dossier, feedback.known_at(clock)
    if known is None:
        raise ValueError(f"the feedback {feedback.code} does not exist yet")
    answered, published = (
        at if at is not None and at <= known else None for at in (feedback.answered_at, feedback.published_at)
    )
    likes, dislikes = feedback.opinions if published else (0, 0)
    state = "Đã xử lý" if answered else "Đang xử lý" if feedback.assigned_at <= known else "Chờ xử lý"
    return {
        "MaPAKN": feedback.code,
        "MaDonVi": dossier.commune.at(feedback.received_at).agency_code,
        "MaHoSo": dossier.code if share(dossier, "feedback names dossier") < 0.6 else "",
        "Loai": one_of(dossier, "feedback kind", ("quy_dinh", "hanh_vi", "hanh_vi")),
        "TrangThai": state,
        "NgayTiepNhan": compact(feedback.received_at),
        "HanXuLy": compact(feedback.due),
        "NgayTraLoi": compact(answered),
        "NgayCongKhai": compact(published),
        "LuotThich": str(likes),
        "LuotKhongThich": str(dislikes),
        "NoiDung": f"Tôi là {personal_data(dossier).name}, đề nghị xem lại hồ sơ",
        "DaXoa": "0",
        "CapNhatLuc": rfc3339(dossier.written_at(known)),
    }
